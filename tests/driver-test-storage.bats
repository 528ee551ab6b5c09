#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Storage of the test driver: pools and volumes that are only documents.

load helpers

volume() {
	echo "<volume><name>v</name><capacity unit='GiB'>1</capacity><allocation>4096</allocation>"
	echo "<target><format type='qcow2'/><permissions><mode>0640</mode></permissions></target></volume>"
}

@test "the familiar pool is there, and stays away once it is removed" {
	[ "$(pool-list -o NAME,STATE,PATH --noheadings --raw)" = 'default-pool active /default-pool' ]
	[ "$(pool-uuid default-pool)" = dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566 ]
	pool-destroy default-pool
	pool-undefine default-pool
	[ -z "$(pool-list --all --name)" ]
}

@test "volumes come, are copied, grow and go; the room they take counts" {
	vol-create default-pool <(volume)
	vol-clone default-pool/v w
	vol-resize default-pool/w 2G
	[ "$(vol-list default-pool -o NAME,CAPACITY --noheadings --raw)" = $'v 1073741824\nw 2147483648' ]
	[ "$(pool-info default-pool -o ALLOCATION --bytes)" = 8192 ]
	[ "$(vol-pool /default-pool/w)" = default-pool ]
	run vol-create-as default-pool big 200G
	[ "$status" -eq 1 ]
	vol-delete default-pool/v
	[ "$(vol-list --all -o NAME --noheadings)" = w ]
	run vol-create-as default-pool ../w 1
	[ "$status" -eq "$FAULT_XML" ]
}

@test "every kind of pool can be simulated; contents and capabilities cannot" {
	pool-define-as vg logical --source-name vg --target /dev/vg
	pool-build vg
	pool-start vg
	vol-create-as vg lv 1G
	[ "$(vol-path vg/lv)" = /dev/vg/lv ]
	run vol-download vg/lv -
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run pool-capabilities
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}

@test "a guest's volume is in use" {
	vol-create default-pool <(volume)
	xml web '<devices><disk type="volume" device="disk"><source pool="default-pool" volume="v"/><target dev="vda"/></disk></devices>' |
		vm-define -
	run vol-delete default-pool/v
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-delete: default-pool/v: virtual machine 'web' uses it: it cannot be deleted" ]
	[ "$(vol-list default-pool -o USED-BY --noheadings)" = web ]
	vm-undefine web
	vol-delete default-pool/v
}

@test "the documents are libvirt's" {
	needs_libvirt
	volume >v.xml
	libvirt_virsh "pool-dumpxml default-pool; vol-create default-pool v.xml; vol-dumpxml v default-pool" >theirs
	{ pool-dumpxml default-pool; vol-create default-pool v.xml; vol-dumpxml default-pool/v; } >ours
	canonical() { grep '<' "$1" | tr -d '\n' | sed 's/> *</></g; s,<source></source>,<source/>,'; }
	[[ $(canonical ours) == *'<mode>0640</mode>'* ]]
	diff <(canonical theirs) <(canonical ours)
}
