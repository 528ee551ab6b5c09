#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_libvirt - networks beside the real libvirt's: the same changes, the same documents

load libvirtd

documents='
	uri=network:///system
	echo "<network><name>n</name><uuid>c7a5fdbd-edaf-9455-926a-000000000001</uuid><forward mode=\"open\"/><bridge name=\"vbu\" stp=\"off\"/><mac address=\"52:54:00:aa:bb:02\"/><domain name=\"d.test\"/><dns><txt name=\"t\" value=\"v\"/><host ip=\"10.3.0.7\"><hostname>h</hostname></host><srv service=\"ldap\" protocol=\"tcp\" domain=\"d\" target=\"t\" port=\"389\"/></dns><ip address=\"10.3.0.1\" prefix=\"24\"><dhcp><range start=\"10.3.0.10\" end=\"10.3.0.20\"/><host mac=\"52:54:00:11:22:33\" name=\"a\" ip=\"10.3.0.50\"/></dhcp></ip><ip family=\"ipv6\" address=\"fd00:3::1\" prefix=\"64\"><dhcp><range start=\"fd00:3::10\" end=\"fd00:3::20\"/></dhcp></ip><portgroup name=\"a\" default=\"yes\"/></network>" >n.xml
	echo "<network><name>p</name><uuid>c7a5fdbd-edaf-9455-926a-000000000002</uuid><forward mode=\"private\"><interface dev=\"eth0\"/><interface dev=\"eth1\"/></forward></network>" >p.xml
	# libvirt 9 writes some empty elements as two tags; who has which port is the same in none.
	usual() { sed -E ":a;/<(ip|portgroup) [^>]*[^\/]>\$/{N;s/>\n *<\/(ip|portgroup)>\$/\/>/;P;D}" | sed -E "s/portid=.[-0-9a-f]*./PORT/"; }'

@test "parts of a network are added, changed and removed, or refused, as by libvirt" {
	needs dnsmasq
	documents=$documents beside_libvirtd : <<-'S'
	eval "$documents"
	cat >changes <<-'C'
	n add ip-dhcp-host --parent-index=0|<host mac="52:54:00:00:00:01" ip="10.3.0.60"/>
	n add-first ip-dhcp-host|<host mac="52:54:00:00:00:02" ip="10.3.0.61" name="zz"/>
	n add ip-dhcp-host|<host mac="52:54:00:00:00:01" ip="10.3.0.62"/>
	n add ip-dhcp-host --parent-index=1|<host id="0:9" name="v6" ip="fd00:3::60"/>
	n add ip-dhcp-host --parent-index=1|<host mac="52:54:00:00:00:09" ip="fd00:3::61"/>
	n add ip-dhcp-host --parent-index=7|<host mac="52:54:00:00:00:09" ip="10.3.0.99"/>
	n modify ip-dhcp-host|<host mac="52:54:00:00:00:01" ip="10.3.0.66" name="new"/>
	n delete ip-dhcp-host|<host mac="52:54:00:00:00:02"/>
	n delete ip-dhcp-host|<host mac="52:54:00:00:00:77"/>
	n add-last ip-dhcp-range|<range start="10.3.0.100" end="10.3.0.110"/>
	n add ip-dhcp-range|<range start="10.3.0.120" end="10.3.0.110"/>
	n delete ip-dhcp-range|<range start="10.3.0.10" end="10.3.0.20"/>
	n modify ip-dhcp-range|<range start="10.3.0.100" end="10.3.0.140"/>
	n add dns-host|<host ip="10.3.0.8"><hostname>i</hostname></host>
	n add dns-host|<host ip="10.3.0.9"><hostname>h</hostname></host>
	n delete dns-host|<host ip="10.3.0.7"/>
	n add dns-txt|<txt name="u" value="w"/>
	n delete dns-txt|<txt name="t"/>
	n delete dns-srv|<srv service="ldap" protocol="tcp"/>
	n add portgroup|<portgroup name="c" default="yes"/>
	n add portgroup|<portgroup name="b"/>
	n modify portgroup|<portgroup name="b" trustGuestRxFilters="yes"/>
	n delete portgroup|<portgroup name="a"/>
	n modify forward|<forward mode="nat"/>
	n delete ip|<ip address="10.3.0.1"/>
	n add dns-txt|<host/>
	p add-first forward-interface|<interface dev="eth3"/>
	p add forward-interface|<interface dev="eth1"/>
	p delete forward-interface|<interface dev="eth0"/>
	C
	their_update() { libvirt $uri net-update "$@"; }
	their_show() { libvirt $uri net-dumpxml "$@"; }
	# apply UPDATE SHOW: what came of each change.
	apply() {
		local words xml
		while IFS='|' read -r words xml; do
			$1 ${words%% --*} "$xml" $(grep -o -e '--.*' <<<"$words" || :) --live --config >/dev/null 2>&1 && echo "done: $words $xml" || echo "refused: $words $xml"
			{ $2 "${words%% *}"; $2 --inactive "${words%% *}"; } | usual
		done <changes
	}
	for name in n p; do libvirt $uri net-define $name.xml; libvirt $uri net-start $name; done >/dev/null
	apply their_update their_show >theirs
	for name in n p; do libvirt $uri net-destroy $name >/dev/null; net-define $name.xml; net-start $name; done
	apply net-update net-dumpxml >ours
	net-destroy n p
	[ "$(grep -c ^done: theirs)" -ge 12 ] && [ "$(grep -c ^refused: theirs)" -ge 10 ]
	diff theirs ours
	S
}

