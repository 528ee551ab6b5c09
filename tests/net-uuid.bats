#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-uuid - UUID of a network

load helpers

@test "the UUID of a network" {
	[ "$(net-uuid default)" = dd8fe884-6c02-601e-7551-cca97df1c5df ]
	run net-uuid none
	[ "$status" -eq "$FAULT_MISSING" ]
}
