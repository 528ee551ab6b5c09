#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter_packets - rules about packets and their connections, in a real nftables

load network

lab='. "$BATS_HERE/nwfilter_inside.bash"; given_lab'

@test "connections that a guest is allowed to make are answered, and no others" {
	inside <<-S
	$lab
	ip -n one addr add 10.77.0.11/24 dev eth0
	ip -n two addr add 10.77.0.12/24 dev eth0
	for who in one two; do
		for port in 22 23; do from \$who busybox nc -ll -p \$port -e echo hello & done
	done
	reaches() { [ "\$(from "\$1" timeout 2 busybox nc -w 1 "\$2" "\$3" </dev/null 2>/dev/null)" = hello ]; }
	until_so reaches two 10.77.0.11 22
	until_so reaches two 10.77.0.11 23
	until_so reaches one 10.77.0.12 22
	filter mine "<rule action='accept' direction='in' priority='100'><tcp dstportstart='22'/></rule>" \
		"<rule action='accept' direction='out' priority='100'><tcp dstportstart='23'/></rule>" \
		"<rule action='accept' direction='out' priority='100'><icmp/></rule>" \
		"<rule action='drop' direction='inout' priority='200'><all/></rule>"
	bind tap-one \$one mine
	reaches two 10.77.0.11 22
	no reaches two 10.77.0.11 23
	reaches one 10.77.0.12 23
	no reaches one 10.77.0.12 22
	pings one 10.77.0.12
	filter mine "<rule action='accept' direction='inout' priority='100'><all state='ESTABLISHED'/></rule>" \
		"<rule action='accept' direction='out' priority='100'><tcp dstportstart='22' state='NEW'/></rule>" \
		"<rule action='reject' direction='inout' priority='200'><tcp/></rule>"
	reaches one 10.77.0.12 22
	no reaches one 10.77.0.12 23
	no reaches two 10.77.0.11 22
	S
}

@test "all filters of the corpus are taken by the kernel" {
	corpus=$BATS_TEST_DIRNAME/../../../shared/corpus
	[ -d "$corpus" ] || skip "no corpus at $corpus"
	inside <<-S
	. "\$BATS_HERE/nwfilter_inside.bash"
	ip link add vnet0 type veth peer name eth0
	refused=
	for xml in $corpus/nwfilter-firewall/*.xml $corpus/nwfilter/*.in.xml; do
		# What the real libvirt refuses is not for the kernel.
		[[ \$xml == *.in.xml && ! -e \${xml%.in.xml}.out.xml ]] && continue
		name=\$(sed -n "0,/<filter /s/.*<filter[^>]* name='\([^']*\)'.*/\1/p" "\$xml")
		sed 's,<uuid>.*</uuid>,,' "\$xml" | nwfilter-define -
		bind vnet0 \$one "\$name" A={1.1.1.1,2.2.2.2,3.3.3.3,3.3.3.3} B={80,90,80,80} C={1080,1090,1100,1110} \
			2>"\$work/why" || refused+=" \$(basename "\$xml" .xml):\$(sed 's/.*: \([a-z-]*\).*: .*/\1/' "\$work/why")"
		nwfilter-binding-delete --if-needed vnet0
		nwfilter-undefine "\$name"
	done
	# Sets of iptables are not for nftables; and not every kernel counts the connections of bridges.
	printf 'table bridge t { chain c { ct state new\n } }\n' | nft -f - 2>/dev/null && limits= || limits=1
	[ "\$refused" = "\${limits:+ conntrack:connlimit-above}\${limits:+ conntrack-test.in:connlimit-above} ipset-test.in:ipset" ] || die "\$refused"
	S
}
