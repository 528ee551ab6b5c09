#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-parent - name of a checkpoint's parent

load helpers
load checkpoints

@test "the one before, and none" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-create-as web c2
	[ "$(vm-checkpoint-parent web c2)" = c1 ]
	run --separate-stderr vm-checkpoint-parent web c1 --errors=json
	[ "$status" -eq 4 ]
	[ "$(jq -r .code <<<"$stderr")" = no-checkpoint ]
}
