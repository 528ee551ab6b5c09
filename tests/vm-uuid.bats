#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-uuid - UUID of a virtual machine

load helpers

@test "by name and number" {
	xml web '<uuid>C7A5FDBD-EDAF-9455-926A-D65C16DB1809</uuid>' | vm-define -
	vm-start web
	[ "$(vm-uuid web)" = c7a5fdbd-edaf-9455-926a-d65c16db1809 ]
	[ "$(vm-uuid "$(vm-id web)")" = c7a5fdbd-edaf-9455-926a-d65c16db1809 ]
}

@test "a line for each, and what is unknown" {
	given_vm one
	given_vm two
	run --separate-stderr vm-uuid one nobody two
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "${#lines[@]}" -eq 2 ]
	[ "${lines[0]}" != "${lines[1]}" ]
	[ "$stderr" = "vm-uuid: nobody: no such virtual machine" ]
}
