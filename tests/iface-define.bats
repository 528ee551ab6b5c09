#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-define - store an interface in the host's network configuration

load helpers

@test "it is stored, and not up" {
	run -0 --separate-stderr iface-define <(ethernet_xml eth2 '<mtu size="9000"/>')
	[ -z "$output$stderr" ]
	diff - <(iface-dumpxml eth2) <<-'XML'
	<interface type='ethernet' name='eth2'>
	  <start mode='onboot'/>
	  <mtu size='9000'/>
	</interface>
	XML
	[ "$(iface-list --inactive -o NAME --noheadings)" = eth2 ]
}

@test "what would not be an interface is refused, and what is stored stays" {
	local bad

	for bad in '<protocol family="ipv4"><ip address="300.1.1.1"/></protocol>' \
		'<protocol family="ipv4"><ip address="10.0.0.1" prefix="33"/></protocol>' \
		'<protocol family="ipv4"><ip address="fd00::1"/></protocol>' \
		'<protocol family="ipv4"><route gateway="here"/></protocol>' \
		'<protocol family="ipv4"/><protocol family="ipv4"/>' \
		'<protocol family="ipv4"><autoconf/></protocol>' \
		'<mtu size="12"/>' '<mac address="aa:bb"/>' $'<mac address="aa:bb:cc:dd:ee:ff&#10;up rm"/>'; do
		run iface-define <(ethernet_xml eth1 "$bad")
		[ "$status" -eq "$FAULT_XML" ] || { echo "$bad"; false; }
	done
	for bad in 'a/b' 'eth0&#10;auto eth9' 'sixteenletters16' '..' ''; do
		run iface-define <(ethernet_xml "$bad")
		[ "$status" -eq "$FAULT_XML" ] || { echo "$bad"; false; }
	done
	[ "$(iface-dumpxml eth1 --xpath='string(//ip/@address)')" = 192.168.0.5 ]
}

@test "what is in another: not itself, not twice, not with addresses" {
	local inside

	for inside in '<interface type="ethernet" name="br0"/>' \
		'<interface type="ethernet" name="eth1"/><interface type="ethernet" name="eth1"/>' \
		'<interface type="ethernet" name="eth1"><protocol family="ipv4"><dhcp/></protocol></interface>' \
		'<interface type="vlan" name="v"><vlan tag="4095"><interface name="eth1"/></vlan></interface>'; do
		run iface-define <(printf '<interface type="bridge" name="br0"><bridge>%s</bridge></interface>' "$inside")
		[ "$status" -eq "$FAULT_XML" ] || { echo "$inside"; false; }
	done
	run iface-define <(printf '<interface type="bridge" name="br0"><bridge delay="soon"/></interface>')
	[ "$status" -eq "$FAULT_XML" ]
}

@test "a dry run stores nothing" {
	[ "$(ethernet_xml eth2 | iface-define -n -)" = 'define interface eth2' ]
	run iface-dumpxml eth2
	[ "$status" -eq "$FAULT_MISSING" ]
}
