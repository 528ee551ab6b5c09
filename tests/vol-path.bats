#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-path - path of a storage volume

load storage

@test "of a volume told by name and key, several at once" {
	given_pool images
	touch images/v images/w
	[ "$(vol-path images/v "$work/images/w")" = "$work/images/v"$'\n'"$work/images/w" ]
	[ "$(echo v | vol-path --pool images -)" = "$work/images/v" ]
	run vol-path images/none
	[ "$status" -eq "$FAULT_MISSING" ]
}
