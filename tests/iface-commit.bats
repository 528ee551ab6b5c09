#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-commit - accept changes of the host's network configuration

load helpers

@test "changes stay" {
	iface-begin
	iface-undefine eth1
	iface-commit
	[ "$(iface-list -o PERSISTENT --noheadings)" = no ]
	run iface-commit
	[ "$status" -eq "$FAULT_STATE" ]
	run iface-rollback
	[ "$status" -eq "$FAULT_STATE" ]
}
