#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-info - summary of a snapshot

load helpers

@test "what virsh tells" {
	given_vm web
	for name in a b c; do vm-snapshot-create-as web $name; done
	[ "$(vm-snapshot-info web b)" = "NAME: b
DOMAIN: web
CURRENT: no
STATE: shutoff
LOCATION: internal
PARENT: a
CHILDREN: 1
DESCENDANTS: 1
METADATA: yes" ]
	[ "$(vm-snapshot-info web --current -o NAME)" = c ]
	[ "$(vm-snapshot-info web a -o DESCENDANTS)" = 2 ]
	vm-snapshot-info web a --json | jq -e '.[0].parent == null and .[0].current == false and .[0].children == 1'
}

@test "which one, unknown, none current" {
	given_vm web
	run vm-snapshot-info web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-info web --current
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-info web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	[ "$output" = "vm-snapshot-info: web: no snapshot 'nope'" ]
	run vm-snapshot-info nobody nope
	[ "$status" -eq "$FAULT_NO_VM" ]
}
