#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-create - take a snapshot as a document asks for it

load helpers
load snapshots

@test "without a document: the name is the time, and is told" {
	given_vm web
	before=$(date +%s)
	run vm-snapshot-create web
	[ "$status" -eq 0 ]
	[[ "$output" =~ ^[0-9]{10}$ ]]
	[ "$output" -ge "$before" ]
	[ "$(vm-snapshot-list web --name)" = "$output" ]
	[ "$(vm-snapshot-dumpxml web "$output" --xpath 'string(//creationTime)')" = "$output" ]
}

@test "with a document: its name and description" {
	given_vm web running
	echo '<domainsnapshot><name>s1</name><description>d &amp; e</description></domainsnapshot>' >s1.xml
	run vm-snapshot-create web s1.xml
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/description)')" = "d & e" ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/state)')" = running ]
	[ "$(vm-state web)" = running ]
	run vm-snapshot-create web - <s1.xml
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == *"'s1' already exists" ]]
}

@test "live and stored definition are both kept" {
	given_vm web running
	vm-edit web --set=/domain/vcpu=4
	vm-snapshot-create web - <<<'<domainsnapshot><name>s1</name></domainsnapshot>'
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/domain/vcpu)')" = 2 ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/inactiveDomain/vcpu)')" = 4 ]
}

@test "--halt stops it; a transient one cannot be halted" {
	given_vm web running
	vm-snapshot-create web --halt
	[ "$(vm-state web --reason)" = "shut off (from snapshot)" ]
	given_transient db
	run vm-snapshot-create db --halt
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-state db)" = running ]
}

@test "--redefine gives a document back, also as the current one" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-create-as web s2
	vm-snapshot-dumpxml web s1 >s1.xml
	vm-snapshot-delete web s1 --metadata
	vm-snapshot-create web s1.xml --redefine
	vm-snapshot-dumpxml web s1 | diff s1.xml -
	[ "$(vm-snapshot-current web --name)" = s2 ]
	vm-snapshot-create web s1.xml --redefine --current
	[ "$(vm-snapshot-current web --name)" = s1 ]
}

@test "redefinitions that make no sense" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-create-as web s2
	for change in 's|<name>s1</name>|<name>s2</name>|' 's|<name>s1</name>|<name>none</name>|'; do
		vm-snapshot-dumpxml web s2 | sed "/<parent>/,/<.parent>/$change" >s2.xml
		run vm-snapshot-create web s2.xml --redefine
		[ "$status" -eq 1 ]
	done
	for part in state creationTime name; do
		vm-snapshot-dumpxml web s2 | sed "0,/<$part>.*/{/<$part>/d}" >s2.xml
		run vm-snapshot-create web s2.xml --redefine
		[ "$status" -eq "$FAULT_XML" ]
	done
	[ "$(vm-snapshot-parent web s2)" = s1 ]
}

# A document that is given back, with a disk whose image is there; sed's expressions change it.
given_back() {
	vm-snapshot-dumpxml web s1 | sed "$@" >changed.xml
	run --separate-stderr vm-snapshot-create web changed.xml --redefine --errors=json
}

@test "what a definition that is given back leaves open is added; its rules are not asked" {
	xml web "<devices><disk type='file' device='disk'><source file='$work/a.img'/><target dev='sda' bus='scsi'/></disk></devices>" |
		vm-define -
	vm-snapshot-create-as web s1
	vm-snapshot-dumpxml web s1 >s1.xml
	given_back -e '/<currentMemory/d' -e "/<controller type='scsi'/d"
	[ "$status" -eq 0 ]
	vm-snapshot-dumpxml web s1 | diff s1.xml -
	vm-snapshot-delete web s1 --metadata
	sed 's|<title>.*||; s|<vcpu|<title>two\nlines</title>&|' s1.xml >changed.xml
	run vm-define changed.xml
	[ "$status" -ne 0 ]
	vm-snapshot-create web changed.xml --redefine
}

@test "overlays of a document that is given back" {
	given_disk_vm web
	vm-snapshot-create-as web s1
	given_back "s|<disk name='vda'.*|<disk name='vda' snapshot='external'/>|"
	[ "$(jq -r .code <<<"$stderr")" = config-unsupported ]
	given_back "s|<disk name='vda'.*|<disk name='vda' snapshot='external'/>|; s|/vm/a|$work/a.img|"
	[ "$(jq -r .code <<<"$stderr")" = config-unsupported ]
	: >a.img
	given_back "s|<disk name='vda'.*|<disk name='vda' snapshot='external'/>|; s|/vm/a|$work/a.img|"
	[ "$status" -eq 0 ]
	[ "$(said web s1 '//disks/disk/source/@file')" = "$work/a.s1" ]
	[ "$(said web s1 'count(//disks/disk/driver)')" = 0 ]
}

@test "classes of what is wrong with a document that is given back" {
	given_disk_vm web
	vm-snapshot-create-as web s1
	while IFS='|' read -r class change; do
		echo "$change"
		given_back "$change"
		[ "$(jq -r .code <<<"$stderr")" = "$class" ]
	done <<-'X'
	config-unsupported|s,<state>.*<,<state>asleep<,
	config-unsupported|s,<disk name='vda'.*,<disk name='vda' snapshot='external'><driver type='x'/><source file='/x'/></disk>,
	config-unsupported|s,<disk name='vda'.*,<disk name='vda' snapshot='manual'/>,
	xml-error|s,<disk name='vda'.*,<disk name='vda' type='network'><source name='x'/></disk>,
	xml-error|s,<disk name='vda'.*,<disk name='vda' snapshot='x'/>,
	X
}

@test "S23: options that need or exclude others" {
	given_vm web
	run vm-snapshot-create web --current
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-create web --redefine --halt
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-create web --quiesce
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-create web --no-wait
	[ "$status" -eq "$FAULT_OPTION" ]
	[ "$(vm-snapshot-list web --name)" = "" ]
}

@test "S25, S27: bad documents and names, with file and line" {
	given_vm web
	printf '<domainsnapshot>\n<name>x</nome>\n</domainsnapshot>\n' >bad.xml
	run vm-snapshot-create web bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *"bad.xml:2: "* ]]
	echo '<domain/>' >bad.xml
	run vm-snapshot-create web bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	for name in a/b .x "$(printf 'x%.0s' {1..300})"; do
		echo "<domainsnapshot><name>$name</name></domainsnapshot>" >bad.xml
		run vm-snapshot-create web bad.xml
		[ "$status" -eq "$FAULT_XML" ]
	done
	echo '<domainsnapshot><name>x</name><nonsense/></domainsnapshot>' >bad.xml
	run vm-snapshot-create web bad.xml --validate
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-snapshot-list web --name)" = "" ]
}

@test "unknown, a full disk, dry" {
	run vm-snapshot-create nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_vm web
	run vm-snapshot-create -n web - <<<'<domainsnapshot><name>x</name></domainsnapshot>'
	[ "$status" -eq 0 ]
	[[ "$output" == *x*web* ]]
	{ echo '<domainsnapshot><name>big</name>'; printf '<description>%0200000d</description>' 1; echo '</domainsnapshot>'; } >big.xml
	run bash -c 'trap "" XFSZ; ulimit -f 8; vm-snapshot-create web big.xml'
	[ "$status" -eq 1 ]
	[[ "$output" == *"File too large" ]]
	[ "$(vm-snapshot-list web --name)" = "" ]
	vm-snapshot-create web big.xml
	[ "$(vm-snapshot-list web --name)" = big ]
}
