#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# disk_full - no room in the middle of a snapshot or of a merge: the guest runs on, nothing is lost or left.  needs qemu

load ../helpers
load guest
load blockjob
load external

setup() {
	blockjob_setup
	mount -t tmpfs -o size=16m,mode=755 small "$img"
	given_disks
	vm-start g
}
teardown() {
	remove_root || :
	umount "$img" && rm -rf "$work"
}

fill() { ! head -c 64M /dev/zero 2>/dev/null >"$img/rubbish"; }
make_room() { rm "$img/rubbish"; }
tags() { qemu-img snapshot -U -l "$img/a.qcow2"; }
as_before() {           # FILE...: what there is
	[ "$(vm-state g)" = running ]
	[ "$(vm-qemu-monitor-command g query-status | jq -r .return.status)" = running ]
	[ -z "$(jobs_of)" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
	[ "$(ls "$img" | paste -sd' ')" = "$*" ]
	for file; do [ "$file" = rubbish ] || good "$img/$file"; done
}

@test "no room for a snapshot, of any kind; with room it is taken" {
	fill
	for how in '' --disk-only "--memspec file=$img/s.mem"; do
		run vm-snapshot-create-as g s $how
		[ "$status" -eq 1 ]
		[[ $output == 'vm-snapshot-create-as: g: '* ]]
		as_before a.qcow2 b.qcow2 rubbish
		[ -z "$(vm-snapshot-list g --name)$(tags)" ]
		[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	done
	make_room
	vm-snapshot-create-as g inside
	vm-snapshot-create-as g outside --memspec "file=$img/outside.mem"
	vm-snapshot-revert g outside
	[ "$(vm-state g)" = running ]
	has "$(source_of vda)" 0xa 0
}

@test "no room to merge: all is where it was, and the same command does it later" {
	vm-snapshot-create-as g e1 --disk-only
	for at in 1 2 3 4 5 6 7 8 9 10; do write 0 0xe ${at}M; done
	vm-suspend g && vm-resume g
	remember "$img/a.e1"
	fill
	run vm-snapshot-delete g e1
	[ "$status" -eq 1 ]
	[[ $output == *'No space left on device'* ]] || { echo "$output"; false; }
	as_before a.e1 a.qcow2 b.e1 b.qcow2 rubbish
	[ "$(source_of vda)" = "$img/a.e1" ]
	same_contents "$img/a.e1"
	make_room
	vm-snapshot-delete g e1
	as_before a.qcow2 b.qcow2
	same_contents "$img/a.qcow2"
}
