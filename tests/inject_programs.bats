#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_programs - a short turn of what `make check-inject` does at every call

bats_require_minimum_version 1.5.0

@test "each program that changes something says how it is tried" {
	run -0 "$BATS_LIB/inject/run" "$B" --missing
	[ -z "$output" ]
}

# What a suite has met in the end, tests/run compares with the table.
@test "each program that changes guests, storage or networks is met at its real peer, too" {
	local suite programs program
	peers() { grep -v '^#' "$BATS_LIB/inject/peers"; }
	cd "$BATS_LIB"
	diff <(inject/run "$B" --changing | grep -E '^(vm|net|nwfilter|pool|vol)-' | sort) \
		<(peers | tr ' ' '\n' | grep -E '^[a-z]+-' | sort -u)
	diff <(peers | sed '/^recipes/d; s/ .*//' | sort -u) \
		<(grep -lE '\<met \\?\$point |^load \.\./inject/table|^load blockjob_inject' ./*.bats peers/*.bats | sed 's,^\./,,; s,\.bats$,,' | sort)
	while read -r suite programs; do
		for program in $programs; do
			if [ "$suite" = recipes ]; then
				grep -q "^$program | .*\(pool_document\|host_pool\|volume\).* | " inject/recipes
			else
				cat "$suite".bats "$suite"_inside.bash 2>/dev/null | grep -qw -e "$program" ||
					{ echo "$suite does not name $program"; false; }
			fi
		done
	done < <(peers)
}

@test "whatever happens to a program, a reader sees the old or the new state, and nothing is left over" {
	SAMPLE=1 run "$BATS_LIB/inject/run" "$B"
	echo "$output" | grep -A1 '^violation' || :
	[ "$status" -eq 0 ]
	echo "# ${lines[-1]}" >&3
	[[ ${lines[-1]} =~ ^([0-9]+)\ calls\ met\ in\ ([0-9]+)\ programs,\ 0\ violations$ ]]
	[ "${BASH_REMATCH[1]}" -gt 100 ] && [ "${BASH_REMATCH[2]}" -gt 100 ]
}
