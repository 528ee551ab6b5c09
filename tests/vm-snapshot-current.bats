#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-current - show or set the current snapshot

load helpers

@test "the newest, until another one is made current" {
	given_vm web
	vm-snapshot-create-as web a
	vm-snapshot-create-as web b
	[ "$(vm-snapshot-current web --name)" = b ]
	run vm-snapshot-current web a
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-snapshot-current web --name)" = a ]
	[ "$(vm-snapshot-current web --xpath 'string(/domainsnapshot/name)')" = a ]
	vm-snapshot-create-as web c
	[ "$(vm-snapshot-parent web c)" = a ]
}

@test "none, unknown, a name to show" {
	given_vm web
	run vm-snapshot-current web
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	[ "$output" = "vm-snapshot-current: web: no snapshot is current" ]
	run vm-snapshot-current web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	vm-snapshot-create-as web a
	run vm-snapshot-current web a --name
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-current nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}
