#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-refresh - look again at what a storage pool holds

load storage

@test "drafts of killed programs go, those of living ones and volumes stay" {
	given_pool images
	echo old >images/.virtutils-draft-1-0
	echo young >images/.virtutils-draft-2-0
	echo volume >images/volume
	in_background flock images/.virtutils-draft-2-0 sleep 60
	until_so held images/.virtutils-draft-2-0
	pool-refresh images
	[ ! -e images/.virtutils-draft-1-0 ]
	[ -e images/.virtutils-draft-2-0 ] && [ -e images/volume ]
}
held() { ! flock -n "$1" true; }

@test "an inactive pool, and one whose directory has gone" {
	given_stored_pool images
	run pool-refresh images
	[ "$status" -eq "$FAULT_STATE" ]
	pool-start --build images
	rmdir images
	run pool-refresh images
	[ "$status" -eq 1 ]
	[[ $output == *"open $work/images: No such file or directory" ]]
}
