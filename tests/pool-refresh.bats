#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-refresh - look again at what a storage pool holds

load storage

@test "drafts of killed programs go, those of living ones and volumes stay" {
	given_pool images
	echo volume >images/volume
	mkfifo go
	mkdir tools
	printf '#!/bin/sh\nread -r line <%s/go\nexec %s "$@"\n' "$work" "$(command -v qemu-img)" >tools/qemu-img
	chmod +x tools/qemu-img
	PATH=$work/tools:$PATH in_background vol-create-as images slow 1M --format qcow2
	until_so compgen -G 'images/.virtutils-draft-*'
	echo old >images/.virtutils-draft-1-0
	pool-refresh images
	[ ! -e images/.virtutils-draft-1-0 ]
	[ "$(vol-list images -o NAME --noheadings)" = volume ]
	echo >go
	wait "${started[-1]}"
	[ "$(vol-list images -o NAME --noheadings)" = $'slow\nvolume' ]
}

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
