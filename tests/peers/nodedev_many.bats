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

@test "who follows them is told of all that came and went, also when the kernel had more to tell than there was room for" {
	inside <<-'S'
	some() { for n in {1..200}; do echo "link $1 one$n ${2//N/$n}"; done | ip -batch -; }
	names() { nodedev-list --cap=net | grep '^net_\(one\|other\)' | sort; }
	told() { grep -o "net_o.*: $1\$" "$work/log" | sed 's/: .*//' | sort; }
	# Its room is as little as that of who may not ask for more.
	command strace -D -qq -o "$work/trace" -e trace=setsockopt -e inject=setsockopt:error=EPERM nodedev-event --loop --event=lifecycle >"$work/log" 2>"$work/said" &
	follower=$!
	probe() {
		ip link add probe type veth peer name prober
		ip link del probe
		grep -q net_probe "$work/log"
	}
	until_so probe
	kill -STOP $follower
	some add 'type veth peer name otherN'
	kill -CONT $follower
	names >"$work/names"
	[ "$(wc -l <"$work/names")" = 400 ]
	all_told() { told "$1" | diff -q "$work/names" - >/dev/null; }
	until_so all_told Created
	kill -STOP $follower
	some del ''
	kill -CONT $follower
	until_so all_told Deleted
	[ ! -s "$work/said" ]
	S
}
