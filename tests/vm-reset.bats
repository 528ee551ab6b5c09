#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-reset - press the reset button of a virtual machine

load helpers

@test "the guest runs on under its number" {
	given_vm web running
	id=$(vm-id web)
	run vm-reset web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web)" = running ]
	[ "$(vm-id web)" = "$id" ]
}

@test "not running, unknown, dry" {
	given_vm web
	run vm-reset web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-reset: web: not running" ]
	run vm-reset nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	vm-start web
	run vm-reset -n web
	[ "$output" = "reset web" ]
}
