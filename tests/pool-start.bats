#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-start - start a storage pool

load storage

@test "an inactive pool starts, once" {
	given_stored_pool images
	run pool-start images
	[ "$status" -eq 1 ]
	pool-start --build images
	[ "$(pool-list --name)" = images ]
	run pool-start images
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "pool-start: images: already active" ]
	pool-start --if-needed images
	run pool-start none
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "pool-start: none: no such storage pool" ]
}

@test "patterns mean those that can be started" {
	given_stored_pool a1
	given_stored_pool a2
	pool-start --build 'a*'
	[ "$(pool-list --name)" = $'a1\na2' ]
	run pool-start 'a*'
	[ "$output" = "pool-start: a*: no inactive storage pool matches" ]
}

@test "losing all of /run is the same as a reboot" {
	given_pool images
	vol-create-as images a 1M
	rm -rf "$VIRTUTILS_ROOT/run"
	[ "$(pool-list --inactive --name)" = images ]
	pool-start images
	[ "$(vol-list images -o NAME --noheadings)" = a ]
}