@test "what a network makes of a guest's card is told as libvirt tells it" {
	needs qemu-system-x86_64
	needs dnsmasq
	beside='
		printf "user = \"root\"\ngroup = \"root\"\nsecurity_driver = \"none\"\nnamespaces = []\nstdio_handler = \"file\"\n" >/etc/libvirt/qemu.conf
		mkdir -p /var/lib/libvirt/qemu
		ip link add up0 type veth peer name up1 && ip link set up0 up
		ip link add hb type bridge && ip link set hb up'
	needs_macvtap
	documents=$documents beside_libvirtd "$beside" <<-'S'
	eval "$documents"
	chmod 711 "$work"
	echo '<network><name>hb</name><forward mode="bridge"/><bridge name="hb"/></network>' >hb.xml
	echo '<network><name>lent</name><forward mode="private"><interface dev="up0"/></forward></network>' >lent.xml
	card() { echo "<interface type='network'><source network='$1'/><mac address='52:54:00:00:00:0$2'/></interface>"; }
	printf "<domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><devices><emulator>/usr/bin/qemu-system-x86_64</emulator>%s</devices></domain>" \
		"$(card n 1)$(card hb 2)$(card lent 3)" >web.xml
	# What each calls its macvtap devices is its affair.
	cards() { sed -n '/<interface/,/<.interface/p' | sed -E "s/'(macvtap|mv)[0-9a-f]+'/MACVTAP/" | usual; }
	for name in n hb lent; do libvirt $uri net-define $name.xml; libvirt $uri net-start $name; done >/dev/null
	libvirt qemu:///system create --paused web.xml >/dev/null
	libvirt qemu:///system dumpxml web | cards >theirs
	libvirt $uri net-dumpxml lent | grep connections >>theirs
	libvirt qemu:///system destroy web >/dev/null
	for name in n hb lent; do libvirt $uri net-destroy $name >/dev/null; net-define $name.xml; net-start $name; done
	vm-create --paused web.xml
	vm-dumpxml web | cards >ours
	net-dumpxml lent | grep connections >>ours
	vm-destroy web
	net-destroy n hb lent
	grep "type='direct'" theirs
	diff theirs ours
	S
}
