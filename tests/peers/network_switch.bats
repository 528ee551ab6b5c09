#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_switch - guests' cards in a real Open vSwitch, whose data path is a process of ours

load network

setup_file() { for tool in ovs-vswitchd ovsdb-server ovsdb-tool ovs-vsctl qemu-system-x86_64; do needs "$tool"; done; }

# A switch with a bridge ovs0, and networks in it.
switch='
	mkdir -p /run/openvswitch
	ovsdb-tool create "$work/conf.db" /usr/share/openvswitch/vswitch.ovsschema
	export OVS_LOGDIR=$work OVS_DBDIR=$work
	ovsdb-server --remote=punix:/run/openvswitch/db.sock --pidfile --detach --log-file "$work/conf.db"
	ovs-vsctl --no-wait init
	ovs-vswitchd --pidfile --detach --log-file >/dev/null 2>&1
	ovs-vsctl --timeout=10 add-br ovs0 -- set bridge ovs0 datapath_type=netdev
	ovs() { ovs-vsctl --timeout=10 "$@"; }
	of_port() { ovs --bare get "$1" "$2" "$3"; }
	network_of() { printf "<network><name>%s</name><forward mode=\"bridge\"/><bridge name=\"ovs0\"/>%s</network>" "$1" "${*:2}"; }
	network_of lab "<virtualport type=\"openvswitch\"/>" \
		"<portgroup name=\"red\" default=\"yes\"><vlan><tag id=\"42\"/></vlan></portgroup>" \
		"<portgroup name=\"all\"><vlan trunk=\"yes\"><tag id=\"42\" nativeMode=\"untagged\"/><tag id=\"43\"/></vlan></portgroup>" \
		"<portgroup name=\"slow\"><bandwidth><inbound average=\"100\" peak=\"200\" burst=\"64\"/><outbound average=\"50\" burst=\"32\"/></bandwidth></portgroup>" |
		net-define -
	net-start lab
	card() { printf "<interface type=\"network\"><source network=\"lab\" %s/><mac address=\"52:54:00:00:00:%s\"/>%s</interface>" "$1" "$2" "${*:3}"; }
	given() {
		printf "<domain type=\"qemu\"><name>%s</name><memory unit=\"MiB\">32</memory><os><type arch=\"x86_64\" machine=\"pc\">hvm</type></os><features><acpi/></features><devices>%s</devices></domain>" "$1" "${*:2}" |
			vm-define -
		vm-start --paused "$1"
	}
	taps() { vm-iflist "$1" -o INTERFACE --noheadings --raw; }'

@test "cards are ports with the VLANs, limits and identity that guest, group and network say" {
	switch=$switch inside <<-'S'
	eval "$switch"
	given web "$(card '' 01 '<virtualport><parameters profileid="a&quot;, b=c"/></virtualport>')" \
		"$(card 'portgroup="all"' 02)" "$(card 'portgroup="slow"' 03)"
	read -rd '' red all slow <<<"$(taps web)" || :
	[ "$(ovs list-ports ovs0 | sort)" = "$(taps web | sort)" ]
	[ "$(of_port Port "$red" tag)" = 42 ]
	[ "$(of_port Port "$red" trunks)" = '[]' ]
	[ "$(of_port Port "$all" vlan_mode) $(of_port Port "$all" tag) $(of_port Port "$all" trunks)" = 'native-untagged 42 [42, 43]' ]
	[ "$(of_port Interface "$red" external_ids:vm-id)" = "\"$(vm-dumpxml web --xpath='string(/domain/uuid)')\"" ]
	[ "$(of_port Interface "$red" external_ids:attached-mac)" = '"52:54:00:00:00:01"' ]
	[ "$(of_port Interface "$red" external_ids:port-profile)" = '"a\", b=c"' ]
	id=$(vm-dumpxml web --xpath='string(//interface[1]/virtualport/parameters/@interfaceid)')
	[ "$(of_port Interface "$red" external_ids:iface-id)" = "\"$id\"" ]
	[ "$(of_port Interface "$slow" ingress_policing_rate) $(of_port Interface "$slow" ingress_policing_burst)" = '400 256' ]
	[ "$(of_port Queue "$(of_port QoS "$(of_port Port "$slow" qos)" queues:0)" other_config)" = \
		'{burst="524288", max-rate="1638400", min-rate="819200"}' ]
	vm-iftune web 52:54:00:00:00:03 --inbound=300 --live
	[ "$(of_port Interface "$slow" ingress_policing_rate)" = 400 ]
	[ "$(ovs --bare --columns=_uuid list QoS | grep -c .)" -eq 1 ]
	vm-destroy web
	[ -z "$(ovs list-ports ovs0)$(ovs --bare --columns=_uuid list QoS)$(ovs --bare --columns=_uuid list Queue)" ]
	S
}

