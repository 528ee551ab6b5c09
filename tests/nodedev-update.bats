#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-update - change the attributes of a mediated device

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

attribute() { nodedev-dumpxml $mdev "$@" --xpath='string(//attr[last()]/@value)'; }

@test "the stored definition, the device, or both" {
	mdev_xml $uuid | nodedev-define -
	nodedev-update $mdev <(mdev_xml $uuid '<attr name="a" value="1"/>')
	[ "$(attribute)" = 1 ]
	nodedev-start $mdev
	nodedev-update $mdev <(mdev_xml $uuid '<attr name="a" value="2"/>') --config
	[ "$(attribute)/$(attribute --inactive)" = 1/2 ]
	nodedev-update $mdev <(mdev_xml $uuid '<attr name="a" value="3"/>')
	[ "$(attribute)/$(attribute --inactive)" = 3/2 ]
	nodedev-update $mdev <(mdev_xml $uuid '<attr name="a" value="4"/>') --live --config
	[ "$(attribute)/$(attribute --inactive)" = 4/4 ]
}

@test "a change of both definitions of which one fails changes neither" {
	mdev_xml $uuid '<attr name="a" value="1"/>' | nodedev-define -
	nodedev-start $mdev
	for place in etc run; do
		draft=$(find "$VIRTUTILS_ROOT/$place" -path "*nodedev/$mdev.xml" -printf '%h/.%f.new')
		mkdir "$draft"
		run nodedev-update $mdev <(mdev_xml $uuid '<attr name="a" value="2"/>') --live --config
		[ "$status" -eq 1 ]
		[ "$(attribute)/$(attribute --inactive)" = 1/1 ]
		rmdir "$draft"
	done
}

@test "another device's document, another type, and --live of one that is not there" {
	mdev_xml $uuid | nodedev-define -
	run nodedev-update $mdev <(mdev_xml 00000000-b7f0-4fea-b468-f1da537d301b)
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-update $mdev <(mdev_xml $uuid | sed s/V5_4/V5_8/)
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-update $mdev <(mdev_xml $uuid) --live
	[ "$status" -eq "$FAULT_STATE" ]
	run nodedev-update none <(mdev_xml $uuid)
	[ "$status" -eq "$FAULT_MISSING" ]
}
