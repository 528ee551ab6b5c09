#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-check - what may keep networks from working

load helpers

@test "a simulated network has nothing in its way" {
	run net-check
	[ "$status" -eq 0 ]
	run net-check none
	[ "$status" -eq "$FAULT_MISSING" ]
}
