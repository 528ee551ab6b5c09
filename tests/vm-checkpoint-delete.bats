#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-delete - drop checkpoints, and their bitmaps

load helpers
load checkpoints

given_chain() {
	given_disks_vm web
	for c in c1 c2 c3 c4; do vm-checkpoint-create-as web $c; done
}

@test "one in the middle: its child moves up" {
	given_chain
	vm-checkpoint-delete web c2
	[ "$(vm-checkpoint-parent web c3)" = c1 ]
	[ "$(vm-checkpoint-list web --name | paste -sd ' ')" = "c1 c3 c4" ]
}

@test "the last: the one before is current again" {
	given_chain
	vm-checkpoint-delete web c4
	vm-checkpoint-create-as web c5
	[ "$(vm-checkpoint-parent web c5)" = c3 ]
}

@test "with those below, and only those" {
	given_chain
	vm-checkpoint-delete web c3 --children
	[ "$(vm-checkpoint-list web --name | paste -sd ' ')" = "c1 c2" ]
	vm-checkpoint-delete web c1 --children-only
	[ "$(vm-checkpoint-list web --name)" = c1 ]
	run vm-checkpoint-delete web c1 --children --children-only
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "one that is not there" {
	given_disks_vm web
	run vm-checkpoint-delete web c9
	[ "$status" -eq 4 ]
	vm-checkpoint-delete web c9 --if-needed
}

@test "what a killed deletion began is finished by the next change" {
	given_chain
	printf '{"operation":3,"name":"c2","resume":false,"past":false,"how":0}' >"$VIRTUTILS_ROOT/run/test/web.checkpoint"
	vm-suspend web
	[ "$(vm-checkpoint-list web --name | paste -sd ' ')" = "c1 c3 c4" ]
	[ ! -e "$VIRTUTILS_ROOT/run/test/web.checkpoint" ]
}

@test "S84: they keep a definition from being dropped" {
	given_chain
	vm-destroy web
	run vm-undefine web
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *"it has 4 checkpoints"* ]]
	vm-undefine web --checkpoints-metadata
	[ ! -e "$VIRTUTILS_ROOT/etc/test/checkpoint/web" ]
}
