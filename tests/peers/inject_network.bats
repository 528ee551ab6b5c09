#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_network - programs that change networks of the host, killed and failing in the middle
#
# Whatever they leave, the next command works, and in the end nothing is left.

load network

export calls='write pwrite64 copy_file_range renameat unlink unlinkat symlinkat mkdir mkdirat ftruncate sendto sendmsg pidfd_send_signal vfork clone clone3'
# libnftables crashes when a message of its own cannot be sent: that is a kill
export kills='sendto sendmsg'

@test "a net-start that is killed anywhere leaves nothing behind the next command" {
	inside <<-'S'
	network lab "$nat" "$v4" "$v6" | net-define -
	foreign
	nft -a list ruleset >"$work/before"
	all=$(points "$calls" net-start lab)
	net-destroy lab
	[ "$(wc -l <<<"$all")" -gt 4 ] || die "few points: $all"
	while read -r point; do
		met $point net-start lab || { net-destroy lab; continue; }           # it has fewer calls once its folders are there
		if [ $((${point##* } % 2)) -eq 0 ]; then
			net-start --if-needed lab || die "start after $point"
			[ -n "$(dnsmasq_pid)" ] || die "no dnsmasq after $point"
		fi
		net-destroy --if-needed lab || die "destroy after $point"
		nothing_left lab || die "after $point"
	done <<<"$all"
	nft -a list ruleset | diff "$work/before" -
	S
}

@test "what a killed net-create leaves goes with the next command about any network" {
	inside <<-'S'
	network lab "$nat" "$v4" >"$work/lab.xml"
	network other >"$work/other.xml"
	last=$(INJECT=all POINT='' kills=renameat points renameat net-create "$work/lab.xml" | tail -n 1)
	net-destroy lab
	for next in "net-define $work/other.xml" 'vm-reap --all'; do
		met $last net-create "$work/lab.xml" || die "it was not killed"
		ip link show br-lab >/dev/null
		[ -n "$(dnsmasq_pid)" ]
		$next
		nothing_left lab
	done
	S
}

@test "a net-destroy that is killed anywhere is finished by the next command" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	all=$(points "$calls" net-destroy lab)
	[ "$(wc -l <<<"$all")" -gt 5 ] || die "few points: $all"
	while read -r point; do
		net-start --if-needed lab
		met $point net-destroy lab || continue
		net-destroy --if-needed lab || die "destroy after $point"
		nothing_left lab || die "after $point"
	done <<<"$all"
	S
}

@test "a net-update that is killed anywhere has been done, or can be done" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	all=$(points "$calls" net-update lab add ip-dhcp-host "<host mac='52:54:00:00:00:02' ip='10.77.0.50'/>" --live --config)
	while read -r point; do
		net-update lab delete ip-dhcp-host "<host mac='52:54:00:00:00:02'/>" --live 2>/dev/null || :
		net-update lab delete ip-dhcp-host "<host mac='52:54:00:00:00:02'/>" --config 2>/dev/null || :
		met $point net-update lab add ip-dhcp-host "<host mac='52:54:00:00:00:02' ip='10.77.0.50'/>" --live --config || continue
		net-update lab add ip-dhcp-host "<host mac='52:54:00:00:00:02' ip='10.77.0.50'/>" --live --if-needed
		net-update lab add ip-dhcp-host "<host mac='52:54:00:00:00:02' ip='10.77.0.50'/>" --config --if-needed
		grep -q 10.77.0.50 "$VIRTUTILS_ROOT/run/network/lab.hosts" || die "hosts after $point"
		net-dumpxml lab | grep -q 10.77.0.50 || die "live after $point"
		net-dumpxml --inactive lab | grep -q 10.77.0.50 || die "stored after $point"
	done <<<"$all"
	S
}

@test "addresses and routes of a running network are those before or those after a net-apply that is killed or fails" {
	inside <<-'S'
	two='<ip address="10.80.0.1" prefix="24"/>' route='<route address="10.88.0.0" prefix="16" gateway="10.77.0.2"/>'
	network lab "$nat" "$v4" "$two" '<route address="10.89.0.0" prefix="16" gateway="10.80.0.2"/>' | net-define -
	net-start lab
	net-dumpxml lab --inactive >"$work/1.xml"
	network lab "$nat" "$v4" "$v6" '<ip address="10.79.0.1" prefix="24"/>' "$route" >"$work/2.xml"
	now() {
		ip -o -4 addr show dev br-lab
		ip -o -6 addr show dev br-lab scope global
		ip route show dev br-lab
		ip -6 route show fd00:77::/64
		nft list table inet virtutils-br-lab
	}
	now >"$work/1"
	net-apply --live "$work/2.xml"
	now >"$work/2"
	grep -q fd00:77::1 "$work/2" && grep -q '10.88.0.0/16 via 10.77.0.2' "$work/2"
	net-apply --live "$work/1.xml"
	now | diff "$work/1" -
	all=$(points "$calls" net-apply --live "$work/2.xml")
	[ "$(wc -l <<<"$all")" -gt 5 ] || die "few points: $all"
	while read -r point; do
		net-apply --live "$work/1.xml" || die "back after $point"
		met $point net-apply --live "$work/2.xml" || continue
		net-desc --live lab --title "$point" || die "next after $point"
		live=$(net-dumpxml lab | grep -c 10.79) || :
		now | diff "$work/$((live + 1))" - || die "after $point it is neither"
	done <<<"$all"
	# What somebody has done already, or undone, is no hindrance.
	net-apply --live "$work/1.xml"
	ip addr add 10.79.0.1/24 brd + dev br-lab
	ip addr del 10.80.0.1/24 dev br-lab
	net-apply --live "$work/2.xml"
	now | diff "$work/2" -
	# The last address takes all routes with it: those that stay come back.
	network lab "$nat" "${v4/24/16}" "$route" | net-apply --live -
	ip route show dev br-lab | grep -q '10.88.0.0/16 via 10.77.0.2'
	S
}

@test "programs of the table, met anywhere" {
	inside <<-'S'
	. "$BATS_HERE/inject_network_inside.bash"
	rows_met
	S
}
