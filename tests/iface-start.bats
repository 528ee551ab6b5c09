#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-start - bring an interface up

load helpers

@test "as it is stored" {
	ethernet_xml eth2 '<mtu size="9000"/>' | iface-define -
	run -0 iface-start eth2
	[ -z "$output" ]
	[ "$(iface-list -o NAME,MTU --raw --noheadings)" = $'eth1 1492\neth2 9000' ]
	run iface-start eth2
	[ "$status" -eq "$FAULT_STATE" ]
	iface-start --if-needed eth2
	run iface-start none
	[ "$status" -eq "$FAULT_MISSING" ]
}
