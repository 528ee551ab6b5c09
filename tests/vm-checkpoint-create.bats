#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-create - start tracking changes as a document asks for it

load helpers
load checkpoints

@test "without a document: all disks that can be written, named after the time" {
	given_disks_vm web
	run vm-checkpoint-create web
	[ "$status" -eq 0 ]
	[[ "$output" =~ ^[0-9]{10}$ ]]
	[ "$(said web "$output" /domaincheckpoint/creationTime)" = "$output" ]
	[ "$(vm-checkpoint-dumpxml web "$output" --xpath '//disks/disk/@checkpoint' | grep -c bitmap)" = 2 ]
	[ "$(said web "$output" "//disks/disk[@name='hdc']/@checkpoint")" = no ]
}

@test "a document chooses" {
	given_disks_vm web
	run vm-checkpoint-create web - <<-'X'
	<domaincheckpoint><name>c1</name><description>d &amp; e</description>
	  <disks><disk name='/vm/b.qcow2'/></disks></domaincheckpoint>
	X
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(said web c1 /domaincheckpoint/description)" = "d & e" ]
	[ "$(said web c1 "//disks/disk[@name='vda']/@checkpoint")" = no ]
	[ "$(said web c1 "//disks/disk[@name='vdb']/@bitmap")" = c1 ]
	[ "$(said web c1 /domaincheckpoint/domain/name)" = web ]
}

@test "S108: snapshots and checkpoints of a simulated guest exclude each other" {
	given_disks_vm web
	vm-snapshot-create-as web s1
	run vm-checkpoint-create web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vm-snapshot-delete web s1
	vm-checkpoint-create-as web c1
	run vm-snapshot-create-as web s2
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$(vm-snapshot-list web --name)" = "" ]
}

@test "S76: not of a guest that is off" {
	given_disks_vm web off
	run vm-checkpoint-create web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$output" = "vm-checkpoint-create: web: a checkpoint of a guest that is not running" ]
}

@test "what is refused, and leaves nothing" {
	local xml class
	given_disks_vm web
	while IFS='|' read -r class xml; do
		echo "$xml"
		run --separate-stderr vm-checkpoint-create web --errors=json - <<<"<domaincheckpoint>$xml</domaincheckpoint>"
		[ "$status" -ne 0 ]
		[ "$(jq -r .code <<<"$stderr")" = "$class" ]
	done <<-'X'
	xml-schema|<name>a/b</name>
	xml-schema|<name>.x</name>
	xml-schema|<name>a b</name>
	xml-schema|<name/>
	xml-schema|<disks/>
	xml-schema|<unknown/>
	xml-schema|<disks><disk name='vda' checkpoint='maybe'/></disks>
	config-unsupported|<disks><disk name='vdz'/></disks>
	config-unsupported|<disks><disk name='vda'/><disk name='/vm/a.qcow2'/></disks>
	config-unsupported|<disks><disk name='hdc'/></disks>
	config-unsupported|<name>c</name><disks><disk name='vda' bitmap='other'/></disks>
	X
	[ "$(vm-checkpoint-list web --name)" = "" ]
}

@test "a name twice is refused" {
	given_disks_vm web
	vm-checkpoint-create web - <<<'<domaincheckpoint><name>c1</name></domaincheckpoint>'
	run --separate-stderr vm-checkpoint-create web --errors=json - <<<'<domaincheckpoint><name>c1</name></domaincheckpoint>'
	[ "$(jq -r .code <<<"$stderr")" = operation-failed ]
}

@test "a whole chain can be given back, also while the guest is off" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-create-as web c2
	for c in c1 c2; do vm-checkpoint-dumpxml web $c >$c.xml; done
	vm-destroy web
	vm-checkpoint-delete web c1 c2 --metadata
	[ "$(vm-checkpoint-list web --name)" = "" ]
	run vm-checkpoint-create web c2.xml --redefine
	[ "$status" -eq 1 ]
	for c in c1 c2; do
		vm-checkpoint-create web $c.xml --redefine
		vm-checkpoint-dumpxml web $c | diff $c.xml -
	done
	vm-start web
	vm-checkpoint-create-as web c3
	[ "$(vm-checkpoint-parent web c3)" = c2 ]
}

@test "S80: nothing is given back without the definition" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-dumpxml web c1 --no-domain >bare.xml
	run --separate-stderr vm-checkpoint-create web bare.xml --redefine --errors=json
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(jq -r .code <<<"$stderr")" = xml-error ]
}

@test "what is refused when a document is given back" {
	local change class
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-create-as web c2
	while IFS='|' read -r class change; do
		echo "$change"
		vm-checkpoint-dumpxml web c1 | sed "$change" >changed.xml
		run --separate-stderr vm-checkpoint-create web changed.xml --redefine --errors=json
		[ "$(jq -r .code <<<"$stderr")" = "$class" ]
	done <<-'X'
	invalid-arg|s|<creationTime>|<parent><name>c1</name></parent>&|
	invalid-arg|s|<creationTime>|<parent><name>c2</name></parent>&|
	invalid-arg|s|<creationTime>|<parent><name>none</name></parent>&|
	invalid-arg|s|<uuid>.*</uuid>|<uuid>6695eb01-f6a4-4304-79aa-97f2502e193f</uuid>|
	internal-error|/creationTime/d
	xml-error|/^  <name>/d
	X
}

@test "validation needs a guest that runs, and --redefine" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-dumpxml web c1 >c1.xml
	vm-checkpoint-create web c1.xml --redefine --redefine-validate
	vm-destroy web
	run vm-checkpoint-create web c1.xml --redefine --redefine-validate
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-checkpoint-create web c1.xml --redefine-validate
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-checkpoint-create web c1.xml --redefine --quiesce
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a dry run tells and does nothing" {
	given_disks_vm web
	[ "$(vm-checkpoint-create web -n - <<<'<domaincheckpoint><name>c1</name></domaincheckpoint>')" = "checkpoint c1 of web" ]
	[ "$(vm-checkpoint-list web --name)" = "" ]
	[ ! -e "$VIRTUTILS_ROOT/run/test/web.checkpoint" ]
}
