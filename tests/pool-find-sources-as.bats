#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-find-sources-as - what storage pools of a type could be made of, on a server that options tell

load storage

@test "what has no sources, or is no type" {
	run pool-find-sources-as dir
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run pool-find-sources-as cloud host
	[ "$status" -eq 1 ]
}
