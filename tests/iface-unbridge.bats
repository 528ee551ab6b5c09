#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-unbridge - take the interface out of a bridge

load helpers

@test "the interface is what it was" {
	before=$(iface-dumpxml eth1)
	iface-bridge eth1 br0
	iface-unbridge br0
	[ "$(iface-list --all -o NAME,STATE --raw --noheadings)" = 'eth1 active' ]
	[ "$(iface-dumpxml eth1)" = "$before" ]
}

@test "not started; no bridge; not one interface" {
	iface-bridge eth1 br0
	iface-unbridge br0 --no-start
	[ "$(iface-list --all -o NAME,STATE --raw --noheadings)" = 'eth1 inactive' ]
	run iface-unbridge eth1
	[ "$status" -eq "$FAULT_XML" ]
	printf '<interface type="bridge" name="br1"><bridge/></interface>' | iface-define -
	run iface-unbridge br1
	[ "$status" -eq "$FAULT_STATE" ]
}
