#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-undefine - drop an interface from the host's network configuration

load helpers

@test "what is down is gone, what is up stays up" {
	ethernet_xml eth2 | iface-define -
	iface-undefine eth1 eth2
	[ "$(iface-list --all -o NAME,PERSISTENT --raw --noheadings)" = 'eth1 no' ]
	run iface-undefine eth1
	[ "$status" -eq "$FAULT_STATE" ]
	run iface-undefine eth2
	[ "$status" -eq "$FAULT_MISSING" ]
	iface-undefine --if-needed eth1 eth2
}
