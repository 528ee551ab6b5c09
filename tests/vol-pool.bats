#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-pool - storage pool that a volume is in

load storage

@test "its name and UUID" {
	given_pool images
	given_pool more
	touch more/v
	[ "$(vol-pool "$work/more/v")" = more ]
	[ "$(vol-pool --uuid "$work/more/v")" = "$(pool-uuid more)" ]
	pool-destroy more
	run vol-pool "$work/more/v"
	[ "$status" -eq "$FAULT_MISSING" ]
}
