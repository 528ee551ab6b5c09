#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Networks of the host with real dnsmasq and nftables; namespaces are the guests.

load network

@test "guests of a NAT network get addresses, know each other and reach the world, which does not reach them" {
	inside <<-'S'
	world
	network lab "$nat" '<domain name="lab.test" localOnly="yes"/>' "$v4" "$v6" | net-define -
	net-start lab
	guest one 01 br-lab; guest two 02 br-lab
	a=$(dhcp one) b=$(dhcp two)
	[[ $a == 10.77.0.1?? && $b == 10.77.0.1?? && $a != "$b" ]] || die "$a $b"
	resolves one two.lab.test "$b"
	pings one "$b"
	until_so has_v6 one
	pings one 192.0.2.2
	pings one 2001:db8:99::2
	misses world "$a" world "$(ip -n one -6 -o addr show dev eth0 scope global | awk '{ sub("/.*", "", $4); print $4; exit }')"
	net-dhcp-leases lab -o MAC,PROTOCOL,ADDRESS,HOSTNAME --noheadings --raw |
		grep -x "52:54:00:00:00:01 ipv4 $a/24 one"
	net-dhcp-leases lab --mac=52:54:00:00:00:02 -o HOSTNAME --noheadings | grep -x two
	S
}

@test "routed guests keep their addresses, and are reached" {
	inside <<-'S'
	world
	usual_network lab '<forward mode="route"/>' "$v4" | net-define -
	net-start lab
	guest one 01 br-lab
	a=$(dhcp one)
	pings one 192.0.2.2
	pings world "$a"
	S
}

@test "an open network has no rules" {
	inside <<-'S'
	network lab '<forward mode="open"/>' "$v4" | net-define -
	net-start lab
	[ -z "$(nft list ruleset)" ]
	net-destroy lab
	nothing_left lab
	S
}

@test "an isolated network leaks nothing, in neither direction" {
	inside <<-'S'
	world
	echo 1 >/proc/sys/net/ipv4/ip_forward
	network lab "$v4" | net-define -
	net-start lab
	guest one 01 br-lab; guest two 02 br-lab
	a=$(dhcp one) b=$(dhcp two)
	pings one "$b"
	ip -n one route add 192.0.2.0/24 via 10.77.0.1
	misses one 192.0.2.2 world "$a"
	from one busybox nslookup example.org 10.77.0.1 >"$work/answer" 2>&1 || :
	no grep -q '^Address.*93\.' "$work/answer"
	S
}

@test "guests of two networks do not reach each other" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	network far "$nat" '<ip address="10.78.0.1" prefix="24"/>' | net-define -
	net-start lab far
	guest one 01 br-lab; guest two 02 br-far
	dhcp one >/dev/null
	ip -n two addr add 10.78.0.2/24 dev eth0
	ip -n two route add default via 10.78.0.1
	pings two 10.78.0.1
	misses one 10.78.0.2
	S
}

@test "a host is added while guests stay connected" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	(ulimit -S -t 1000; net-start lab)
	guest one 01 br-lab; guest two 02 br-lab
	a=$(dhcp one)
	before=$(dnsmasq_pid)
		grep '^Max cpu time *unlimited' "/proc/$before/limits"
	net-update lab add ip-dhcp-host "<host mac='52:54:00:00:00:02' name='two' ip='10.77.0.50'/>" --live --config
	net-update lab add dns-host "<host ip='10.77.0.9'><hostname>nine</hostname></host>" --live
	[ "$(dnsmasq_pid)" = "$before" ]
	[ "$(dhcp two)" = 10.77.0.50 ]
	until_so resolves one nine 10.77.0.9
	pings one 10.77.0.50
	[ "$(address_of one)" = "$a" ]
	net-update lab delete ip-dhcp-host "<host mac='52:54:00:00:00:02'/>" --live
	no grep 10.77.0.50 <(net-dumpxml lab)
	grep 10.77.0.50 <(net-dumpxml --inactive lab)
	no grep nine <(net-dumpxml --inactive lab)
	S
}

@test "a range that is changed needs another dnsmasq; guests stay connected" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	guest one 01 br-lab
	a=$(dhcp one)
	net-update lab delete ip-dhcp-range "<range start='10.77.0.100' end='10.77.0.110'/>" --live
	net-update lab add ip-dhcp-range "<range start='10.77.0.200' end='10.77.0.201'/>" --live
	pings one 10.77.0.1
	guest two 02 br-lab
	[[ $(dhcp two) == 10.77.0.20[01] ]]
	S
}

