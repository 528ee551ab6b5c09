#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-resume - let the processors of a paused virtual machine run again

load helpers

@test "a paused guest runs again" {
	given_vm web paused
	run vm-resume web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "running (unpaused)" ]
}

@test "one that runs already" {
	given_vm web running
	run vm-resume web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-resume: web: already running" ]
	vm-resume --if-needed web
}

@test "stopped, unknown, dry" {
	given_vm web
	run vm-resume web
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-resume nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	vm-start --paused web
	run vm-resume -n web
	[ "$output" = "resume web" ]
	[ "$(vm-state web)" = paused ]
}
