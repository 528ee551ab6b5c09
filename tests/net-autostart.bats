#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-autostart - start a network with the host, or not

load helpers

@test "a network is marked, and no longer" {
	net-autostart default
	[ "$(net-list --autostart --name)" = default ]
	net-autostart --disable default
	[ -z "$(net-list --autostart --name)" ]
	net-autostart default
	net-undefine default
	run net-autostart default
	[ "$status" -eq "$FAULT_STATE" ]
}
