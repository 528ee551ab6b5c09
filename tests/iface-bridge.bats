#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-bridge - put an interface into a new bridge

load helpers

@test "the bridge has its addresses" {
	iface-bridge eth1 br0
	diff - <(iface-dumpxml br0) <<-'XML'
	<interface type='bridge' name='br0'>
	  <start mode='onboot'/>
	  <mtu size='1492'/>
	  <protocol family='ipv4'>
	    <ip address='192.168.0.5' prefix='24'/>
	    <route gateway='192.168.0.1'/>
	  </protocol>
	  <bridge stp='on' delay='0'>
	    <interface type='ethernet' name='eth1'>
	      <mtu size='1492'/>
	      <mac address='aa:bb:cc:dd:ee:ff'/>
	    </interface>
	  </bridge>
	</interface>
	XML
	[ "$(iface-list -o NAME --noheadings)" = br0 ]
}

@test "delay, no STP, not started" {
	iface-bridge eth1 br0 --no-stp --no-start 4
	[ "$(iface-dumpxml br0 --xpath='concat(//bridge/@stp, //bridge/@delay)')" = off4 ]
	[ "$(iface-list -o NAME --noheadings)" = eth1 ]
	run iface-bridge eth1 br0
	[ "$status" -eq "$FAULT_STATE" ]
	run iface-bridge br0 br1
	[ "$status" -eq "$FAULT_XML" ]
	run iface-bridge eth1 br1 --delay=long
	[ "$status" -eq "$FAULT_XML" ]
	run iface-bridge eth1 ../x
	[ "$status" -eq "$FAULT_XML" ]
	run iface-bridge none br1
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "by itself it goes back, unless it is accepted" {
	iface-bridge -q eth1 br0 --rollback-after=0
	until_so is_back
	iface-bridge -q eth1 br0 --rollback-after=4321s
	iface-commit
	until_so nobody_waits
	[ "$(iface-list -o NAME --noheadings)" = br0 ]
}
nobody_waits() { ! pgrep -f 'iface-bridge.*rollback-after=4321s'; }
is_back() { [ "$(iface-list --all -o NAME --noheadings)" = eth1 ]; }

@test "a dry run says what would be done" {
	run -0 iface-bridge -n eth1 br0
	[ "$output" = $'define interface br0\nstart interface br0' ]
	[ "$(iface-list --all -o NAME --noheadings)" = eth1 ]
}
