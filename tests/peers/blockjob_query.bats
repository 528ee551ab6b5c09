#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_query - what real QEMU says of disks: sizes, counters, errors, thresholds.  needs qemu

load ../helpers
load guest
load blockjob

setup() { blockjob_setup; }
teardown() { blockjob_teardown; }

@test "sizes, of a guest that runs and of one that is off" {
	given_chain
	for state in off on; do
		[ $state = off ] || vm-start g
		[ "$(vm-blkinfo g vda -o CAPACITY)" = $((64 << 20)) ]
		[ "$(vm-blkinfo g vda -o PHYSICAL)" = "$(stat -c %s "$img/o2")" ]
		[ "$(vm-blkinfo g vda -o ALLOCATION)" = $(($(stat -c %b "$img/o2") * 512)) ]
	done
	[ "$(vm-blklist g --backing -o TARGET,SOURCE --raw --noheadings | wc -l)" = 4 ]
	index=$(vm-dumpxml g --xpath "string(//backingStore[source/@file='$img/o1']/@index)")
	[ "$(vm-blklist g --backing --raw --noheadings | sed -n 2p)" = "vda[$index] $img/o1" ]
	[ "$(vm-blklist g --inactive -o CHAIN --noheadings --raw | head -n 1)" = 1 ]
}

@test "counters grow with what the guest does" {
	counting_guest c </dev/null | hasty | booted_guest c
	until_true has_counted c $(($(count c) + 3))
	[ "$(vm-blkstat c vda -o WR_REQ)" -ge 2 ]
	[ "$(vm-blkstat c vda -o WR_BYTES)" -ge 1024 ]
	before=$(vm-blkstat c vda -o FLUSH_OPERATIONS)
	until_true eval '[ "$(vm-blkstat c -o FLUSH_OPERATIONS)" -gt "$before" ]'
	[ "$(vm-blkerror c --noheadings)" = '' ]
}

@test "a threshold that is passed is told of, once" {
	counting_guest c </dev/null >"$work/c.xml"
	vm-define "$work/c.xml"
	vm-start c --paused
	vm-blkthreshold c vda 1
	vm-resume c
	until_true grep -q '"block-threshold"' "$VIRTUTILS_ROOT/run/qemu/c.events"
}

@test "limits are in force at once, and lifted" {
	image "$img/a.qcow2"
	define_on "$img/a.qcow2"
	vm-start g
	rate() { vm-qemu-monitor-command g query-block | jq ".return[0].inserted.bps_wr"; }
	vm-blkdeviotune g vda --write-bytes-sec=3M
	[ "$(rate)" = 3145728 ]
	vm-blkdeviotune g vda --write-bytes-sec=0
	[ "$(rate)" = 0 ]
}
