#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-port-list - ports in use

load helpers

port() {
	printf '<networkport>\n  <owner>\n    <name>web</name>\n    <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>\n  </owner>\n  <mac address="52:54:00:7b:35:93"/>%s\n</networkport>\n' "$1"
}

@test "ports by UUID, owner and type" {
	uuid=$(port | net-port-create default -)
	[ "$(net-port-list --uuid default)" = "$uuid" ]
	[ "$(net-port-list default -o UUID,OWNER,MAC,TYPE --noheadings --raw)" = "$uuid web 52:54:00:7b:35:93 network" ]
}
