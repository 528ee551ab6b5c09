#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-id - running number of a virtual machine

load helpers

@test "numbers, and - for one that is off" {
	given_vm one running
	given_vm two
	run vm-id one two
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" =~ ^[0-9]+$ ]]
	[ "${lines[1]}" = - ]
	[ "$(vm-id "$(vm-uuid one)")" = "${lines[0]}" ]
}

@test "unknown" {
	run vm-id nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	[ "$output" = "vm-id: nobody: no such virtual machine" ]
}