@test "frames of one VLAN stay in it" {
	switch=$switch inside <<-'S'
	eval "$switch"
	given web "$(card '' 01)"
	tap=$(taps web)
	for n in one two; do
		ip netns add $n
		ip link add port-$n type veth peer name eth0 netns $n
		ip link set port-$n up
		ip -n $n link set eth0 up
	done
	ip -n one addr add 10.98.0.1/24 dev eth0
	ip -n two addr add 10.98.0.2/24 dev eth0
	# Without offload of checksums, which a data path in a process does not have.
	ovs add-port ovs0 port-one tag="$(of_port Port "$tap" tag)" -- add-port ovs0 port-two tag=42
	until_so pings one 10.98.0.2
	ovs set Port port-two tag=43
	misses one 10.98.0.2
	S
}

@test "cards come and go while the guest runs; of a killed guest nothing is left" {
	switch=$switch inside <<-'S'
	eval "$switch"
	given web "$(card '' 01)"
	card 'portgroup="slow"' 02 >"$work/card.xml"
	vm-attach-device web "$work/card.xml" --live
	[ "$(ovs list-ports ovs0 | wc -l)" -eq 2 ]
	vm-attach-interface web bridge ovs0 --live --mac=52:54:00:00:00:03 2>"$work/why" && die "joined a switch that is no bridge of the kernel"
	[ "$(ovs list-ports ovs0 | wc -l)" -eq 2 ]
	kill -9 "$(pgrep -x vm-keeper)"
	kill -9 "$(cat "$VIRTUTILS_ROOT"/run/qemu/web.pid)"
	reaped() { vm-reap web >/dev/null; [ -z "$(ovs list-ports ovs0)$(ovs --bare --columns=_uuid list QoS)" ]; }
	until_so reaped
	[ -z "$(net-port-list --uuid lab)" ]
	S
}

@test "VLANs and bridges that do not go together are refused, and nothing is left" {
	switch=$switch inside <<-'S'
	eval "$switch"
	ip link add plain type bridge
	network_of plain | sed 's/ovs0/plain/' | net-define -
	net-start plain
	run=$(given web "$(card '' 01 '<vlan><tag id="7"/></vlan>' | sed 's/"lab"/"plain"/')" 2>&1) && die started
	[[ $run == *"bridge 'plain' has no VLANs: they need <virtualport type='openvswitch'>" ]] || die "$run"
	vm-undefine web
	run=$(given web "$(card '' 01 '<virtualport type="802.1Qbh"><parameters profileid="x"/></virtualport>')" 2>&1) && die started
	[[ $run == "vm-start: web: "*"802.1Qbh"* ]] || die "$run"
	vm-undefine web
	ovs del-br ovs0
	run=$(given web "$(card '' 01)" 2>&1) && die started
	[[ $run == "vm-start: web: "*"Open vSwitch: "*"no bridge named ovs0"* ]] || die "$run"
	[ -z "$(ls /sys/class/net | grep vnet)$(net-port-list --uuid lab)$(ovs --bare --columns=name list Interface)" ]
	S
}
