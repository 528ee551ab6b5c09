#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-undefine - with the volumes that the disks of the guest are

load storage

# given_guest NAME: its disks are the volumes a and b of the pool images, and a file elsewhere.
given_guest() {
	xml "$1" "<devices><disk type='volume'><source pool='images' volume='a'/><target dev='vda'/></disk>
		<disk type='file'><source file='$work/images/b'/><target dev='vdb'/></disk>
		<disk type='file'><source file='$work/elsewhere'/><target dev='vdc'/></disk>
		<disk type='file' device='cdrom'><target dev='sda'/></disk></devices>" | sed "s/'test'/'qemu'/; s/\"test\"/\"qemu\"/" | vm-define -
}

setup_guest() {
	needs qemu-system-x86_64
	given_pool images
	echo precious >images/a
	echo precious >images/b
	echo precious >elsewhere
	given_guest web
}

@test "--storage: by target and by path, with --wipe-storage; the others stay" {
	setup_guest
	ln images/a link
	[ "$(vm-undefine -n --storage=vda web | tail -n 1)" = "delete storage volume images/a" ]
	vm-undefine --storage=vda --wipe-storage web
	[ ! -e images/a ] && [ -e images/b ] && [ -e elsewhere ]
	cmp link <(head -c 9 /dev/zero)
	given_guest web
	touch images/a
	vm-undefine --storage="vda,$work/images/b" web
	[ -z "$(ls -A images)" ]
	[ -z "$(vm-list --all --name)" ]
}

@test "--remove-all-storage: all that is in a pool; what is not stays, and that is said" {
	setup_guest
	run --separate-stderr vm-undefine --remove-all-storage --delete-storage-volume-snapshots web
	[ "$status" -eq 0 ]
	[ -z "$(ls -A images)" ] && [ -e elsewhere ]
	[ "$stderr" = "vm-undefine: web: warning: disk 'vdc': $work/elsewhere: no such storage volume: it stays" ]
}

@test "no such disk, one that is in no pool, one that another guest uses: nothing is lost" {
	setup_guest
	run vm-undefine --storage=vdx web
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vm-undefine: web: no disk 'vdx'" ]
	run vm-undefine --storage=vda,vdc web
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(vm-list --all --name)" = web ]
	given_guest other
	run vm-undefine --storage=vda web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-undefine: web: undefined, but storage volume 'a' stays: virtual machine 'other' uses it: it cannot be deleted" ]
	[ "$(cat images/a images/b elsewhere | sort -u)" = precious ]
}
