#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_functions - virtual functions of network adapters as cards of guests
#
# No machine here has such an adapter.  What stands in for one: a tree for /sys, whose functions vfio-pci has
# already; functions.c, which answers for the kernel when the adapter is asked and told of its functions; and
# an emulator that has a test device instead of vfio-pci.  (hostdev_machine.bats has a kernel's own vfio.)

load network

setup() {
	needs_network
	needs qemu-system-x86_64
}

lab='
	sys=$VIRTUTILS_ROOT/host/sys
	add() {         # ADDRESS NAME=TARGET...
		local at=$sys/devices/pci0000:00/$1 link
		mkdir -p "$at" "$sys/bus/pci/devices" "$sys/class/net"
		ln -s "$sys/bus/pci" "$at/subsystem"
		ln -s "$at" "$sys/bus/pci/devices/$1"
		for link in "${@:2}"; do ln -s "${link#*=}" "$at/${link%%=*}"; done
	}
	add 0000:03:00.0 virtfn0=../0000:03:10.0 virtfn1=../0000:03:10.1
	echo 4 >"$sys/devices/pci0000:00/0000:03:00.0/sriov_totalvfs"
	mkdir -p "$sys/devices/pci0000:00/0000:03:00.0/net/up0"
	ln -s ../../../0000:03:00.0 "$sys/devices/pci0000:00/0000:03:00.0/net/up0/device"
	ln -s "$sys/devices/pci0000:00/0000:03:00.0/net/up0" "$sys/class/net/up0"
	for n in 0 1; do
		add 0000:03:10.$n physfn=../0000:03:00.0 driver=x/vfio-pci iommu_group=../groups/$((n + 7))
	done
	add 0000:04:00.0 driver=x/e1000e
	ip link add up0 type veth peer name up1
	mkdir "$work/functions"
	for n in 0 1; do echo "00:00:00:00:00:00 0" >"$work/functions/$n"; done
	told() { sed "s/ *$//" "$work/functions/$1"; }
	export FUNCTIONS=$work/functions
	cc -Wall -Werror -shared -fPIC -o "$work/functions.so" "$BATS_HERE/functions.c"
	export LD_PRELOAD=$work/functions.so
	. "$BATS_HERE/stand_in.bash"
	stand_in vfio-pci "s/\"driver\":\"vfio-pci\",\"host\":\"[^\"]*\"/\"driver\":\"pci-testdev\"/"
	own() { echo "<interface type=\"hostdev\" ${3-}><mac address=\"52:54:00:00:00:$1\"/><source><address type=\"pci\" domain=\"0\" bus=\"3\" slot=\"16\" function=\"$2\"/></source><vlan><tag id=\"42\"/></vlan></interface>"; }
	lent() { echo "<interface type=\"network\"><mac address=\"52:54:00:00:00:$1\"/><source network=\"pool\"/></interface>"; }'

@test "a card is told its address and VLAN, which are as before when the guest has ended" {
	lab=$lab inside <<-'S'
	eval "$lab"
	echo "02:11:22:33:44:55 7" >"$work/functions/1"
	given web "$(own 01 1 'managed="yes"')"
	vm-start --paused web
	[ "$(told 1)" = "52:54:00:00:00:01 42" ]
	[ "$(told 0)" = "00:00:00:00:00:00 0" ]
	[ "$(cat "$work/said")" = '{"driver":"vfio-pci","host":"0000:03:10.1","id":"hostdev0","bus":"pci.0","addr":"0x2"}' ]
	[ "$(vm-iflist web -o TYPE,MAC --noheadings --raw)" = "hostdev 52:54:00:00:00:01" ]
	[ "$(nodedev-list -o IN-USE-BY,NAME --noheadings --raw | grep ^web)" = "web pci_0000_03_10_1" ]
	given twin "$(own 02 1)"
	refused "device 'pci_0000_03_10_1': virtual machine 'web' has it" vm-start twin
	[ "$(told 1)" = "52:54:00:00:00:01 42" ]
	refused "a limit needs a device on the host" vm-iftune web 52:54:00:00:00:01 --inbound=100 --live
	vm-destroy web
	[ "$(told 1)" = "02:11:22:33:44:55 7" ]
	vm-start --paused twin
	alone() { [ "$(pgrep -cx vm-keeper)" -eq 1 ]; }         # web's goes a moment after it
	until_so alone
	kill -9 "$(pgrep -x vm-keeper)"
	kill -9 "$(cat "$VIRTUTILS_ROOT/run/qemu/twin.pid")"
	reaped() { vm-reap twin; [ "$(told 1)" = "02:11:22:33:44:55 7" ]; }
	until_so reaped
	# An adapter that takes no address of zeros gets one that nobody has.
	given web "$(own 01 0)"
	vm-start --paused web
	vm-destroy web
	[ "$(told 0)" = "02:00:00:00:00:00 0" ]
	S
}

