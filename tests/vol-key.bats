#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-key - key of a storage volume

load storage

@test "of a volume told by name and path" {
	given_pool images
	touch images/v
	[ "$(vol-key images/v)" = "$work/images/v" ]
	[ "$(vol-key --pool images v)" = "$work/images/v" ]
	[ "$(vol-key "$work/images/v")" = "$work/images/v" ]
	run vol-key images/none
	[ "$status" -eq "$FAULT_MISSING" ]
}
