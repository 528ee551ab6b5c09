#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-desc - show or set the title or description of a virtual machine

load helpers

@test "description and title are set and shown" {
	given_vm web
	vm-desc web front end of the shop
	[ "$(vm-desc web)" = "front end of the shop" ]
	[ "$(vm-desc web --title)" = "" ]
	vm-desc web --title "the shop"
	[ "$(vm-desc web --title)" = "the shop" ]
	[ "$(vm-dumpxml web --xpath 'string(/domain/description)')" = "front end of the shop" ]
}

@test "an empty text removes it" {
	given_vm web
	vm-desc web something
	vm-desc web ''
	run vm-dumpxml web --xpath /domain/description
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "special characters survive" {
	given_vm web
	vm-desc web $'<a> & "b" \'c\'\nsecond line ü'
	[ "$(vm-desc web)" = $'<a> & "b" \'c\'\nsecond line ü' ]
}

@test "a title is one line" {
	given_vm web
	vm-desc web --title old
	run vm-desc web --title $'a\nb'
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-desc web --title)" = old ]
}

@test "live and stored apart" {
	given_vm web running
	vm-desc web --config stored
	vm-desc web --live live
	[ "$(vm-desc web)" = live ]
	[ "$(vm-desc web --config)" = stored ]
	vm-desc web --live --config both
	[ "$(vm-desc web --live) $(vm-desc web --config)" = "both both" ]
	vm-desc web --persistent again
	[ "$(vm-desc web --live) $(vm-desc web --config)" = "again again" ]
	run vm-desc web --live --config
	[ "$status" -eq "$FAULT_USAGE" ]
	vm-destroy web
	run vm-desc web --live x
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-desc web)" = again ]
}

@test "a transient guest has no stored one" {
	given_transient web
	run vm-desc web --config x
	[ "$status" -eq "$FAULT_STATE" ]
	vm-desc web here
	[ "$(vm-desc web)" = here ]
}

@test "with an editor" {
	given_vm web
	vm-desc web "one two"
	editor s/two/three/
	vm-desc web --edit
	[ "$(vm-desc web)" = "one three" ]
	run vm-desc web --edit text
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "unknown, dry" {
	run vm-desc nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_vm web
	run vm-desc -n web text
	[ "$status" -eq 0 ]
	[[ "$output" == *description*web* ]]
	[ "$(vm-desc web)" = "" ]
}