@test "tables of others are byte for byte as before; a network that goes leaves nothing" {
	inside <<-'S'
	foreign
	nft -a list ruleset >"$work/before"
	network lab "$nat" "$v4" "$v6" | net-define -
	net-start lab
	nft list table inet virtutils-br-lab | grep masquerade
	net-update lab add dns-host "<host ip='10.77.0.9'><hostname>nine</hostname></host>" --live
	net-destroy lab
	nothing_left lab
	nft -a list ruleset | diff "$work/before" -
	S
}

@test "a dnsmasq that was killed is named, and put back" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	kill -9 "$(dnsmasq_pid)"
	until_so finding lab 'dnsmasq conflict'
	nft delete table inet virtutils-br-lab
	finding lab 'rules conflict'
	net-start --repair lab
	finding lab 'rules ok'
	guest one 01 br-lab
	dhcp one
	kill -9 "$(dnsmasq_pid)"
	net-destroy lab
	nothing_left lab
	S
}

@test "a bridge of somebody else's is left alone" {
	inside <<-'S'
	ip link add br-lab type bridge
	network lab "$nat" "$v4" | net-define -
	no net-start lab
	finding lab 'bridge conflict'
	ip link show br-lab
	no nft list table inet virtutils-br-lab 2>/dev/null
	S
}

@test "addresses that are in use are refused, and a network takes free ones" {
	inside <<-'S'
	ip link add up0 type veth peer name up1
	ip addr add 10.77.0.200/25 dev up0
	network lab "$nat" "$v4" | net-define -
	run=$(net-start lab 2>&1) && die started
	[ "$run" = "net-start: lab: addresses of 10.77.0.1/24 are in use on device up0" ] || die "$run"
	nothing_left lab
	finding lab 'subnet conflict'
	network lab "$nat" "$v4" | net-define --auto-subnet -
	net-dumpxml lab --xpath=//ip/@address | grep 192.168.122.1
	net-dumpxml lab --xpath=//range/@end | grep 192.168.122.110
	net-start lab
	S
}

@test "conflicts are named: forwarding, a taken port, a firewall in the way, an overlap" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-check lab
	nft add table inet hostile
	nft add chain inet hostile fw '{ type filter hook forward priority 10; policy drop; }'
	finding lab 'firewall conflict' | grep hostile
	nft delete table inet hostile
	dnsmasq --conf-file=/dev/null --pid-file="$work/other"
	finding lab 'dns-port conflict'
	kill "$(cat "$work/other")"
	network lap '<forward mode="route"/>' '<ip address="10.77.0.129" prefix="25"/>' | net-define -
	finding lab 'subnet conflict' | grep lap
	S
}

@test "forwarding that was switched off under an active network is named, and switched on" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	echo 0 >/proc/sys/net/ipv4/ip_forward
	finding lab 'forwarding conflict' | grep ip_forward
	net-start --repair lab
	finding lab 'forwarding ok'
	S
}

@test "a transient network is gone when it is taken down" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-create -
	net-list -o NAME,PERSISTENT --noheadings --raw | grep -x 'lab no'
	net-destroy lab
	nothing_left lab
	no net-info lab 2>/dev/null
	S
}

@test "guests of a network with isolated ports see only the host" {
	inside <<-'S'
	network lab "$nat" '<port isolated="yes"/>' "$v4" | net-define -
	net-start lab
	port='<networkport><owner><name>g</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner><mac address="52:54:00:00:00:01"/></networkport>'
	uuid=$(net-port-create lab - <<<"$port")
	net-port-dumpxml lab "$uuid" --xpath=//port/@isolated | grep yes
	net-port-dumpxml lab "$uuid" --xpath=//plug/@bridge | grep br-lab
	net-port-list lab -o OWNER,TYPE --noheadings --raw | grep -x 'g network'
	net-port-delete lab "$uuid"
	[ -z "$(net-port-list --uuid lab)" ]
	S
}

