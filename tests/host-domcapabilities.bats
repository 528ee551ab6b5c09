#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-domcapabilities - what one hypervisor and machine offer a virtual machine

load helpers

@test "a driver without them says so" {
	run host-domcapabilities
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "what needs the processor database is refused" {
	for option in --disable-deprecated-features --expand-cpu-features --supported-cpu-features; do
		run host-domcapabilities $option
		[ "$status" -eq "$FAULT_OPTION" ]
		[[ "$output" == *"processor database"* ]]
	done
}
