#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-undefine - drop the definition of a storage pool

load storage

@test "an inactive one goes, an active one stays" {
	given_pool images
	pool-autostart images
	run pool-undefine images
	[ "$status" -eq "$FAULT_STATE" ]
	pool-destroy images
	pool-undefine images
	[ -z "$(pool-list --all --name)" ]
	[ -z "$(find "$VIRTUTILS_ROOT/etc/storage" -name '*images*')" ]
	run pool-undefine images
	[ "$status" -eq "$FAULT_MISSING" ]
	pool-undefine --if-needed images
}

@test "a definition that cannot be read can be dropped" {
	given_stored_pool images
	echo '<pool' >"$VIRTUTILS_ROOT/etc/storage/images.xml"
	run pool-dumpxml images
	[ "$status" -eq "$FAULT_XML" ]
	pool-undefine images
	[ -z "$(pool-list --all --name)" ]
}
