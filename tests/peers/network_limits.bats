#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_limits - limits on what is received, in a kernel that can drop what is too much

load machine

modules='bridge sch_htb sch_ingress cls_u32 act_police'
programs='net-define net-start net-destroy net-update net-apply'
libraries='libsmartcols.so.1 libnl-3.so.200 libxml2.so.2'

setup() {
	needs_machine
	needs tc
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	put_in "$work/machine" "$(command -v tc)"
	# The shell has one of that name, which can less.
	mkdir "$work/machine/tools"
	cp -L "$(command -v tc)" "$work/machine/tools/tc"
}
teardown() { rm -rf "$work"; }

@test "what a network sends and receives has its limits" {
	cat >"$work/machine/net.xml" <<-X
	<network><name>lab</name><forward mode='open'/><bridge name='br-lab' stp='off' macTableManager='libvirt'/><dns enable='no'/>
	<bandwidth><inbound average='1000' peak='2000' burst='64'/><outbound average='40' burst='8'/></bandwidth>
	<ip address='10.77.0.1' prefix='24'/></network>
	X
	sed '/<bandwidth>/d' "$work/machine/net.xml" >"$work/machine/free.xml"
	in_machine "$modules" >"$work/said" 2>&1 <<-'S' || { cat "$work/said"; return 1; }
	net-define /net.xml
	net-start lab
	[ "$(cat /sys/class/net/br-lab/bridge/vlan_filtering)" = 1 ]
	/tools/tc class show dev br-lab
	/tools/tc filter show dev br-lab ingress
	net-destroy lab
	net-define /free.xml
	net-start lab
	echo "left: $(/tools/tc filter show dev br-lab ingress) $(/tools/tc class show dev br-lab)"
	S
	cat "$work/said"
	grep -q 'rate 8Mbit ceil 16Mbit burst 64Kb' "$work/said"
	grep -q 'police .*rate 320Kbit burst 8Kb mtu 64Kb action drop' "$work/said"
	grep -q '^left:  *$' "$work/said"
}
