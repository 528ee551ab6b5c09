#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-rollback - undo changes of the host's network configuration

load helpers

@test "what was stored is again, what came is gone; what is up follows" {
	ethernet_xml eth3 | iface-define -
	iface-begin
	iface-undefine eth3
	ethernet_xml eth2 | iface-define -
	iface-start eth2
	iface-edit eth1 --set=/interface/mtu/@size=9000
	iface-destroy eth1
	iface-start eth1
	iface-rollback
	[ "$(iface-list --all -o NAME,STATE,MTU --raw --noheadings)" = $'eth1 active 1492\neth3 active -' ]
	run iface-rollback
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "a dry run undoes nothing" {
	iface-begin
	iface-undefine eth1
	[ "$(iface-rollback -n)" = 'go back to the network configuration that was kept' ]
	[ "$(iface-list -o PERSISTENT --noheadings)" = no ]
}
