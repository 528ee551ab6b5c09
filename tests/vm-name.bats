#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-name - name of the virtual machine with a number, UUID or process

load helpers

@test "by number and UUID, also without dashes" {
	given_vm web running
	[ "$(vm-name "$(vm-id web)")" = web ]
	[ "$(vm-name "$(vm-uuid web)")" = web ]
	[ "$(vm-name "$(vm-uuid web | tr -d -)")" = web ]
	[ "$(vm-name web)" = web ]
}

@test "a name of digits wins over a number" {
	given_vm web running
	given_vm "$(vm-id web)"
	[ "$(vm-name "$(vm-id web)")" = "$(vm-id web)" ]
}

@test "nothing of the sort" {
	given_vm web running
	run vm-name 4000000
	[ "$status" -eq "$FAULT_NO_VM" ]
	[ "$output" = "vm-name: 4000000: no virtual machine has this number, UUID or process" ]
	run vm-name 99999999999999999999999
	[ "$status" -eq "$FAULT_NO_VM" ]
}
