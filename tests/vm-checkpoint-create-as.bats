#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-create-as - start tracking changes as the command line asks for it

load helpers
load checkpoints

@test "S77: a disk is chosen, and the one before is the parent" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-create-as web c2 "the second" --diskspec vda
	[ "$(said web c2 "//disks/disk[@name='vda']/@checkpoint")" = bitmap ]
	[ "$(said web c2 "//disks/disk[@name='vdb']/@checkpoint")" = no ]
	[ "$(said web c2 /domaincheckpoint/description)" = "the second" ]
	[ "$(vm-checkpoint-parent web c2)" = c1 ]
}

@test "S78: names and bitmaps that cannot be" {
	local name
	given_disks_vm web
	for name in a/b .x 'a b'; do
		run --separate-stderr vm-checkpoint-create-as web "$name" --errors=json
		[ "$(jq -r .code <<<"$stderr")" = xml-schema ]
	done
	run --separate-stderr vm-checkpoint-create-as web c --diskspec vda,bitmap=foo --errors=json
	[ "$(jq -r .code <<<"$stderr")" = config-unsupported ]
	[ "$(vm-checkpoint-list web --name)" = "" ]
}

@test "the document alone" {
	given_disks_vm web
	vm-checkpoint-create-as web c1 'd<e' --diskspec vda,checkpoint=bitmap,bitmap=c1 --diskspec vdb,checkpoint=no --print-xml >ours
	diff ours - <<-'X'
	<domaincheckpoint>
	  <name>c1</name>
	  <description>d&lt;e</description>
	  <disks>
	    <disk name='vda' checkpoint='bitmap' bitmap='c1'/>
	    <disk name='vdb' checkpoint='no'/>
	  </disks>
	</domaincheckpoint>
	X
	[ "$(vm-checkpoint-list web --name)" = "" ]
}

@test "a diskspec that says nothing we know" {
	local spec
	given_disks_vm web
	for spec in vda,color=red vda,bitmap=a,bitmap=b ''; do
		run vm-checkpoint-create-as web c1 --diskspec "$spec"
		[ "$status" -eq "$FAULT_USAGE" ]
	done
}

@test "file systems are frozen meanwhile" {
	given_disks_vm web
	vm-checkpoint-create-as web c1 --quiesce
	[ "$(grep -o 'its file systems are .*' "$VIRTUTILS_ROOT/log/test/web.log" | paste -sd,)" = \
		'its file systems are frozen,its file systems are thawed' ]
	vm-suspend web
	run vm-checkpoint-create-as web c2 --quiesce
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-checkpoint-list web --name)" = c1 ]
}
