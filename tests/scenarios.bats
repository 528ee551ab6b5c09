#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# scenarios - which of the 108 acceptance scenarios of snapshots have a test
#
# spec/snapshots.md, section 8, numbers them; a test that shows one starts its name with the
# number: "S12: ...", or "S9, S10: ..." when it shows several.  Run alone with
# `bats --tap tests/scenarios.bats` it tells the numbers that nothing shows yet.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# Those that had a test once: losing one is a failure, a new one is added here.
claimed='9-22 26 29 30
	41 46-55 59-65 68-75
	76-91
	92-105 108'

# The numbers that tests begin with, each once.
covered() {
	grep -hoE "^@test ['\"]S[0-9]+(, S[0-9]+)*:" "$BATS_TEST_DIRNAME"/*.bats "$BATS_TEST_DIRNAME"/peers/*.bats |
		grep -oE 'S[0-9]+' | tr -d S | sort -nu
}

spread() {              # "59-61 64": each number on a line
	local range

	for range in $1; do seq "${range%-*}" "${range#*-}"; done
}

@test "no scenario that had a test has lost it" {
	spread "$claimed" | sort >claimed
	covered | sort >covered
	run comm -23 claimed covered
	[ "$output" = "" ]
}

@test "only numbers that there are" {
	run awk '$1 < 1 || $1 > 108' <(covered)
	[ "$output" = "" ]
}

@test "how many have one" {
	local n missing

	n=$(covered | wc -l)
	missing=$(comm -13 <(covered | sort) <(seq 108 | sort) | sort -n | paste -sd ' ')
	echo "# $n/108 scenarios have a test${missing:+, none for: $missing}" >&3
	[ "$n" -ge "$(spread "$claimed" | wc -l)" ]
}
