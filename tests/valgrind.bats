#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# valgrind - a short turn of what `make valgrind` does with every program
load helpers

@test "memory is neither misused nor lost" {
	needs valgrind
	! is_sanitized || skip "a sanitized build looks by itself"
	run -0 "$BATS_LIB/valgrind/run" "$B" vm-define vm-snapshot-revert net-start
	[ "${lines[-1]}" = '3 programs, 0 violations' ]
}
