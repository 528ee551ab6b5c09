#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-info - summary of a storage pool

load storage

@test "what is known, and sizes while it is active" {
	given_pool images
	[ "$(pool-info images -o CAPACITY --bytes)" = "$(($(stat -fc '%b * %S' images)))" ]
	[ "$(pool-info images --json | jq -c '.[] | [.name, .state, .autostart]')" = '["images","running",false]' ]
	pool-destroy images
	[ "$(pool-info images | head -1)" = "NAME: images" ]
	[ "$(pool-info images -o STATE)" = inactive ]
	run ! grep -q '^CAPACITY: [1-9]' <(pool-info images)
	run pool-info none
	[ "$status" -eq "$FAULT_MISSING" ]
}
