#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-start - make a mediated device that is stored

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "it is there, with what was stored" {
	mdev_xml $uuid '<attr name="a" value="7"/>' | nodedev-define -
	run -0 --separate-stderr nodedev-start $mdev
	[ -z "$output$stderr" ]
	[ "$(nodedev-list --cap=mdev)" = $mdev ]
	[ "$(nodedev-dumpxml $mdev --xpath='string(//attr/@value)')" = 7 ]
	run nodedev-start $mdev
	[ "$status" -eq "$FAULT_STATE" ]
	nodedev-start --if-needed $mdev
}

@test "what is not stored cannot be started" {
	run nodedev-start none
	[ "$status" -eq "$FAULT_MISSING" ]
}
