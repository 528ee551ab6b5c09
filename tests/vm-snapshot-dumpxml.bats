#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-dumpxml - print the document of a snapshot

load helpers

@test "the document is virsh's" {
	needs_libvirt
	export VIRTUTILS_ROOT=$work/fresh
	libvirt_virsh "snapshot-create-as test s1 text; snapshot-dumpxml test s1" | sed '/^$/d; /creationTime/d' >theirs
	vm-snapshot-create-as test s1 text
	vm-snapshot-dumpxml test s1 | sed '/creationTime/d; /<inactiveDomain/,/<.inactiveDomain>/d' >ours
	diff theirs ours
}

@test "secrets only on request" {
	xml web "<devices><graphics type='vnc' port='-1' passwd='hush'/></devices>" | vm-define -
	vm-snapshot-create-as web s1
	[[ "$(vm-snapshot-dumpxml web s1)" != *hush* ]]
	[[ "$(vm-snapshot-dumpxml web s1 --security-info)" == *hush* ]]
}

@test "parts by XPath; unknown" {
	given_vm web
	vm-snapshot-create-as web s1
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(//domain/name)')" = web ]
	run vm-snapshot-dumpxml web s1 --xpath //nonsense
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-snapshot-dumpxml web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-dumpxml nobody s1
	[ "$status" -eq "$FAULT_NO_VM" ]
}
