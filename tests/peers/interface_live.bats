#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Interfaces of a real kernel, in a network namespace: up, down, in bridges and back.

load network

setup() {
	needs_network
	root='cd "$work"; host=$VIRTUTILS_ROOT/host; mkdir -p $host/etc/network/interfaces.d
		echo "source interfaces.d/*" >$host/etc/network/interfaces
		ip link add vt1 type veth peer name vt2; ip link set vt2 up'
}

# given SCRIPT: it runs where vt1 is a card, whose cable ends in vt2.
given() { { echo "$root"; cat; } | inside; }

@test "up as it is stored: addresses, MTU, route; and down" {
	given <<-'S'
	iface-define - <<-'X'
	<interface type='ethernet' name='vt1'>
	  <mtu size='1400'/>
	  <protocol family='ipv4'><ip address='192.0.2.5' prefix='24'/><route gateway='192.0.2.1'/></protocol>
	  <protocol family='ipv6'><ip address='2001:db8::5' prefix='64'/></protocol>
	</interface>
	X
	iface-list --inactive -o NAME --noheadings | grep -x vt1 >/dev/null
	iface-start vt1
	ip -br addr show dev vt1 | grep '192.0.2.5/24 2001:db8::5/64' >/dev/null
	ip route | grep '^default via 192.0.2.1 dev vt1' >/dev/null
	[ "$(cat /sys/class/net/vt1/mtu)" = 1400 ]
	iface-dumpxml vt1 | grep "<ip address='192.0.2.5' prefix='24'/>" >/dev/null
	iface-dumpxml vt1 --xpath='string(//route/@gateway)' | grep -x 192.0.2.1 >/dev/null
	[ "$(iface-list -o NAME,STATE --raw --noheadings | grep vt1)" = 'vt1 active' ]
	[ "$(iface-name "$(iface-mac vt1)")" = vt1 ]
	# A start that was killed half way is finished by the next.
	ip addr del 192.0.2.5/24 dev vt1
	ip link set vt1 down
	iface-start vt1
	ip -br addr show dev vt1 | grep '192.0.2.5/24' >/dev/null
	iface-destroy vt1
	[ -z "$(ip -br -4 addr show dev vt1 | awk '{ print $3 }')" ]
	no iface-destroy vt1
	S
}

@test "down with two addresses of one network: the kernel drops the second with the first" {
	given <<-'S'
	iface-define - <<-'X'
	<interface type='ethernet' name='vt1'>
	  <protocol family='ipv4'><ip address='192.0.2.5' prefix='24'/><ip address='192.0.2.6' prefix='24'/></protocol>
	</interface>
	X
	iface-start vt1
	[ "$(ip -o -4 addr show dev vt1 | wc -l)" -eq 2 ]
	iface-destroy vt1
	[ -z "$(ip -br -4 addr show dev vt1 | awk '{ print $3 }')" ]
	[ -z "$(ip link show up dev vt1)" ]
	S
}

@test "into a bridge with its addresses, which is what the real libvirt would say, and back" {
	given <<-'S'
	ip addr add 192.0.2.5/24 dev vt1
	ip link set vt1 up
	ip route add default via 192.0.2.1
	mac=$(iface-mac vt1)
	iface-bridge vt1 vtbr --no-stp
	ip -br addr show dev vtbr | grep 192.0.2.5/24 >/dev/null
	[ -z "$(ip -br -4 addr show dev vt1 | awk '{ print $3 }')" ]
	ip route | grep '^default via 192.0.2.1 dev vtbr' >/dev/null
	[ "$(readlink /sys/class/net/vt1/master)" = ../vtbr ]
	iface-dumpxml vtbr --xpath='//bridge' | tr '"' "'" >bridge
	grep -qx "<bridge stp='off' delay='0'>" bridge
	grep -q "<interface type='ethernet' name='vt1'>" bridge
	iface-dumpxml vtbr --inactive --xpath='string(//ip/@address)' | grep -x 192.0.2.5 >/dev/null
	# What is in another is not in the list.
	no grep -q vt1 <(iface-list --all -o NAME --noheadings)
	iface-unbridge vtbr
	[ ! -e /sys/class/net/vtbr ]
	ip -br addr show dev vt1 | grep 192.0.2.5/24 >/dev/null
	ip route | grep '^default via 192.0.2.1 dev vt1' >/dev/null
	[ "$(iface-mac vt1)" = "$mac" ]
	S
}

@test "a bridge that cannot take an interface leaves it its addresses" {
	given <<-'S'
	ip link set lo mtu 1500 up
	ip addr add 192.0.2.9/32 dev lo
	iface-bridge lo vtbr 2>said && status=0 || status=$?
	[ "$status" -eq 1 ]
	cat said >&2
	grep -q 'Invalid argument' said
	ip -br addr show dev lo | grep '192.0.2.9/32' >/dev/null
	S
}

@test "a bridge that cuts the host off undoes itself" {
	given <<-'S'
	iface-define - <<<"<interface type='ethernet' name='vt1'><start mode='onboot'/><protocol family='ipv4'><ip address='192.0.2.5' prefix='24'/></protocol></interface>"
	iface-start vt1
	iface-bridge -q vt1 vtbr --rollback-after=1
	is_back() { [ ! -e /sys/class/net/vtbr ] && ip -br addr show dev vt1 | grep 192.0.2.5/24 >/dev/null; }
	until_so is_back
	[ "$(iface-list --all -o NAME,PERSISTENT --raw --noheadings | grep vt)" = $'vt1 yes\nvt2 no' ]
	S
}

@test "a bridge of what is not there is an error, and so is a card of that name" {
	given <<-'S'
	iface-define - <<<"<interface type='bridge' name='vtbr'><bridge><interface type='ethernet' name='vt9'/></bridge></interface>"
	no iface-start vtbr
	iface-define - <<<"<interface type='ethernet' name='vt8'/>"
	iface-start -q vt8 && status=0 || status=$?
	[ "$status" -eq 4 ]
	S
}

@test "addresses by DHCP, from a real server" {
	given <<-'S'
	ip addr add 10.77.0.1/24 dev vt2
	mkdir client
	dnsmasq --keep-in-foreground --conf-file=/dev/null --interface=vt2 --bind-interfaces --port=0 --dhcp-range=10.77.0.50,10.77.0.60 \
		--dhcp-leasefile=client/leases --pid-file= &
	if ! command -v dhclient dhcpcd udhcpc >/dev/null; then
		# busybox has a client: what it is told is told to the kernel by a script.
		mount -t tmpfs tmpfs /usr/local/sbin
		printf '#!/bin/sh\nexec busybox udhcpc -s %s "$@"\n' "$work/lease" >/usr/local/sbin/udhcpc
		chmod +x /usr/local/sbin/udhcpc
		PATH=/usr/local/sbin:$PATH
	fi
	iface-define - <<<"<interface type='ethernet' name='vt1'><protocol family='ipv4'><dhcp/></protocol></interface>"
	iface-start vt1
	has_lease() { ip -br -4 addr show dev vt1 | grep 10.77.0. >/dev/null; }
	until_so has_lease
	S
}
