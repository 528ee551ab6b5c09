#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_guests - cards of real QEMU guests in networks

load network

guest_xml='<domain type="qemu"><name>web</name><memory unit="MiB">64</memory>
	<os><type arch="x86_64" machine="pc">hvm</type></os>
	<devices><interface type="network"><source network="lab"/><mac address="52:54:00:00:00:01"/></interface></devices></domain>'

@test "a card has a port and a tap in the bridge, for as long as the guest runs" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	vm-define - <<<"$guest_xml"
	run=$(vm-start web 2>&1) && die started
	[[ $run == "vm-start: web: network 'lab' is not active" ]] || die "$run"
	[ -z "$(net-port-list --uuid lab)" ] || die "a port is left"
	net-start lab
	vm-start --paused web
	tap=$(vm-dumpxml web --xpath='string(//interface/target/@dev)')
	[ -e "/sys/class/net/br-lab/brif/$tap" ]
	[ "$(net-port-list lab -o OWNER,MAC --noheadings --raw)" = 'web 52:54:00:00:00:01' ]
	[ "$(net-dumpxml lab --xpath='string(/network/@connections)')" = 1 ]
	[ "$(vm-dumpxml web --xpath='string(//interface/source/@portid)')" = "$(net-port-list --uuid lab)" ]
	net-destroy lab
	[ ! -e "/sys/class/net/br-lab" ]
	net-start lab
	[ -e "/sys/class/net/br-lab/brif/$tap" ]
	vm-destroy web
	[ -z "$(net-port-list --uuid lab)" ]
	[ -z "$(ls /sys/class/net/br-lab/brif)" ]
	S
}

@test "the boot ROM of a real guest gets an address" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	sed 's,</os>,<boot dev="network"/></os>,; s,<mac,<model type="e1000"/><mac,' <<<"$guest_xml" | vm-define -
	vm-start web
	leased() { [ "$(net-dhcp-leases lab -o MAC,VM --noheadings --raw)" = '52:54:00:00:00:01 web' ]; }
	until_so leased
	vm-destroy web
	S
}
