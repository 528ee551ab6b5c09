#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_direct - cards of real guests that share a device of the host

load network

setup() {
	needs_network
	needs qemu-system-x86_64
	needs_macvtap
}

lab='
	ip netns add far
	ip link add up0 type veth peer name eth0 netns far
	ip link set up0 up
	ip -n far link set eth0 up
	given() {
		printf "<domain type=\"qemu\"><name>%s</name><memory unit=\"MiB\">64</memory><os><type arch=\"x86_64\" machine=\"pc\">hvm</type><boot dev=\"network\"/></os><features><acpi/></features><devices>%s</devices></domain>" "$1" "$2" |
			vm-define -
	}
	card() { printf "<interface type=\"direct\"><source dev=\"up0\" mode=\"%s\"/><mac address=\"52:54:00:00:00:%s\"/><model type=\"e1000\"/></interface>" "$1" "$2"; }
	devices() { ls /sys/class/net | grep ^mv || :; }'

@test "the boot ROM of a guest is heard beyond the device, and nothing is left of a guest that was killed" {
	lab=$lab inside <<-'S'
	eval "$lab"
	given web "$(card bridge 01)"
	ip netns exec far "$BATS_HERE/frames" hear eth0 "$work/heard" &
	until_so grep -qs ready "$work/heard"
	vm-start web
	[ "$(vm-iflist web -o INTERFACE --noheadings --raw)" = mv525400000001 ]
	ip -d link show mv525400000001 | grep 'macvtap mode bridge'
	until_so grep -q "^udp 52:54:00:00:00:01 0.0.0.0" "$work/heard"
	[ -z "$(ip -6 addr show dev mv525400000001)" ]
	sends() { [ "$(vm-ifstat web 52:54:00:00:00:01 -o TX_PACKETS)" -gt 0 ]; }
	until_so sends
	given twin "$(card bridge 01)"
	run=$(vm-start twin 2>&1) && die started
	[[ $run == *"device mv525400000001 is there already: another guest has that address" ]] || die "$run"
	[ "$(devices)" = mv525400000001 ]
	kill -9 "$(pgrep -x vm-keeper)"
	kill -9 "$(cat "$VIRTUTILS_ROOT/run/qemu/web.pid")"
	reaped() { vm-reap web >/dev/null; [ -z "$(devices)" ]; }
	until_so reaped
	S
}

@test "one comes and goes while the guest runs; a network lends the device that fewest use" {
	lab=$lab inside <<-'S'
	eval "$lab"
	ip link add up1 type veth peer name up2
	ip link set up1 up
	printf '<network><name>pool</name><forward mode="private"><interface dev="up0"/><interface dev="up1"/></forward></network>' | net-define -
	net-start pool
	given web "$(card vepa 01)"
	vm-start --paused web
	for n in 02 03; do
		printf '<interface type="network"><source network="pool"/><mac address="52:54:00:00:00:%s"/></interface>' $n >"$work/$n.xml"
		vm-attach-device web "$work/$n.xml" --live
	done
	ip -d link show mv525400000002 | grep '@up0' && ip -d link show mv525400000002 | grep 'macvtap mode private'
	ip link show mv525400000003 | grep '@up1'
	# What the device sends is what the guest sends.
	vm-iftune web 52:54:00:00:00:01 --outbound=300 --live
	tc class show dev mv525400000001 | grep 'rate 2400Kbit'
	vm-iftune web 52:54:00:00:00:01 --outbound=0 --live
	[ -z "$(tc class show dev mv525400000001)" ]
	printf '<interface type="network"><source network="pool"/><mac address="52:54:00:00:00:04"/><model type="virtio"/><driver queues="3"/><bandwidth><outbound average="500"/></bandwidth></interface>' |
		vm-attach-device web - --live
	tc class show dev mv525400000004 | grep 'rate 4Mbit'
	[ "$(vm-qemu-monitor-command web --hmp 'info network' | grep -c hostnet3)" -eq 3 ]
	seen=$(vm-dumpxml web --xpath='//interface[3]/source')
	[[ $seen =~ network=.pool.\ portid=.*\ dev=.up1.\ mode=.private. ]] || die "$seen"
	[ "$(vm-iflist web -o TYPE,SOURCE --noheadings --raw | sort -u)" = $'direct pool\ndirect up0' ]
	[ "$(net-dumpxml pool --xpath='string(//forward/interface[2]/@connections)')" = 1 ]
	vm-destroy web
	[ -z "$(devices)$(net-port-list --uuid pool)" ]
	lent() { printf '<interface type="network"><source network="pool"/><mac address="52:54:00:00:00:06"/>%s</interface>' "$1"; }
	for what in 'filters <filterref filter="clean-traffic"/>' 'VLANs <vlan><tag id="7"/></vlan>'; do
		given bad "$(lent "${what#* }")"
		run=$(vm-start bad 2>&1) && die started
		[[ $run == *"share"*" has no ${what%% *}" ]] || die "$run"
	done
	[ -z "$(devices)$(net-port-list --uuid pool)" ]
	given bad "$(card bridge 05 | sed s/up0/nowhere/)"
	run=$(vm-start bad 2>&1) && die started
	[[ $run == *"there is no device 'nowhere'" ]] || die "$run"
	[ -z "$(devices)" ]
	S
}

@test "a device that is passed through has the address of the guest, and its own again afterwards" {
	lab=$lab inside <<-'S'
	eval "$lab"
	own=$(cat /sys/class/net/up0/address)
	given web "$(card passthrough 01)"
	vm-start --paused web
	[ "$(cat /sys/class/net/up0/address)" = 52:54:00:00:00:01 ]
	[ "$(cat /sys/class/net/mv525400000001/address)" = 52:54:00:00:00:01 ]
	vm-destroy web
	[ "$(cat /sys/class/net/up0/address)" = "$own" ]
	S
}
