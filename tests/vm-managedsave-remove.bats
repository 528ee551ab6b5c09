#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-managedsave-remove - throw the managed save image of a virtual machine away

load helpers
load saved

@test "the image goes, and the next start boots" {
	given_vm web running
	vm-managedsave web
	[ "$(vm-managedsave-remove -n web)" = 'remove the managed save image of web' ]
	[ -e "$managed" ]
	run vm-managedsave-remove web
	[ "$status" -eq 0 ] && [ "$output" = "" ]
	[ ! -e "$managed" ]
	vm-start web
	[ "$(vm-state web --reason)" = 'running (booted)' ]
}

@test "without one" {
	given_vm web
	run vm-managedsave-remove web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = 'vm-managedsave-remove: web: there is no managed save image' ]
	vm-managedsave-remove --if-needed web
	run vm-managedsave-remove nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}
