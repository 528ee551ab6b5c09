#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-suspend - pause the processors of a running virtual machine

load helpers

@test "a running guest is paused" {
	given_vm web running
	run vm-suspend web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "paused (user)" ]
}

@test "one that is paused already" {
	given_vm web paused
	run vm-suspend web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-suspend: web: already paused" ]
	vm-suspend --if-needed web
}

@test "a stopped one, also with --if-needed" {
	given_vm web
	run vm-suspend web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-suspend: web: not running" ]
	run vm-suspend --if-needed web
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-suspend nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "a dry run" {
	given_vm web running
	run vm-suspend -n web
	[ "$output" = "suspend web" ]
	[ "$(vm-state web)" = running ]
}
