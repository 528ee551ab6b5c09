#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# power - a short turn of what `make check-power` does with every program

bats_require_minimum_version 1.5.0

@test "the power goes at any call: what is on the disk is old or new" {
	run -0 "$BATS_LIB/power/run" "$B" vm-define vm-undefine vm-snapshot-create-as net-define nwfilter-define
	echo "# ${lines[-1]}" >&3
	[[ ${lines[-1]} =~ ^([0-9]+)\ states\ of\ 5\ programs,\ 0\ violations$ ]]
	[ "${BASH_REMATCH[1]}" -gt 60 ]
}
