#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-autostart - make a mediated device again when the host starts

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "marked and not" {
	mdev_xml $uuid | nodedev-define -
	nodedev-autostart $mdev
	[ "$(nodedev-info $mdev -o AUTOSTART)" = yes ]
	nodedev-autostart $mdev --disable
	[ "$(nodedev-info $mdev -o AUTOSTART)" = no ]
	run nodedev-autostart pci_0000_00_02_0
	[ "$status" -eq "$FAULT_STATE" ]
}
