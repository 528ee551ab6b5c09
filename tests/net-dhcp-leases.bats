#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-dhcp-leases - addresses that guests of a network were given

load helpers

@test "a simulated network gives no leases; one that is not active has none" {
	[ -z "$(net-dhcp-leases default --noheadings)" ]
	[ "$(net-dhcp-leases default --json)" = '[]' ]
	net-destroy default
	run net-dhcp-leases default
	[ "$status" -eq "$FAULT_STATE" ]
	run net-dhcp-leases default --mac=nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
}
