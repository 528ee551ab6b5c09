#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-reset - reset a PCI device

load helpers

@test "PCI devices that no guest has" {
	run -0 nodedev-reset pci_0000_00_02_0
	[ -z "$output" ]
	run nodedev-reset computer
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	xml web '<devices><hostdev mode="subsystem" type="pci"><source><address domain="0" bus="0" slot="2" function="0"/></source></hostdev></devices>' |
		vm-define -
	vm-start web
	run nodedev-reset pci_0000_00_02_0
	[ "$status" -eq "$FAULT_STATE" ]
}
