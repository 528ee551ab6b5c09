#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-shutdown - ask a virtual machine to power off

load helpers

@test "the guest powers off" {
	given_vm web running
	run vm-shutdown web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "shut off (shutdown)" ]
}

@test "with --wait it is off afterwards, also a transient one" {
	given_vm web running
	given_transient db
	vm-shutdown --wait --timeout=10 web db
	[ "$(vm-list --all --name)" = web ]
	[ "$(vm-state web)" = "shut off" ]
}

@test "not running is wrong state, or fine with --if-needed" {
	given_vm web
	run vm-shutdown web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-shutdown: web: not running" ]
	vm-shutdown --if-needed web
	run vm-shutdown nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "ways of asking" {
	given_vm web running
	run vm-shutdown --mode=nonsense web
	[ "$status" -eq "$FAULT_USAGE" ]
	[[ "$output" == *nonsense* ]]
	[ "$(vm-state web)" = running ]
	vm-shutdown --mode=acpi web
	[ "$(vm-state web)" = "shut off" ]
}

@test "--then needs a time" {
	given_vm web running
	run vm-shutdown --then=destroy web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-shutdown --timeout=5 --then=explode web
	[ "$status" -eq "$FAULT_USAGE" ]
	vm-shutdown --timeout=5 --then=destroy web
	[ "$(vm-state web)" = "shut off" ]
}

@test "a dry run" {
	given_vm web running
	run vm-shutdown -n --wait web
	[ "$output" = "shut down web" ]
	[ "$(vm-state web)" = running ]
}
