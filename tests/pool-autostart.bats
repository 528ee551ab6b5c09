#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-autostart - start a storage pool with the host, or no longer

load storage

@test "marked and unmarked" {
	given_stored_pool images
	pool-autostart images
	[ "$(pool-list --all --autostart --name)" = images ]
	[ -L "$VIRTUTILS_ROOT/etc/storage/autostart/images.xml" ]
	pool-autostart --disable images
	[ -z "$(pool-list --all --autostart --name)" ]
	pool-create --build <(pool_xml fast)
	run pool-autostart fast
	[ "$status" -eq "$FAULT_STATE" ]
}
