#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-delete - delete snapshots, keeping what depends on them

load helpers

given_chain() {
	given_vm web
	for name in a b c; do vm-snapshot-create-as web $name; done
}

@test "its children go to its parent" {
	given_chain
	run vm-snapshot-delete web b
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-snapshot-list web --name)" = $'a\nc' ]
	[ "$(vm-snapshot-parent web c)" = a ]
	[ "$(vm-snapshot-current web --name)" = c ]
}

@test "the current one: its parent is current then" {
	given_chain
	vm-snapshot-delete web --current
	[ "$(vm-snapshot-current web --name)" = b ]
}

@test "with children, only children, several" {
	given_chain
	vm-snapshot-delete web a --children-only
	[ "$(vm-snapshot-list web --name)" = a ]
	[ "$(vm-snapshot-current web --name)" = a ]
	vm-snapshot-create-as web b
	vm-snapshot-delete web a --children
	[ "$(vm-snapshot-list web --name)" = "" ]
	for name in a b c; do vm-snapshot-create-as web $name; done
	vm-snapshot-delete web c a
	[ "$(vm-snapshot-list web --name)" = b ]
}

@test "absent is no such snapshot, or fine with --if-needed" {
	given_chain
	run vm-snapshot-delete web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	vm-snapshot-delete --if-needed web nope b
	[ "$(vm-snapshot-list web --name)" = $'a\nc' ]
}

@test "which one, options that exclude each other, unknown, dry" {
	given_chain
	run vm-snapshot-delete web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-delete web a --current
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-delete web a --children --children-only
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-delete nobody a
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-snapshot-delete -n web a
	[ "$status" -eq 0 ]
	[ "$(vm-snapshot-list web --name)" = $'a\nb\nc' ]
}
