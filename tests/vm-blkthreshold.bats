#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blkthreshold - have an event when what is written to a disk passes an offset

load helpers

given_disks() {         # NAME
	xml "$1" "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='raw'/><source file='/img/a'/><backingStore/></backingStore>
		<target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk></devices>" | vm-define -
}

@test "a disk, an image below it, units" {
	given_disks web
	vm-start web
	vm-blkthreshold web vda 1000
	vm-blkthreshold web /img/a 9G
	[ "$(vm-blkthreshold web vda 1M -n)" = 'tell when what is written to vda of web passes 1048576 bytes' ]
}

@test "what makes no sense" {
	given_disks web
	run vm-blkthreshold web vda 9G
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	run vm-blkthreshold web vdz 9G
	[ "$status" -eq 4 ]
	run vm-blkthreshold web vda much
	[ "$status" -eq "$FAULT_USAGE" ]
}
