#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-port-delete - release a port

load helpers

port() {
	printf '<networkport>\n  <owner>\n    <name>web</name>\n    <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>\n  </owner>\n  <mac address="52:54:00:7b:35:93"/>%s\n</networkport>\n' "$1"
}

@test "a port is released, once" {
	uuid=$(port | net-port-create default -)
	net-port-delete default "$uuid"
	[ -z "$(net-port-list --uuid default)" ]
	run net-port-delete default "$uuid"
	[ "$status" -eq "$FAULT_MISSING" ]
	net-port-delete --if-needed default "$uuid"
}
