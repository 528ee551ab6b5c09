#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev_many - the cards of many guests, which the kernel tells of all at once

load network

@test "many taps are listed as one by one; bridges and the like are none" {
	inside <<-'S'
	for n in {1..30}; do ip tuntap add "vnet$n" mode tap; done
	ip link add pair0 type veth peer name pair1
	ip link add br0 type bridge
	wanted() {
		for at in /sys/class/net/*; do
			[ "${at##*/}" = br0 ] || echo "net_${at##*/}_$(tr : _ <"$at/address")"
		done | LC_ALL=C sort
	}
	diff <(wanted) <(nodedev-list --cap=net)
	[ "$(nodedev-list --cap=net | wc -l)" -ge 33 ]
	# What one of them is says the same as when it is looked at alone.
	tap=$(nodedev-list --cap=net | grep '^net_vnet7_')
	[ "$(nodedev-dumpxml "$tap" --xpath='string(/device/path)')" = /sys/devices/virtual/net/vnet7 ]
	[ "$(nodedev-list -o NAME,PARENT --noheadings --raw --cap=net | grep "^$tap")" = "$tap computer" ]
	strace -e trace=openat -o "$work/trace" nodedev-list >/dev/null
	[ "$(grep -c 'net/vnet' "$work/trace" || :)" -eq 0 ]
	S
}