@test "a network lends the functions of an adapter, each to one card" {
	lab=$lab inside <<-'S'
	eval "$lab"
	echo '<network><name>pool</name><forward mode="hostdev" managed="yes"><driver name="vfio"/><pf dev="up0"/></forward><vlan><tag id="9"/></vlan></network>' | net-define -
	net-start pool
	net-dumpxml pool | grep -c "<address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x[01]'/>" | grep -qx 2
	[ "$(net-dumpxml --inactive pool --xpath='count(//address)')" = 0 ]
	given web "$(lent 01)"
	given twin "$(lent 02)"
	given third "$(lent 03)"
	vm-start --paused web
	vm-start --paused twin
	[ "$(told 0)$(told 1)" = "52:54:00:00:00:01 952:54:00:00:00:02 9" ]
	port=$(net-port-list --uuid pool | head -n 1)
	net-port-dumpxml pool "$port" | grep -F "<plug type='hostdev-pci' managed='yes'>"
	[ "$(vm-dumpxml twin --xpath='string(//interface/source/address/@function)')" = 0x1 ]
	# As libvirt has it: what the network made of the card.
	[ "$(vm-dumpxml twin --xpath='concat(//interface/@type, " ", //interface/@managed)')" = "hostdev yes" ]
	[ "$(vm-dumpxml twin --inactive --xpath='string(//interface/@type)')" = network ]
	[ "$(net-dumpxml pool --xpath='count(//forward/address[@connections="1"])')" = 2 ]
	# The same document again changes nothing.
	net-dumpxml --inactive pool | net-apply --exit-code -
	[ -z "$(vm-dumpxml --inactive twin --xpath='string(//interface/source/address/@function)')" ]
	grep -F '"host":"0000:03:10.1","id":"net0"' "$work/said"
	refused "network 'pool' has no free device" vm-start third
	[ "$(net-port-list --uuid pool | wc -l)" -eq 2 ]
	vm-destroy web
	echo "02:11:22:33:44:55 7" >"$work/functions/0"
	# This emulator's monitor knows the real vfio-pci alone, which finds no device.
	refused "no such host device" vm-attach-interface twin network pool --mac=52:54:00:00:00:04 --live
	[ "$(told 0)" = "02:11:22:33:44:55 7" ]
	[ "$(net-port-list --uuid pool | wc -l)" -eq 1 ]
	vm-start --paused third
	[ "$(told 0)" = "52:54:00:00:00:03 9" ]
	refused "network 'pool' has no free device" vm-attach-interface twin network pool --mac=52:54:00:00:00:05 --live
	[ "$(vm-iflist twin --noheadings | wc -l)" -eq 1 ]
	vm-destroy twin third
	[ -z "$(net-port-list --uuid pool)" ]
	[ "$(told 0)$(told 1)" = "02:11:22:33:44:55 702:00:00:00:00:00 0" ]
	S
}

@test "what no function can be is refused by name, and nothing is left of it" {
	lab=$lab inside <<-'S'
	eval "$lab"
	net() { echo "<network><name>$1</name><forward mode='hostdev'>$2</forward></network>" | net-define -; net-start "$1"; }
	net pool "<address type='pci' domain='0' bus='4' slot='0' function='0'/>"
	given web "$(lent 01)"
	refused "device 'pci_0000_04_00_0' is the host's" vm-start web
	[ -z "$(net-port-list --uuid pool)" ]
	ln -sfn x/vfio-pci "$sys/devices/pci0000:00/0000:04:00.0/driver"
	refused "device 'pci_0000_04_00_0' is no virtual function of a network adapter" vm-start web
	ln -sn ../0000:03:00.0 "$sys/devices/pci0000:00/0000:04:00.0/physfn"
	refused "device 'pci_0000_04_00_0': the network adapter that it is a function of is not there" vm-start web
	rm "$work/functions/0"
	given web "$(own 01 0)"
	refused "device up0 has no virtual function 0" vm-start web
	given web "$(own 01 1 | sed 's,<vlan>.*</vlan>,<vlan trunk="yes"><tag id="1"/><tag id="2"/></vlan>,')"
	refused "is in one VLAN, not in several" vm-start web
	given web "$(own 01 1 | sed 's,<vlan>.*</vlan>,<bandwidth><inbound average="100"/></bandwidth>,')"
	refused "is not limited here" vm-start web
	given web "$(own 01 1 | sed 's,<vlan>.*</vlan>,<driver name="kvm"/>,')"
	refused "driver 'kvm' is not supported" vm-start web
	given web "$(own 01 1 | sed 's,<vlan>.*</vlan>,<virtualport type="802.1Qbh"><parameters profileid="x"/></virtualport>,')"
	refused "no virtual port of type '802.1Qbh'" vm-start web
	given web "$(own 01 1 | sed 's,<vlan>.*</vlan>,<driver model="other"/>,')"
	refused "a variant of its driver, or iommufd, is not supported" vm-start web
	echo "<network><name>varied</name><forward mode='hostdev'><driver model='other'/><address type='pci' bus='3' slot='16' function='1'/></forward></network>" |
		net-create -
	given web "$(lent 01 | sed 's,pool,varied,')"
	refused "a variant of the driver of network 'varied', or iommufd, is not supported" vm-start web
	net-destroy varied
	echo "<network><name>none</name><forward mode='hostdev'><pf dev='lo'/></forward></network>" | net-define -
	refused "device 'lo': no such network adapter" net-start none
	[ "$(net-list --name)" = pool ]
	[ "$(told 1)" = "00:00:00:00:00:00 0" ]
	S
}
