#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blkerror - disks of running virtual machines that are stuck on an I/O error

load helpers

given_disks() {         # NAME
	xml "$1" "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='raw'/><source file='/img/a'/><backingStore/></backingStore>
		<target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk></devices>" | vm-define -
}

@test "no errors, no lines" {
	given_disks web
	vm-start web
	[ "$(vm-blkerror web --noheadings)" = '' ]
	[ "$(vm-blkerror web --json | jq -c .)" = '[]' ]
}

@test "only of a guest that runs" {
	given_disks web
	run vm-blkerror web
	[ "$status" -eq "$FAULT_STATE" ]
}
