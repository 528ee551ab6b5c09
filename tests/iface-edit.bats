#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-edit - change an interface of the host's network configuration

load helpers

@test "in an editor, or by --set" {
	editor 's/1492/1400/'
	iface-edit eth1
	[ "$(iface-dumpxml eth1 --inactive --xpath='string(//mtu/@size)')" = 1400 ]
	iface-edit eth1 --set=/interface/start/@mode=none
	[ "$(iface-dumpxml eth1 --inactive --xpath='string(//start/@mode)')" = none ]
	run iface-edit eth1 --set=/interface/mtu/@size=1
	[ "$status" -eq "$FAULT_XML" ]
	run iface-edit none --set=/interface/mtu/@size=1400
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "nobody may have changed it meanwhile" {
	printf '#!/bin/sh\niface-undefine eth1\nsed -i s/1492/1400/ "$1"\n' >change
	chmod +x change
	EDITOR=$PWD/change run iface-edit eth1
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"changed meanwhile"* ]]
}
