#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-update - change one part of a network

load helpers

host="<host mac='52:54:00:00:00:01' name='one' ip='192.168.122.10'/>"

@test "a host is added, changed and removed, in both definitions" {
	net-update default add ip-dhcp-host "$host" --live --config
	run net-update default add ip-dhcp-host "$host" --live
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "net-update: default: ip-dhcp-host: there is one that says the same" ]
	net-update default add ip-dhcp-host "$host" --live --if-needed
	net-update default modify ip-dhcp-host "<host mac='52:54:00:00:00:01' ip='192.168.122.11'/>" --live
	[ "$(net-dumpxml default --xpath='string(//host/@ip)')" = 192.168.122.11 ]
	[ "$(net-dumpxml --inactive default --xpath='string(//host/@ip)')" = 192.168.122.10 ]
	net-update default delete ip-dhcp-host "<host mac='52:54:00:00:00:01'/>" --live --config
	run net-update default delete ip-dhcp-host "<host mac='52:54:00:00:00:01'/>" --config
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"there is none like that" ]]
}

@test "a MAC address is the same however it is written, and so is an IP address" {
	net-update default add ip-dhcp-host "<host mac='52:54:00:00:00:0a' ip='192.168.122.10'/>" --live
	for twin in "mac='52:54:00:00:00:0A' ip='192.168.122.11'" "mac='52:54:0:0:0:a' ip='192.168.122.11'" \
		"mac='52:54:00:00:00:0b' ip='192.168.0x7a.10'"; do
		run net-update default add ip-dhcp-host "<host $twin/>" --live
		[ "$status" -eq "$FAULT_STATE" ]
	done
	net-update default delete ip-dhcp-host "<host mac='52:54:0:0:0:A'/>" --live
	[ "$(net-dumpxml default --xpath='count(//host)')" = 0 ]
}

@test "a change of both definitions of which one fails changes neither" {
	net-dumpxml default >live
	net-dumpxml --inactive default >stored
	for etc in etc run; do
		draft=$(find "$VIRTUTILS_ROOT/$etc" -path '*network/default.xml' -printf '%h/.%f.new')
		mkdir "$draft"
		run net-update default add ip-dhcp-host "$host" --live --config
		[ "$status" -eq 1 ]
		net-dumpxml default | diff live -
		net-dumpxml --inactive default | diff stored -
		rmdir "$draft"
	done
	net-update default add ip-dhcp-host "$host" --live --config
}

# All but identity; an empty element is written in either way.
the_rest() { grep -v '<name>\|<uuid>\|<mac \|<bridge' | sed -z 's,>\n *</ip>,/>,g'; }

@test "as libvirt does, for each document of the corpus" {
	local base in detail command section parent corpus=$BATS_TEST_DIRNAME/../../shared/corpus/network-update
	[ -d "$corpus" ] || skip "no corpus here"
	net-destroy default
	net-undefine default             # it has the bridge of most of them
	while IFS=$'\t' read -r base _ _ _ _ _ detail; do
		[ "$base" != name ] || continue
		[ -e "$corpus/$base.out.xml" ] || [ -e "$corpus/$base.err" ] || continue
		[[ $detail =~ command:([a-z-]+)\ section:([a-z-]+)\ parent-index:(-?[0-9]+) ]]
		command=${BASH_REMATCH[1]} section=${BASH_REMATCH[2]} parent=${BASH_REMATCH[3]}
		sed 's,<name>.*</name>,<name>it</name>,; /<uuid>/d' "$corpus/$base.network.xml" | net-define -q - 2>/dev/null
		run net-update it "$command" "$section" "$corpus/$base.in.xml" --parent-index="$parent" --config
		if [ -e "$corpus/$base.err" ]; then
			[ "$status" -ne 0 ] || { echo "$base is taken"; return 1; }
		else
			[ "$status" -eq 0 ] || { echo "$base: $output"; return 1; }
			diff <(net-dumpxml it | the_rest) <(the_rest <"$corpus/$base.out.xml") || { echo "$base differs"; return 1; }
		fi
		net-undefine it
	done <"$corpus/MANIFEST.tsv"
}

@test "as libvirt says it: what cannot be changed, what is no host, and where there is no place" {
	net-define -q - <<-X
	<network><name>two</name><ip address='10.1.0.1' netmask='255.255.255.0'><dhcp><range start='10.1.0.2' end='10.1.0.9'/></dhcp></ip>
	<ip address='10.2.0.1' netmask='255.255.255.0'/><ip family='ipv6' address='fd00::1' prefix='64'/></network>
	X
	refused() { run net-update two "${@:3}" --config --parent-index="$2"; [ "$status" -eq "$1" ] || { echo "$status $*: $output"; false; }; }
	refused "$FAULT_UNSUPPORTED" 0 modify ip-dhcp-range '<range/>'
	refused "$FAULT_UNSUPPORTED" 0 modify dns-txt '<txt/>'
	refused "$FAULT_UNSUPPORTED" -1 modify forward-interface '<interface/>'
	refused "$FAULT_XML" 0 add ip-dhcp-host '<host mac="52:54:00:00:00:01" name="a"/>'
	refused "$FAULT_XML" 1 modify ip-dhcp-host '<host mac="52:54:00:00:00:01" name="a"/>'
	refused "$FAULT_XML" 2 delete ip-dhcp-host '<host mac="52:54:00:00:00:01"/>'
	refused "$FAULT_STATE" 0 add ip-dhcp-host '<host mac="52:54:00:00:00:01" ip="fd00::9"/>'
	net-update two add ip-dhcp-host '<host mac="52:54:00:00:00:01" name="b" ip="10.1.0.10"/>' --config --parent-index=0
	refused "$FAULT_STATE" 0 modify ip-dhcp-host '<host name="b" ip="fd00::9"/>'
	refused "$FAULT_STATE" 0 delete ip-dhcp-host '<host mac="52:54:00:00:00:01" ip="fd00::9"/>'
	refused "$FAULT_STATE" 1 add ip-dhcp-host '<host mac="52:54:00:00:00:01" ip="10.2.0.4"/>'
	refused "$FAULT_STATE" 1 add ip-dhcp-range '<range start="10.2.0.4" end="10.2.0.5"/>'
	net-update two add ip-dhcp-host '<host name="a" ip="fd00::9"/>' --config --parent-index=2
}

@test "sections that are no lists are refused" {
	run net-update default modify domain '<domain name="a"/>'
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run net-update default twist ip-dhcp-host "$host"
	[ "$status" -eq "$FAULT_USAGE" ]
	run net-update default add portgroup '<portgroup name="a"/>' --live
	[ "$status" -eq 0 ]
}

@test "the part may stand in a file or come by standard input" {
	echo "$host" >part
	net-update default add ip-dhcp-host part
	net-update default delete ip-dhcp-host - <part
}
