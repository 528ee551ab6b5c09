#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# scenarios - each of the 108 acceptance scenarios of snapshots has a test
#
# spec/snapshots.md, section 8, numbers them; a test that shows one starts its name with the
# number: "S12: ...", or "S9, S10: ..." when it shows several.  SCENARIOS=list bats --tap
# tests/scenarios.bats prints which test shows which.

# NUMBER <tab> FILE: NAME OF THE TEST, for each number that the name of a test begins with.
claims() {
	cd "$BATS_TEST_DIRNAME" || return 1
	grep -oE "^@test ['\"]S[0-9]+(, S[0-9]+)*: .*['\"]" *.bats peers/*.bats |
		sed -E "s,:@test ['\"],\t,; s,['\"]$,," |
		awk -F '\t' '{ numbers = $2; sub(/:.*/, "", numbers); n = split(numbers, s, ", ")
			for (i = 1; i <= n; i++) print substr(s[i], 2) "\t" $1 ": " $2 }' | sort -n
}

@test "each has a test, and there are no others" {
	[ "${SCENARIOS:-}" != list ] || claims | sed 's/^/# /' >&3
	run diff <(seq 108 | sort) <(claims | cut -f 1 | sort -u)
	[ "$output" = "" ] || { echo "$output"; false; }
}
