#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter_kernel - filters in a kernel that tracks the connections of bridges, and can refuse them

load machine

corpus=$BATS_TEST_DIRNAME/../../../shared/corpus
modules='bridge veth nft_meta_bridge nft_ct nf_conntrack_bridge nft_reject_bridge nft_connlimit'
programs='nwfilter-define nwfilter-undefine nwfilter-binding-create nwfilter-binding-delete'

# One machine shows it all: what it said is looked at by the tests.
setup_file() {
	needs_machine
	needs nft
	needs ip
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	export work
	put_in "$work/machine" "$(command -v nft)" "$(command -v ip)"
	# The shell takes its own one of that name, which can less, unless it is told which.
	mkdir "$work/machine/tools"
	cp -L "$(command -v ip)" "$work/machine/tools/ip"
	put_in "$work/machine" $(ldconfig -p | awk '/x86-64/ && /libnftables.so.1|libxml2.so.2/ { print $NF }')
	given_corpus
	given_connections
	in_machine "$modules" >"$work/said" <<-'S' || :
	if test -s /tables; then
		nft -f /tables          # all or none
		echo "tables $(grep -c '^table' /tables)"
		nft flush ruleset
	fi
	sh -eux /connections
	echo connections-fine
	S
}
teardown_file() { rm -rf "$work"; }
setup() { tail -n 20 "$work/said"; }
teardown() { :; }

# Tables of all filters of the corpus, made here: bound counts those that should be there.
given_corpus() {
	local n=0 xml
	[ -d "$corpus" ] || return 0
	for xml in "$corpus"/nwfilter-firewall/*.xml "$corpus"/nwfilter/*.in.xml; do
		# What the real libvirt refuses is not for the kernel.
		[[ $xml != *.in.xml || -e ${xml%.in.xml}.out.xml ]] || continue
		sed 's,<uuid>.*</uuid>,,; s/\(<filter[^r>]*name=\).[^ >]*/\1"this"/' "$xml" |
			VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system nwfilter-define -
		n=$((n + 1))
		binding_xml "v$n" this A={1.1.1.1,2.2.2.2,3.3.3.3,3.3.3.3} B={80,90,80,80} \
			C={1080,1090,1100,1110} IPSETNAME=tck_test >"$work/binding.xml"
		VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system "$B/tools/nwfilter_tool" "$work/binding.xml" \
			>>"$work/machine/tables" 2>>"$work/refused" || echo "$xml" >>"$work/refused"
	done
	echo "$n" >"$work/corpus"
}

given_connections() {
	filter_xml mine "<rule action='accept' direction='in' priority='100'><tcp dstportstart='22'/></rule>" \
		"<rule action='accept' direction='out' priority='100'><tcp dstportstart='23'/></rule>" \
		"<rule action='reject' direction='out' priority='150'><tcp dstportstart='22'/></rule>" \
		"<rule action='drop' direction='inout' priority='200'><tcp/></rule>" >"$work/machine/filter.xml"
	binding_xml tap-one mine >"$work/machine/binding.xml"
	cat >"$work/machine/connections" <<-'S'
	ip() { /tools/ip "$@"; }
	mkdir -p /run/netns
	ip link add br0 type bridge
	ip link set br0 up
	for n in 1 2; do
		ip netns add ns$n
		ip link add tap-$n type veth peer name eth0 netns ns$n
		ip link set tap-$n master br0 up
		ip -n ns$n addr add 10.77.0.1$n/24 dev eth0
		ip -n ns$n link set eth0 up
		for port in 22 23; do ip netns exec ns$n nc -ll -p $port -e echo hello & done
	done
	ip link set tap-1 down
	ip link set tap-1 name tap-one
	ip link set tap-one up
	reaches() { test "$(ip netns exec ns$1 timeout 5 nc -w 2 10.77.0.1$2 $3 </dev/null 2>/tmp/why)" = hello; }
	for try in 1 2 3 4 5 6 7 8 9; do reaches 2 1 23 && reaches 1 2 22 && break; done
	reaches 2 1 23
	reaches 1 2 22
	nwfilter-define /filter.xml
	nwfilter-binding-create /binding.xml
	if nft list ruleset | grep flows-; then exit 1; fi
	reaches 2 1 22
	reaches 1 2 23
	if reaches 2 1 23 || reaches 1 2 22; then exit 1; fi
	grep refused /tmp/why
	S
}

@test "all filters of the corpus are taken, but for sets of iptables" {
	[ -d "$corpus" ] || skip "no corpus at $corpus"
	grep -q "ipset 'test'" "$work/refused"
	[ "$(grep -c ^/ "$work/refused")" -eq 1 ]
	grep -qx "tables $(($(<"$work/corpus") - 1))" "$work/said"
}

@test "connections that a guest is allowed to make are answered, and no others; some are refused" {
	grep -qx connections-fine "$work/said"
}
