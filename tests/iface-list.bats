#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-list - list network interfaces of the host

load helpers

@test "active, inactive and all" {
	ethernet_xml eth2 | iface-define -
	run -0 iface-list
	[ "$output" = "$(printf '%s\n' 'NAME STATE  MAC' 'eth1 active aa:bb:cc:dd:ee:ff')" ]
	[ "$(iface-list --inactive -o NAME --noheadings)" = eth2 ]
	[ "$(iface-list --all -o NAME,STATE,PERSISTENT --raw --noheadings)" = $'eth1 active yes\neth2 inactive yes' ]
}

@test "columns and JSON" {
	[ "$(iface-list -o TYPE,MTU,ADDRESSES,SPEED --raw --noheadings)" = 'ethernet 1492 192.168.0.5/24 -' ]
	[ "$(iface-list --json -o NAME,MTU,SPEED | jq -c .)" = '[{"name":"eth1","mtu":1492,"speed":null}]' ]
}
