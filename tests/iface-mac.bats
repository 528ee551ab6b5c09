#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-mac - MAC address of an interface

load helpers

@test "its MAC address" {
	[ "$(iface-mac eth1)" = aa:bb:cc:dd:ee:ff ]
	ethernet_xml eth2 | iface-define -
	run iface-mac eth2
	[ "$status" -eq "$FAULT_STATE" ]
	run iface-mac none
	[ "$status" -eq "$FAULT_MISSING" ]
}
