#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-detach - give a PCI device to a driver for passthrough

load helpers

driver() { nodedev-info pci_0000_00_02_0 -o DRIVER; }
host_device='<devices><hostdev mode="subsystem" type="pci"><source><address domain="0" bus="0" slot="2" function="0"/></source></hostdev></devices>'

@test "to vfio-pci, or to the driver that is said" {
	nodedev-detach pci_0000_00_02_0
	[ "$(driver)" = vfio-pci ]
	run nodedev-detach pci_0000_00_02_0 --driver=vfio
	[ "$status" -eq "$FAULT_STATE" ]
	nodedev-detach --if-needed pci_0000_00_02_0
	nodedev-detach pci_0000_00_02_0 --driver=xen
	[ "$(driver)" = pciback ]
	nodedev-reattach pci_0000_00_02_0
	nodedev-detach --group pci_0000_00_02_0 --driver=vfio-variant
	[ "$(driver)" = vfio-variant ]
}

@test "not while a guest has it; no other devices, no other words" {
	xml web "$host_device" | vm-define -
	vm-start web
	run nodedev-detach pci_0000_00_02_0
	[ "$status" -eq "$FAULT_STATE" ]
	run nodedev-detach computer
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run nodedev-detach pci_0000_00_02_0 --driver=../x
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(driver)" = i915 ]
}

@test "a dry run says what would be done" {
	run -0 nodedev-detach -n pci_0000_00_02_0
	[ "$output" = "give pci_0000_00_02_0 to vfio-pci" ]
	[ "$(driver)" = i915 ]
}

@test "virsh's old spelling of it" {
	virtutils nodedev-dettach pci_0000_00_02_0
	[ "$(driver)" = vfio-pci ]
}
