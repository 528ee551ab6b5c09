#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-info - summary of a checkpoint

load helpers
load checkpoints

@test "what is told" {
	given_disks_vm web
	for c in c1 c2 c3; do vm-checkpoint-create-as web $c; done
	vm-checkpoint-info web c2 >ours
	diff ours - <<-'X'
	NAME: c2
	DOMAIN: web
	PARENT: c1
	CHILDREN: 1
	DESCENDANTS: 1
	X
	[ "$(vm-checkpoint-info web c1 -o DESCENDANTS)" = 2 ]
}

@test "one that is not there" {
	given_disks_vm web
	run --separate-stderr vm-checkpoint-info web c9 --errors=json
	[ "$status" -eq 4 ]
	[ "$(jq -r .code <<<"$stderr")" = no-checkpoint ]
}
