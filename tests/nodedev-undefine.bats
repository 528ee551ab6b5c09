#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-undefine - drop the definition of a mediated device

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "what is not there is gone, what is there stays" {
	mdev_xml $uuid | nodedev-define -
	nodedev-undefine $mdev
	[ -z "$(nodedev-list --inactive)" ]
	mdev_xml $uuid | nodedev-define -
	nodedev-autostart $mdev
	nodedev-start $mdev
	nodedev-undefine $uuid
	[ "$(nodedev-info $mdev -o PERSISTENT) $(nodedev-info $mdev -o AUTOSTART)" = 'no no' ]
}

@test "not stored, not there, --if-needed" {
	run nodedev-undefine computer
	[ "$status" -eq "$FAULT_STATE" ]
	run nodedev-undefine none
	[ "$status" -eq "$FAULT_MISSING" ]
	nodedev-undefine --if-needed none computer
}
