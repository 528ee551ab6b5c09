#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-create-as - start a storage pool that options tell

load storage

@test "a transient pool from options" {
	pool-create-as fast dir --target "$work/fast" --build
	[ "$(pool-list --transient --name)" = fast ]
	run pool-create-as other dir --target "$work/fast"
	[ "$status" -eq "$FAULT_FAILED" ]
	run pool-create-as other dir --target "$work/other" --print-xml
	[ "$(xmllint --xpath 'string(/pool/name)' - <<<"$output")" = other ]
	[ "$(pool-list --all --name)" = fast ]
	run pool-create-as other dir --target "$work/other" --overwrite --no-overwrite
	[ "$status" -eq "$FAULT_USAGE" ]
}
