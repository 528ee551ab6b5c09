#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-dumpxml - print the document of a device of the host

load helpers

@test "what libvirt's test driver prints of the same devices" {
	local device

	needs_libvirt
	for device in computer scsi_host1 scsi_host2 scsi_host11; do
		libvirt_virsh nodedev-dumpxml "$device" | sed '/^$/d' >libvirt.xml
		nodedev-dumpxml "$device" | diff libvirt.xml -
	done
}

@test "parts of it, and other forms" {
	[ "$(nodedev-dumpxml pci_0000_00_02_0 --xpath='string(//driver/name)')" = i915 ]
	[ "$(nodedev-dumpxml scsi_host11 --json | jq -r .device.capability.host)" = 11 ]
	run nodedev-dumpxml pci_0000_00_02_0 --inactive
	[ "$status" -eq "$FAULT_STATE" ]
	run nodedev-dumpxml nothing
	[ "$status" -eq "$FAULT_MISSING" ]
}
