#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-parent - name of a snapshot's parent

load helpers

@test "the parent, of the current one too" {
	given_vm web
	vm-snapshot-create-as web a
	vm-snapshot-create-as web b
	[ "$(vm-snapshot-parent web b)" = a ]
	[ "$(vm-snapshot-parent web --current)" = a ]
}

@test "a root has none; unknown; which one" {
	given_vm web
	vm-snapshot-create-as web a
	run vm-snapshot-parent web a
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	[ "$output" = "vm-snapshot-parent: web: snapshot 'a' has no parent" ]
	run vm-snapshot-parent web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-parent web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-parent nobody --current
	[ "$status" -eq "$FAULT_NO_VM" ]
}
