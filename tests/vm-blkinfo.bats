#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blkinfo - capacity, allocation and size on the host of disks

load helpers

given_disks() {         # NAME
	xml "$1" "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='raw'/><source file='/img/a'/><backingStore/></backingStore>
		<target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk></devices>" | vm-define -
}

@test "three sizes of one disk" {
	given_disks web
	[ "$(vm-blkinfo web vda)" = $'CAPACITY: 1099506450432\nALLOCATION: 1099511627776\nPHYSICAL: 1099511627776' ]
	[ "$(vm-blkinfo web /img/o1 -o CAPACITY)" = 1099506450432 ]
	[ "$(vm-blkinfo web vda --human -o PHYSICAL)" = 1.0T ]
	[ "$(vm-blkinfo web hdc -o CAPACITY)" = 0 ]
}

@test "all disks" {
	given_disks web
	[ "$(vm-blkinfo web --all --json | jq -c '[.[] | [.target, .capacity]]')" = '[["vda",1099506450432],["hdc",0]]' ]
}

@test "a size that was changed" {
	given_disks web
	vm-start web
	vm-blockresize web vda 2T
	[ "$(vm-blkinfo web vda -o CAPACITY)" = $((2 << 40)) ]
}

@test "what makes no sense" {
	given_disks web
	run vm-blkinfo web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-blkinfo web vda --all
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-blkinfo web vdz
	[ "$status" -eq 4 ]
}
