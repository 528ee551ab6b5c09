#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-info - summary of a device of the host

load helpers

@test "a summary of each that is named" {
	run -0 nodedev-info scsi_host11
	[ "$output" = "$(printf '%s\n' 'NAME: scsi_host11' 'PARENT: scsi_host1' 'ACTIVE: yes' 'PERSISTENT: no' 'AUTOSTART: no')" ]
	[ "$(nodedev-info computer -o PERSISTENT)" = yes ]
	[ "$(nodedev-info 'scsi*' --json | jq -r '[.[].name] | join(" ")')" = 'scsi_host1 scsi_host11 scsi_host2' ]
	[ "$(nodedev-info pci_0000_00_02_0 -o DESCRIPTION)" = 'Test vendor Test graphics' ]
}

@test "no such device" {
	run nodedev-info usb_1
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "nodedev-info: usb_1: no such device" ]
}
