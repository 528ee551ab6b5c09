#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-define - store the definition of a network

load helpers

@test "a definition is stored, and completed as libvirt does" {
	network_xml lab '<ip address="10.1.0.1" prefix="24"/>' >lab.xml
	net-define lab.xml
	net-dumpxml lab | grep -x "  <bridge name='virbr1' stp='on' delay='0'/>"
	[ "$(net-list --inactive --name)" = lab ]
}

@test "the same again is unchanged, and keeps UUID and MAC address" {
	given_network lab
	before=$(net-dumpxml lab)
	run net-define -v --if-changed <(network_xml lab)
	[ "$output" = "net-define: lab unchanged" ] || [[ $output == *'lab unchanged' ]]
	given_network lab
	[ "$(net-dumpxml lab)" = "$before" ]
}

@test "another network's UUID or bridge is refused" {
	given_network one '<uuid>11111111-1111-4111-8111-111111111111</uuid>' '<bridge name="br9"/>'
	run net-define <(network_xml two '<uuid>11111111-1111-4111-8111-111111111111</uuid>')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"network 'one' is already defined with uuid 11111111-1111-4111-8111-111111111111" ]]
	run net-define <(network_xml two '<bridge name="br9"/>')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"bridge 'br9' is network 'one''s" ]]
	[ "$(net-list --all --name)" = "$(printf 'default\none')" ]
}

@test "what cannot be is refused in one line, and nothing is stored" {
	local bad
	while read -r bad; do
		run net-define <(network_xml bad "$bad")
		[ "$status" -ne 0 ] || { echo "taken: $bad"; return 1; }
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == "net-define: "* ]]
	done <<-'X'
	<ip address="10.1.0.1" prefix="33"/>
	<ip address="300.1.0.1" prefix="24"/>
	<ip address="10.1.0.1" prefix="24"><dhcp><range start="10.2.0.5" end="10.2.0.9"/></dhcp></ip>
	<ip address="10.1.0.1" prefix="24"><dhcp><range start="10.1.0.9" end="10.1.0.5"/></dhcp></ip>
	<ip address="10.1.0.1" prefix="24"><dhcp><host mac="52:54:00:00:00:01" ip="10.1.0.5"/><host mac="52:54:00:00:00:zz" ip="10.1.0.6"/></dhcp></ip>
	<bridge name="a-name-of-16-byte"/>
	<bridge name="br;drop"/>
	<bridge name="br 0"/>
	<bridge name='br"0'/>
	<bridge name="br*"/>
	<forward mode="nat"/>
	<forward mode="teleport"/>
	<route address="10.9.0.0" prefix="16" gateway="10.250.0.1"/>
	X
	run net-define <(network_xml a/b)
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(net-list --all --name)" = default ]
}

@test "a taken subnet is replaced by a free one, with what is in it" {
	network_xml lab '<ip address="192.168.122.1" prefix="24"><dhcp><range start="192.168.122.10" end="192.168.122.20"/></dhcp></ip>' |
		net-define --auto-subnet -
	run net-dumpxml lab --xpath='string(//range/@end)'
	[[ $output == 192.168.*.20 ]]
	[ "$output" != 192.168.122.20 ]
}

@test "a dry run tells, and stores nothing" {
	run net-define -n <(network_xml lab)
	[ "$status" -eq 0 ]
	[ "$output" = "define network lab" ]
	[ "$(net-list --all --name)" = default ]
}

@test "limits are said once" {
	for what in inbound outbound; do
		run net-define - <<<"<network><name>lab</name><bandwidth><$what average='3'/><$what average='4'/></bandwidth></network>"
		[ "$output" = "net-define: standard input:1: a second <$what>" ]
		run vm-define - < <(xml web "<devices><interface type='network'><source network='default'/><bandwidth><$what average='3'/><$what average='4'/></bandwidth></interface></devices>")
		[[ $output == *": a second <$what>" ]]
	done
}

@test "a list of devices is what counts, whatever adapter they are functions of" {
	net-define - <<<"<network><name>lent</name><forward mode='passthrough'><pf dev='e1'/><interface dev='e0'/></forward></network>"
	[ "$(net-dumpxml lent --xpath='concat(//forward/@dev, count(//pf))')" = e00 ]
}
