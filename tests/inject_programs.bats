#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_programs - a short turn of what `make check-inject` does at every call

bats_require_minimum_version 1.5.0

@test "each program that changes something says how it is tried" {
	run -0 "$BATS_LIB/inject/run" "$B" --missing
	[ -z "$output" ]
}

@test "whatever happens to a program, a reader sees the old or the new state, and nothing is left over" {
	SAMPLE=1 run "$BATS_LIB/inject/run" "$B"
	echo "$output" | grep -A1 '^violation' || :
	[ "$status" -eq 0 ]
	echo "# ${lines[-1]}" >&3
	[[ ${lines[-1]} =~ ^([0-9]+)\ calls\ met\ in\ ([0-9]+)\ programs,\ 0\ violations$ ]]
	[ "${BASH_REMATCH[1]}" -gt 100 ] && [ "${BASH_REMATCH[2]}" -gt 100 ]
}
