#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-rename - give a snapshot another name

load helpers
load snapshots

@test "an external one: place, children and current follow" {
	given_disk_vm web
	given_external web a
	given_external web b
	vm-snapshot-create-as web c
	vm-snapshot-current web b
	vm-snapshot-rename web b n
	[ "$(vm-snapshot-list web --name | paste -sd ' ')" = "a c n" ]
	[ "$(vm-snapshot-parent web n) $(vm-snapshot-parent web c)" = "a n" ]
	[ "$(vm-snapshot-current web --name)" = n ]
}

@test "an internal one only by force" {
	given_vm web
	vm-snapshot-create-as web a
	vm-snapshot-create-as web b
	run vm-snapshot-rename web a n
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$(vm-snapshot-list web --name | paste -sd ' ')" = "a b" ]
	vm-snapshot-rename web a n --force
	[ "$(vm-snapshot-list web --name | paste -sd ' ')" = "b n" ]
	[ "$(vm-snapshot-parent web b)" = n ]
}

@test "a name that is taken, no name at all, none of that name" {
	given_disk_vm web
	given_external web a
	given_external web b
	run vm-snapshot-rename web a b
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = "vm-snapshot-rename: web: snapshot 'b' already exists" ]
	for name in a/b .x "" $'a\nb'; do
		run vm-snapshot-rename web a "$name"
		[ "$status" -eq "$FAULT_XML" ]
	done
	run vm-snapshot-rename web nope c
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	[ "$(vm-snapshot-list web --name | paste -sd ' ')" = "a b" ]
}

@test "a dry run changes nothing" {
	given_disk_vm web
	given_external web a
	run vm-snapshot-rename --dry-run web a b
	[ "$status" -eq 0 ]
	[ "$(vm-snapshot-list web --name)" = a ]
}
