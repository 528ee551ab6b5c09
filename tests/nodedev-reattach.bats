#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-reattach - give a PCI device back to the host

load helpers

@test "back to the driver of the host" {
	nodedev-detach pci_0000_00_02_0
	nodedev-reattach pci_0000_00_02_0
	[ "$(nodedev-info pci_0000_00_02_0 -o DRIVER)" = i915 ]
	nodedev-reattach --if-needed pci_0000_00_02_0
	run nodedev-reattach scsi_host1
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
