#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-destroy - stop a virtual machine at once

load helpers

@test "a guest is stopped at once, and its definition stays" {
	given_vm web running
	run vm-destroy web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "shut off (destroyed)" ]
	[ "$(vm-id web)" = - ]
}

@test "a transient one is gone" {
	given_transient web
	vm-destroy web
	run vm-state web
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "by number" {
	given_vm web running
	vm-destroy "$(vm-id web)"
	[ "$(vm-state web)" = "shut off" ]
}

@test "a name of digits is a name first" {
	given_vm web running
	given_vm "$(vm-id web)" running
	vm-destroy "$(vm-id web)"
	[ "$(vm-state web)" = running ]
}

@test "not running is wrong state, or fine with --if-needed" {
	given_vm web
	run vm-destroy web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-destroy: web: not running" ]
	run vm-destroy --if-needed web
	[ "$status" -eq 0 ]
	run vm-destroy nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "-v says so, a dry run does not do it" {
	given_vm web running
	run vm-destroy -n web
	[ "$status" -eq 0 ]
	[ "$output" = "destroy web" ]
	[ "$(vm-state web)" = running ]
	run vm-destroy -v --graceful web
	[ "$output" = "vm-destroy: web: stopped" ]
}

@test "--remove-logs" {
	given_vm web running
	vm-log web >/dev/null
	vm-destroy --remove-logs web
	run vm-log web
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "there is no implicit all" {
	given_vm web running
	run vm-destroy
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-destroy --all
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(vm-state web)" = running ]
}
