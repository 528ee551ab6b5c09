#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-destroy - remove a mediated device or a virtual port

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "it is gone; a stored one can be started again" {
	mdev_xml $uuid | nodedev-define -
	nodedev-start $mdev
	nodedev-destroy $mdev
	[ -z "$(nodedev-list --cap=mdev)" ]
	[ "$(nodedev-list --inactive)" = $mdev ]
	run nodedev-destroy $mdev
	[ "$status" -eq "$FAULT_STATE" ]
	nodedev-destroy --if-needed $mdev none
	nodedev-start $mdev
}

@test "virtual ports go, real devices do not" {
	nodedev-destroy scsi_host11
	[ "$(nodedev-list --cap=scsi_host)" = "$(printf '%s\n' scsi_host1 scsi_host2)" ]
	run nodedev-destroy pci_0000_00_02_0
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}

@test "not while a guest has it" {
	mdev_xml $uuid | nodedev-create -
	xml web "<devices><hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='$uuid'/></source></hostdev></devices>" |
		vm-define -
	vm-start web
	run nodedev-destroy $mdev
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"virtual machine 'web' has it" ]]
	vm-destroy web
	nodedev-destroy $mdev
}
