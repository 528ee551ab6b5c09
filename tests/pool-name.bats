#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-name - name of a storage pool, by its UUID

load storage

@test "from UUID to name and back" {
	given_stored_pool images
	[ "$(pool-name "$(pool-uuid images)")" = images ]
	run pool-name 00000000-0000-4000-8000-000000000000
	[ "$status" -eq "$FAULT_MISSING" ]
}
