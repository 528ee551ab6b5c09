#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-name - name of the network with a UUID

load helpers

@test "the name that goes with a UUID" {
	[ "$(net-name dd8fe884-6c02-601e-7551-cca97df1c5df)" = default ]
	[ "$(net-list --uuid | net-name -)" = default ]
	run net-name 00000000-0000-4000-8000-000000000000
	[ "$status" -eq "$FAULT_MISSING" ]
}
