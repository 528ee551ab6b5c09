#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-find-sources - what storage pools of a type could be made of here

load storage

@test "what has no sources, or is no type" {
	run pool-find-sources dir
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run pool-find-sources cloud
	[ "$status" -eq 1 ]
	run pool-find-sources netfs <(echo '<source')
	[ "$status" -eq "$FAULT_XML" ]
}
