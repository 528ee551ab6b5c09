#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-edit - change the document of a checkpoint in an editor

load helpers
load checkpoints

@test "what is written is kept" {
	given_disks_vm web
	vm-checkpoint-create-as web c1 before
	editor s/before/after/
	vm-checkpoint-edit web c1
	[ "$(said web c1 /domaincheckpoint/description)" = after ]
	vm-checkpoint-edit web c1 --set=/domaincheckpoint/description=again
	[ "$(said web c1 /domaincheckpoint/description)" = again ]
}

@test "a checkpoint keeps its name" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	run vm-checkpoint-edit web c1 --set=/domaincheckpoint/name=c2
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(vm-checkpoint-list web --name)" = c1 ]
}
