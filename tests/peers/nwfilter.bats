#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Network filters in a real nftables: frames that guests should not send do not arrive.

load network

lab='. "$BATS_HERE/nwfilter_inside.bash"; given_lab'

@test "clean-traffic: DHCP and honest frames pass, spoofed MAC, IP and ARP do not" {
	inside <<-S
	$lab dhcp
	bind tap-one \$one clean-traffic
	a=\$(dhcp one) b=\$(dhcp two)
	pings one "\$b"
	pings two "\$a"
	hear two
	send one udp \$evil \$a 10.77.0.255 9 9 bad-mac
	send one udp \$one 10.77.0.77 10.77.0.255 9 9 bad-ip
	send one udp \$one 192.0.2.9 10.77.0.255 9 9 bad-net
	send one arp \$one \$evil \$a 10.77.0.1
	send one arp \$one \$one 10.77.0.1 10.77.0.1
	send one arp \$evil \$one \$a 10.77.0.1
	send one raw \$one 88cc bad-type
	send one raw \$one 86dd bad-six
	send one arp \$one \$one \$a 10.77.0.1
	mark one two \$a
	heard two "arp \$one \$one \$a"
	no heard two bad
	no heard two \$evil
	no heard two "raw \$one"
	no heard two "arp \$one \$one 10.77.0.1\$"
	nwfilter-binding-delete tap-one
	send one udp \$evil 10.77.0.77 10.77.0.255 9 9 now-free
	until_so heard two now-free
	[ -z "\$(tables)" ]
	S
}

@test "the first address that a guest uses is his, from then on" {
	inside <<-S
	$lab
	hear two
	bind tap-one \$one clean-traffic
	send one arp \$one \$one 0.0.0.0 10.77.0.50
	send one arp \$one \$one 10.77.0.50 10.77.0.1
	send one udp \$one 10.77.0.51 10.77.0.255 9 9 bad-second
	mark one two 10.77.0.50
	no heard two bad
	grep -q 'elements = { 10.77.0.50 }' <(rules tap-one)
	S
}

@test "learned by DHCP only: an address that nobody gave is nobody's" {
	inside <<-S
	$lab dhcp
	hear two
	bind tap-one \$one clean-traffic CTRL_IP_LEARNING=dhcp DHCPSERVER=10.77.0.1
	send one udp \$one 10.77.0.50 10.77.0.255 9 9 bad-static
	a=\$(dhcp one)
	send one udp \$one 10.77.0.50 10.77.0.255 9 9 bad-still
	mark one two \$a
	no heard two bad
	grep -q "elements = { \$a }" <(rules tap-one)
	S
	inside <<-S
	$lab
	run=\$(bind tap-one \$one clean-traffic CTRL_IP_LEARNING=none 2>&1) && die bound
	[[ \$run == *"filter 'no-ip-spoofing': variable 'IP' has no value" ]] || die "\$run"
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)" ]
	S
}

@test "several addresses that are said, and none learned" {
	inside <<-S
	$lab
	hear two
	bind tap-one \$one clean-traffic IP=10.77.0.50 IP=10.77.0.51
	send one udp \$one 10.77.0.52 10.77.0.255 9 9 bad
	mark one two 10.77.0.50
	mark one two 10.77.0.51
	no heard two bad
	no grep -q learned <(rules tap-one)
	S
}

@test "a filter that is changed is in force at once, and what was learned stays" {
	inside <<-S
	$lab
	hear two
	filter mine "<filterref filter='clean-traffic'/>"
	bind tap-one \$one mine
	mark one two 10.77.0.50
	nwfilter-dumpxml no-other-l2-traffic >\$work/before
	filter mine "<filterref filter='clean-traffic'/>" \
		"<rule action='drop' direction='out' priority='-990'><ip protocol='udp' dstportstart='10' dstportend='12'/></rule>"
	grep -q 'elements = { 10.77.0.50 }' <(rules tap-one)
	send one udp \$one 10.77.0.50 10.77.0.255 9 11 bad-port
	mark one two 10.77.0.50
	no heard two bad
	run=\$(filter mine "<filterref filter='gone'/>" 2>&1) && die defined
	[[ \$run == *"no such network filter: 'gone'" ]] || die "\$run"
	nwfilter-dumpxml mine | grep -q clean-traffic
	mark one two 10.77.0.50
	S
}

