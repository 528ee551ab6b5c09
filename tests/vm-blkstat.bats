#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blkstat - I/O counters of a disk of a running virtual machine, or of all

load helpers

given_disks() {         # NAME
	xml "$1" "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='raw'/><source file='/img/a'/><backingStore/></backingStore>
		<target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk></devices>" | vm-define -
}

@test "every counter, of one disk and of all" {
	given_disks web
	vm-start web
	[ "$(vm-blkstat web vda | cut -d: -f1 | paste -sd' ')" = \
		'RD_REQ RD_BYTES WR_REQ WR_BYTES ERRS FLUSH_OPERATIONS RD_TOTAL_TIMES WR_TOTAL_TIMES FLUSH_TOTAL_TIMES' ]
	[ "$(vm-blkstat web -o WR_BYTES)" = 0 ]
	[ "$(vm-blkstat web vda --json | jq '.[0].errs')" = null ]
}

@test "only of a guest that runs, and of a disk it has" {
	given_disks web
	run vm-blkstat web vda
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	run vm-blkstat web vdz
	[ "$status" -eq 4 ]
}
