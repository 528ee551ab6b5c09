#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-create-as - take a snapshot as the command line asks for it

load helpers

@test "name and description" {
	given_vm web
	run vm-snapshot-create-as web s1 'before the upgrade'
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/description)')" = "before the upgrade" ]
	[[ "$(vm-snapshot-create-as web)" =~ ^[0-9]{10}$ ]]
}

@test "several guests at once" {
	given_vm one
	given_vm two running
	vm-list --all --name | vm-snapshot-create-as - --name=s1
	[ "$(vm-snapshot-list one --name)$(vm-snapshot-list two --name)" = s1s1 ]
}

@test "the document is virsh's" {
	needs_libvirt
	export VIRTUTILS_ROOT=$work/fresh
	while read -r -a words; do
		libvirt_virsh snapshot-create-as test "${words[@]}" --print-xml | sed '/^$/d' >theirs
		vm-snapshot-create-as test "${words[@]}" --print-xml >ours
		diff theirs ours
	done <<-'CASES'
		s1
		s1 what_it_<is>_for
		s1 --memspec file=/m,snapshot=external
		s1 --memspec /m
		s1 --diskspec vda,snapshot=external,driver=qcow2,file=/a,,b --diskspec vdb,snapshot=no
		s1 --diskspec vda,stype=block,file=/dev/x
		s1 --diskspec vda
	CASES
	[ "$(vm-snapshot-list test --name)" = "" ]
}

@test "specs that make no sense" {
	given_vm web
	for spec in vda,nonsense=1 vda,stype=network vda,file=/a,file=/b ,file=/a; do
		run vm-snapshot-create-as web s1 --print-xml --diskspec "$spec"
		[ "$status" -eq "$FAULT_USAGE" ]
		[[ "$output" == *"diskspec '$spec'"* ]]
	done
	for spec in nonsense=1 file=/a,file=/b relative; do
		run vm-snapshot-create-as web s1 --print-xml --memspec "$spec"
		[ "$status" -eq "$FAULT_USAGE" ]
		[[ "$output" == *"memspec '$spec'"* ]]
	done
}

@test "S24, S25: a name that exists, a bad name, an unknown guest, dry" {
	given_vm web
	vm-snapshot-create-as web s1
	run vm-snapshot-create-as web s1
	[ "$status" -eq "$FAULT_FAILED" ]
	for name in a/b .x; do
		run vm-snapshot-create-as web $name --errors=json
		[ "$status" -eq "$FAULT_XML" ]
		[ "$(jq -r .code <<<"$output")" = xml-detail ]
	done
	run vm-snapshot-create-as nobody s1
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-snapshot-create-as -n web s2
	[ "$status" -eq 0 ]
	[ "$(vm-snapshot-list web --name)" = s1 ]
}
