#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-rename - give a stopped virtual machine another name

load helpers

@test "name, snapshots and mark follow, UUID stays" {
	given_vm web
	uuid=$(vm-uuid web)
	vm-autostart web
	vm-snapshot-create-as web s1
	run vm-rename web shop
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-list --all --name)" = shop ]
	[ "$(vm-uuid shop)" = "$uuid" ]
	[ "$(vm-name "$uuid")" = shop ]
	[ "$(vm-list --all --autostart --name)" = shop ]
	[ "$(vm-snapshot-list shop --name)" = s1 ]
	[ "$(vm-dumpxml shop --xpath 'string(/domain/name)')" = shop ]
}

@test "the log of its events follows, also what was put aside" {
	given_vm web
	run=$VIRTUTILS_ROOT/run/test
	mv "$run/web.events" "$run/web.events.old"
	vm-desc web text
	vm-rename web shop
	[ "$(vm-event --all --since=@0 --json shop | jq -r .reason)" = $'added\nupdated\nrenamed' ]
	given_vm web
	[ "$(vm-event --all --since=@0 --json web | jq -r .reason)" = added ]
}

@test "not while it runs" {
	given_vm web running
	run vm-rename web shop
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-list --name)" = web ]
}

@test "not over another, not to a bad name" {
	given_vm web
	given_vm db
	run vm-rename web db
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == *db* ]]
	for name in a/b .x "$(printf 'a\nb')" "$(printf 'x%.0s' {1..300})" ''; do
		run vm-rename web "$name"
		[ "$status" -eq "$FAULT_XML" ]
	done
	[ "$(vm-list --all --name)" = $'db\nweb' ]
}

@test "unknown, missing name, dry" {
	run vm-rename nobody somebody
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_vm web
	run vm-rename web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-rename -n web shop
	[ "$status" -eq 0 ]
	[[ "$output" == *web*shop* ]]
	[ "$(vm-list --all --name)" = web ]
}
