#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-port-create - reserve a port

load helpers

port() {
	printf '<networkport>\n  <owner>\n    <name>web</name>\n    <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>\n  </owner>\n  <mac address="52:54:00:7b:35:93"/>%s\n</networkport>\n' "$1"
}

@test "a port is made, and the network says what it is connected to" {
	port >port.xml
	uuid=$(net-port-create default port.xml)
	net-port-dumpxml default "$uuid" | grep -x "  <plug type='network' bridge='virbr0'/>"
	[ "$(net-dumpxml default --xpath='string(/network/@connections)')" = 1 ]
}

@test "port groups are inherited from; one that is not there is refused" {
	net-update default add portgroup "<portgroup name='slow'><bandwidth><inbound average='10'/></bandwidth></portgroup>"
	port '<group>slow</group>' | sed 's,\(<mac.*/>\)\(<group>.*</group>\),\2\1,' >port.xml
	uuid=$(net-port-create default port.xml)
	[ "$(net-port-dumpxml default "$uuid" --xpath='string(//inbound/@average)')" = 10 ]
	sed -i s/slow/none/ port.xml
	run net-port-create default port.xml
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"network 'default' has no port group 'none'" ]]
}

@test "an inactive network has no ports" {
	net-destroy default
	run net-port-create default <(port)
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "net-port-create: default: not active" ]
}

@test "a network guarantees no more than it has, however much is asked for" {
	net-define - <<<"<network><name>narrow</name><bridge name='virbr9'/><bandwidth><inbound average='1000'/></bandwidth></network>"
	net-start narrow
	port "<bandwidth><inbound floor='10'/></bandwidth>" | net-port-create narrow -
	for floor in 991 18446744073709551615; do
		run net-port-create narrow <(port "<bandwidth><inbound floor='$floor'/></bandwidth>" | sed s/7b:35/7b:36/)
		[ "$status" -eq "$FAULT_STATE" ]
		[[ $output == *"network 'narrow' guarantees more than it has: "*" of 1000 kB/s" ]]
	done
	[ "$(net-port-list narrow --uuid | wc -l)" -eq 1 ]
}
