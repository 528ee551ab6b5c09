#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-port-dumpxml - print the definition of a port

load helpers

port() {
	printf '<networkport>\n  <owner>\n    <name>web</name>\n    <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>\n  </owner>\n  <mac address="52:54:00:7b:35:93"/>%s\n</networkport>\n' "$1"
}

@test "a port is printed; one that is not there is missing" {
	uuid=$(port | net-port-create default -)
	[ "$(net-port-dumpxml default "$uuid" --xpath='string(//owner/name)')" = web ]
	run net-port-dumpxml default 00000000-0000-4000-8000-000000000000
	[ "$status" -eq "$FAULT_MISSING" ]
	run net-port-dumpxml default ../../../etc/passwd
	[ "$status" -eq "$FAULT_MISSING" ]
}
