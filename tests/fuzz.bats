#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Inputs that once broke a parser, or stand for all that do, given to the fuzz targets of the
# sanitized build.

@test "inputs that broke a parser do so no more" {
	for program in "$UNIT"/../fuzz/*; do
		[ -x "$program" ] || continue
		for target in $("$program"); do
			inputs=("$BATS_TEST_DIRNAME/fuzz/regress/$target"/*)
			[ -f "${inputs[0]}" ] || continue
			timeout 60 "$program" "$target" "${inputs[@]}"
			touch "$BATS_TEST_TMPDIR/$target"
		done
	done
	for target in "$BATS_TEST_DIRNAME"/fuzz/regress/*; do
		[ -e "$BATS_TEST_TMPDIR/${target##*/}" ] || { echo "no target ${target##*/}"; false; }
	done
}
