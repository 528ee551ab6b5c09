#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-reboot - ask a virtual machine to reboot

load helpers

@test "the guest runs on" {
	given_vm web running
	id=$(vm-id web)
	run vm-reboot web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web)" = running ]
	[ "$(vm-id web)" = "$id" ]
}

@test "--wait returns once it starts again" {
	given_vm web running
	run vm-reboot --wait --timeout=10 web
	[ "$status" -eq 0 ]
}

@test "what on_reboot says happens" {
	xml web '<on_reboot>destroy</on_reboot>' | vm-define -
	vm-start web
	vm-reboot web
	[ "$(vm-state web)" = "shut off" ]
}

@test "not running, unknown, unknown mode, dry" {
	given_vm web
	run vm-reboot web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-reboot: web: not running" ]
	run vm-reboot nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	vm-start web
	run vm-reboot --mode=kick web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-reboot -n web
	[ "$output" = "reboot web" ]
}