@test "rules by priority, chains by theirs, return and continue" {
	inside <<-S
	$lab
	hear two
	printf '<filter name="late" chain="ipv4-late" priority="-100"><rule action="drop" direction="out"><ip protocol="udp" dstportstart="9"/></rule></filter>' | nwfilter-define -
	printf '<filter name="early" chain="ipv4-early" priority="-200">%s%s</filter>' \
		'<rule action="accept" direction="out" priority="20"><ip protocol="udp" srcportstart="8"/></rule>' \
		'<rule action="return" direction="out" priority="10"><ip protocol="udp" srcportstart="7" srcportend="8"/></rule>' | nwfilter-define -
	filter mine "<filterref filter='late'/><filterref filter='early'/>" \
		"<rule action='continue' direction='out' priority='-999'><mac/></rule>" \
		"<rule action='accept' direction='out' priority='-150'><ip protocol='udp' srcportstart='6'/></rule>"
	bind tap-one \$one mine
	send one udp \$one 10.77.0.50 10.77.0.255 7 9 bad-returned
	send one udp \$one 10.77.0.50 10.77.0.255 8 9 bad-returned
	send one udp \$one 10.77.0.50 10.77.0.255 5 9 bad-late
	send one udp \$one 10.77.0.50 10.77.0.255 6 9 good-root
	until_so heard two good-root
	no heard two bad
	S
}

@test "ARP that nobody asked for is told from other ARP" {
	inside <<-S
	$lab
	hear two
	filter mine "<rule action='drop' direction='out'><arp gratuitous='true'/></rule>"
	bind tap-one \$one mine
	send one arp \$one \$one 10.77.0.50 10.77.0.50
	send one arp \$one \$one 10.77.0.51 10.77.0.50
	until_so heard two "arp \$one \$one 10.77.0.51"
	no heard two "arp \$one \$one 10.77.0.50"
	S
}

@test "rules of others are untouched, and tables of ports that went away go with the next change" {
	inside <<-S
	$lab
	foreign
	nft -a list ruleset >"\$work/before"
	bind tap-one \$one clean-traffic
	bind tap-two \$two clean-traffic
	ip link del tap-two
	touch "\$VIRTUTILS_ROOT/run/nwfilter/changing"
	nwfilter-binding-delete tap-one
	nft -a list ruleset | diff "\$work/before" -
	[ -z "\$(nwfilter-binding-list --noheadings)" ]
	S
}

@test "values of variables cannot leave their place" {
	inside <<-S
	$lab
	filter mine "<rule action='accept' direction='out'><ip srcipaddr='\\\$X'/></rule>"
	for value in '1.2.3.4 accept' '1.2.3.4;flush ruleset' '\$IP' '{ 1.2.3.4 }' '' '1.2.3.400' '@learned'; do
		run=\$(bind tap-one \$one mine "X=\$value" 2>&1) && die "bound: \$value"
		[[ \$run == *"is no IPv4 address" || \$run == *" parameter"* || \$run == *"has no value" ]] || die "\$run"
	done
	filter mine "<rule action='accept' direction='out'><ip comment='&quot; drop; \\\\'/></rule>"
	bind tap-one \$one mine
	[ "\$(rules tap-one | grep -c accept)" -eq 2 ]
	S
}

@test "a filter that thirty cards use is changed in one transaction, or not at all" {
	inside <<-'S'
	. "$BATS_HERE/nwfilter_inside.bash"
	for i in $(seq 30); do echo "link add card$i type veth peer name end$i"; done | ip -batch -
	set_of() { filter set "<uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2d</uuid><filterref filter='clean-traffic'/><rule action='drop' direction='in'><tcp dstportstart='$1'/></rule>"; }
	set_of 1001
	# It says of every transaction who made it.
	stdbuf -oL nft monitor >"$work/seen" &
	sees() { nft "add table inet $1; delete table inet $1"; grep -q "table inet $1" "$work/seen"; }
	until_so sees begun
	for i in $(seq 29); do bind "card$i" 52:54:00:00:00:01 set IP=10.0.0.$i PORT=9; done
	bind card30 52:54:00:00:00:01 set IP=10.0.0.30
	set_of 1002
	until_so sees ended
	[ "$(grep -c 'new generation.*nwfilter-define' "$work/seen")" -eq 1 ] || die "$(grep generation "$work/seen")"
	[ "$(nft list ruleset bridge | grep -c 'dport 1002')" -eq 30 ]
	no grep -q 'dport 1001' <(nft list ruleset bridge)
	before=$(nft list ruleset | md5sum)
	run=$(set_of '$PORT' 2>&1) && die "one of them has no PORT"
	[[ $run == *"filter of card30: "*"variable 'PORT' has no value" ]] || die "$run"
	[ "$(nft list ruleset | md5sum)" = "$before" ]
	S
}