@test "a network is made to match a document while guests stay connected" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	guest one 01 br-lab
	a=$(dhcp one)
	network lab "$nat" "$v4" '<ip address="10.79.0.1" prefix="24"/>' '<route address="10.88.0.0" prefix="16" gateway="10.77.0.2"/>' |
		net-apply --live -
	pings one 10.77.0.1
	pings one 10.79.0.1
	ip route show 10.88.0.0/16 | grep 'via 10.77.0.2 .*metric 1 '
	# What the document leaves open the live one says, as libvirt's does; the same document again changes nothing.
	[ "$(net-dumpxml lab --xpath='string(//nat/port/@end)')" = 65535 ]
	[ "$(net-dumpxml lab --inactive --xpath='count(//nat/port)')" = 0 ]
	net-dumpxml lab | net-apply --live --exit-code -
	network lab "$nat" "$v4" | net-apply --live -
	[ -z "$(ip route show 10.88.0.0/16)" ]
	no grep 10.79 <(ip addr)
	pings one 10.77.0.1
	[ "$(address_of one)" = "$a" ]
	run=$(network other "$nat" "$v4" | sed '/<name>/s/other/lab/' | net-apply --live - 2>&1) && die taken
	[[ $run == *": the bridge of an active network cannot change" ]] || die "$run"
	S
}

@test "of a network whose bridge somebody removed nothing is left once it is taken down" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	foreign
	nft -a list ruleset >"$work/before"
	net-start lab
	ip link del br-lab
	net-destroy --if-needed lab
	nothing_left lab
	nft -a list ruleset | diff "$work/before" -
	net-start lab
	# A bridge of somebody else's that has the name meanwhile stays.
	ip link del br-lab
	ip link add br-lab type bridge
	net-destroy --if-needed lab
	ip link show br-lab >/dev/null
	S
}

@test "a network that cannot be what it was can be taken down" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	mkdir "$work/bin"
	printf '#!/bin/sh\nexit 3\n' >"$work/bin/dnsmasq"
	chmod +x "$work/bin/dnsmasq"
	PATH=$work/bin:$PATH
	no net-apply --live - <<<"$(network lab "$nat" "${v4/110/109}")"
	no net-desc --live lab --title new
	net-destroy lab || die "it stays"
	nothing_left lab
	S
}

@test "limits of more than can be counted are no narrow ones" {
	needs tc
	inside <<-'S'
	network lab '<bandwidth><inbound average="18446744073709552" burst="18014398509481985"/></bandwidth>' "$v4" | net-define -
	net-start lab
	tc class show dev br-lab | grep ' rate [0-9]*Tbit ' || die "$(tc class show dev br-lab)"
	S
}

@test "a forwarder has the port that is said; who asks is not told of a network's names" {
	inside <<-'S'
	network lab "$nat" '<dns><forwarder domain="corp.test" addr="192.0.2.1" port="5353"/><forwarder addr="2001:db8::1"/></dns>' "$v4" |
		net-define -
	net-start lab
	grep -x 'server=/corp.test/192.0.2.1#5353' "$VIRTUTILS_ROOT"/run/network/lab.*
	grep -x 'server=2001:db8::1' "$VIRTUTILS_ROOT"/run/network/lab.*
	run=$(network other '<domain name="other.test" register="yes"/>' | net-define - 2>&1) && die "taken"
	[[ $run == *"domain 'other.test': it is not registered"* ]] || die "$run"
	S
}

