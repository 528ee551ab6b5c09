#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-dumpxml - print the document of an interface

load helpers

@test "what libvirt's test driver prints of the same" {
	needs_libvirt
	diff <(libvirt_virsh iface-dumpxml eth1 | sed '/^$/d') <(iface-dumpxml eth1)
}

@test "as it is, as it is stored, and parts" {
	iface-edit eth1 --set=/interface/mtu/@size=9000
	[ "$(iface-dumpxml eth1 --xpath='string(//mtu/@size)')" = 1492 ]
	[ "$(iface-dumpxml eth1 --inactive --xpath='string(//mtu/@size)')" = 9000 ]
	iface-undefine eth1
	run iface-dumpxml eth1 --inactive
	[ "$status" -eq "$FAULT_STATE" ]
	run iface-dumpxml none
	[ "$status" -eq "$FAULT_MISSING" ]
}
