#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-destroy - bring an interface down

load helpers

@test "it is down, and stays stored" {
	iface-destroy eth1
	[ -z "$(iface-list --noheadings)" ]
	[ "$(iface-list --all -o NAME,STATE --raw --noheadings)" = 'eth1 inactive' ]
	run iface-destroy eth1
	[ "$status" -eq "$FAULT_STATE" ]
	iface-destroy --if-needed eth1 none
	[ "$(iface-start -n eth1)" = 'start interface eth1' ]
}
