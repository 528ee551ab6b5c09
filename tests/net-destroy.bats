#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-destroy - take a network down

load helpers

@test "an active network is taken down, once" {
	net-destroy default
	[ -z "$(net-list --name)" ]
	run net-destroy default
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "net-destroy: default: not active" ]
	net-destroy --if-needed default none
	run net-destroy none
	[ "$status" -eq "$FAULT_MISSING" ]
}
