#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-undefine - drop the definition of a network

load helpers

@test "an inactive network is gone, an active one becomes transient" {
	given_network lab
	net-undefine lab
	run net-info lab
	[ "$status" -eq "$FAULT_MISSING" ]
	net-undefine default
	[ "$(net-list -o NAME,PERSISTENT --noheadings --raw)" = 'default no' ]
	run net-undefine default
	[ "$status" -eq "$FAULT_STATE" ]
	net-undefine --if-needed none
}
