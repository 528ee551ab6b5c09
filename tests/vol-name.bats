#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-name - name of a storage volume

load storage

@test "of a volume told by path" {
	given_pool images
	touch images/v
	[ "$(vol-name "$work/images/v")" = v ]
	run vol-name "$work/elsewhere/v"
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vol-name: $work/elsewhere/v: no such storage volume" ]
}
