#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Filters of ../shared/corpus are compiled to as many rules as the real libvirt makes of them.

load helpers

corpus=$BATS_TEST_DIRNAME/../../shared/corpus/nwfilter-firewall

# The values of variables with which the corpus was made.
corpus_binding() {
	binding_xml vnet0 tck-testcase A={1.1.1.1,2.2.2.2,3.3.3.3,3.3.3.3} B={80,90,80,80} \
		C={1080,1090,1100,1110} IPSETNAME=tck_test
}

# Both sides as lines "WAY WHAT COUNT": rules for frames and packets each way, and the states that
# those for packets are for.  ebtables and iptables call what comes from the guest J, and count what
# goes to the host itself once more (HJ): a bridge has no such difference.
theirs() {
	tr -d '\n\\' <"$1" | sed 's/\(eb\|ip6\?\)tables /\n&/g' | awk '
		/-A (libvirt-)?J-vnet0/ && !/-j J-/ { n["from frames"]++ }
		/-A (libvirt-)?P-vnet0/ && !/-j P-/ { n["to frames"]++ }
		/-A FJ-/ { n["from packets"]++; count("from") }
		/-A FP-/ { n["to packets"]++; count("to") }
		function count(way) { if (match($0, /--state [A-Z,]*/)) n[way " " tolower(substr($0, RSTART + 8, RLENGTH - 8))]++ }
		END { for (i in n) print i, n[i] }' | sort
}
ours() {
	nwfilter_tool <(corpus_binding) | awk '
		$1 == "chain" { way = $2; sub(/-.*/, "", way); kind = $2 ~ /-packets$/ ? "packets" : "frames" }
		/^\t\t/ && /(accept|drop|reject|return|continue)( comment .*)?$/ && !/jump/ {
			n[way " " kind]++
			if (match($0, /ct state [a-z,]*/)) n[way " " substr($0, RSTART + 9, RLENGTH - 9)]++
		}
		END { for (i in n) if (i !~ /^(enter|learn|accept)/) print i, n[i] }' | sort
}

@test "as many rules each way, for the same states" {
	[ -d "$corpus" ] || skip "no corpus at $corpus"
	export VIRTUTILS_URI=qemu:///system PATH="$B/tools:$PATH"
	for xml in "$corpus"/*.xml; do
		sed 's,<uuid>.*</uuid>,,' "$xml" | nwfilter-define -
		diff <(theirs "${xml%.xml}.out40.args") <(ours) || { echo "$xml"; failed=1; }
	done
	[ -z "${failed:-}" ]
}