@test "hostile text does not get into dnsmasq's or nft's input" {
	inside <<-'S'
	try() { if network bad "$nat" "$1" "$v4" | net-define - 2>"$work/said"; then net-start bad; else [ "$(wc -l <"$work/said")" -eq 1 ]; fi; }
	touched="$work/touched"
	script="#!/bin/sh
touch $touched"
	printf '%s\n' "$script" >"$work/evil"; chmod 755 "$work/evil"
	for text in "a&#10;dhcp-script=$work/evil" "a&#13;b" 'a,b' 'a b' 'a"b' "a'b" 'a#b' 'a/b' '$(touch x)' '`x`' "; flush ruleset" '&#x7f;'; do
		for xml in "<domain name=\"$text\"/>" \
			"<dns><host ip=\"10.77.0.9\"><hostname>$text</hostname></host></dns>" \
			"<dns><txt name=\"$text\" value=\"x\"/></dns>" "<dns><txt name=\"t.x\" value=\"$text\"/></dns>" \
			"<dns><srv service=\"s\" protocol=\"tcp\" domain=\"$text\" target=\"$text\" port=\"1\"/></dns>" \
			"<dns><forwarder domain=\"$text\" addr=\"10.77.0.9\"/></dns>"; do
			xml=${xml//name=\"a\"b/name=\"a&quot;b}
			try "$xml"
			if net-info bad >/dev/null 2>&1; then
				no grep -x "dhcp-script=.*\|flush ruleset" "$VIRTUTILS_ROOT"/run/network/bad.*
				guest one 01 br-bad; dhcp one >/dev/null; ip netns del one
				net-destroy bad
				nothing_left bad
				net-undefine bad
			fi
		done
	done
	[ ! -e "$touched" ]
	S
}

@test "two hosts with one address, or one MAC address, are refused, and so is a bridge of another network" {
	inside <<-'S'
	host() { printf '<host mac="52:54:00:00:00:%s" ip="10.77.0.%s"/>' "$@"; }
	refused() {
		run=$(network lab "<ip address='10.77.0.1' prefix='24'><dhcp>$1</dhcp></ip>" | net-define - 2>&1) && die "taken: $1"
		[ "$run" = "net-define: standard input: $2" ] || die "$run"
	}
	refused "$(host 01 5)$(host 02 6)$(host 03 5)" 'dhcp host: address 10.77.0.5 is there twice'
	refused "$(host 01 5)$(host 01 6)" 'dhcp host: MAC address 52:54:00:00:00:01 is there twice'
	refused "$(host 0a 5)$(host 0A 6)" 'dhcp host: MAC address 52:54:00:00:00:0A is there twice'
	network lab "<ip address='10.77.0.1' prefix='24'><dhcp>$(host 01 5)$(host 02 6)</dhcp></ip>" | net-define -
	run=$(network other | sed s/br-other/br-lab/ | net-define - 2>&1) && die "two networks have one bridge"
	[[ $run == *br-lab* ]] || die "$run"
	[ "$(net-list --all --name)" = lab ]
	S
}

@test "dnsmasq is told what libvirt tells it, for each network of the corpus" {
	local corpus=$BATS_TEST_DIRNAME/../../../shared/corpus/network-dnsmasq
	[ -d "$corpus" ] || skip "no corpus here"
	corpus=$corpus inside <<-'S'
	# Comments and paths are each one's own; libvirt 4.0 wrote no masks, and other words for
	# "this interface only".  Where it says bind-interfaces it spoke to a dnsmasq too old to
	# advertise routers.
	told() {
		sed -E -e "$old" -e '/^(#|pid-file=|dhcp-leasefile=|bind-|interface=|listen-address=|except-interface=)/d
			s,=.*/([^/]*hosts)"?$,=\1,; s,=[^=]*\.(hostsfile|addnhosts)$,,; s,^(dhcp-hostsfile|addn-hosts)=.*,\1,
			s/^(dhcp-range=[^,]*,[^,]*),255[.0-9]*/\1/; s/^(dhcp-range=[0-9.]+,static).*/\1/' "$1" | sort
	}
	mount -t tmpfs -o mode=755 tmpfs /var/lib
	mkdir /var/lib/tftproot
	n=0
	for xml in "$corpus"/*.xml; do
		old=$(grep -q '^bind-interfaces' "${xml%.xml}.out40.conf" && echo '/ra-only$|^enable-ra$/d' || :)
		name=$(sed -n 's,.*<name>\(.*\)</name>.*,\1,p' "$xml" | sed 's/&quot;/"/g')
		net-define "$xml" && net-start "$name" || die "$xml"
		diff <(told "${xml%.xml}.out40.conf") <(told "$VIRTUTILS_ROOT/run/network/$name.dnsmasq") || die "$xml differs"
		net-destroy "$name"
		net-undefine "$name"
		n=$((n + 1))
	done
	[ $n -ge 13 ]
	S
}

@test "rules that somebody flushed come back with the next change, and with net-apply" {
	inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	nft flush ruleset
	[[ $(finding lab rules) == *missing* ]]
	net-update lab add-last ip-dhcp-host '<host mac="52:54:00:00:00:09" ip="10.77.0.9"/>' --live
	nft list table inet virtutils-br-lab | grep masquerade >/dev/null
	nft flush ruleset
	net-dumpxml lab | net-apply --live -
	nft list table inet virtutils-br-lab | grep masquerade >/dev/null
	net-destroy lab
	nothing_left lab
	S
}
