#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-destroy - stop a storage pool

load storage

@test "a pool stops, what is in it stays" {
	given_pool images
	vol-create-as images a 1M
	pool-destroy images
	[ "$(pool-list --inactive --name)" = images ]
	[ -e images/a ]
	run vol-list images
	[ "$status" -eq "$FAULT_STATE" ]
	run pool-destroy images
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "pool-destroy: images: not active" ]
	pool-destroy --if-needed images
}
