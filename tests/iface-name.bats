#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-name - name of the interface with a MAC address

load helpers

@test "by its MAC address" {
	[ "$(iface-name AA:bb:cc:dd:ee:ff)" = eth1 ]
	run iface-name 52:54:00:00:00:01
	[ "$status" -eq "$FAULT_MISSING" ]
	run iface-name eth1
	[ "$status" -eq "$FAULT_USAGE" ]
	ethernet_xml eth2 '<mac address="aa:bb:cc:dd:ee:ff"/>' | iface-define -
	run iface-name aa:bb:cc:dd:ee:ff
	[ "$status" -eq "$FAULT_FAILED" ]
}
