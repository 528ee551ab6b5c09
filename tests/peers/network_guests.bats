#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_guests - cards of real QEMU guests in networks

load network

guest_xml='<domain type="qemu"><name>web</name><memory unit="MiB">64</memory>
	<os><type arch="x86_64" machine="pc">hvm</type></os>
	<devices><interface type="network"><source network="lab"/><mac address="52:54:00:00:00:01"/></interface></devices></domain>'

@test "a card has a port and a tap in the bridge, for as long as the guest runs" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	vm-define - <<<"$guest_xml"
	run=$(vm-start web 2>&1) && die started
	[[ $run == "vm-start: web: network 'lab' is not active" ]] || die "$run"
	[ -z "$(net-port-list --uuid lab)" ] || die "a port is left"
	net-start lab
	vm-start --paused web
	tap=$(vm-dumpxml web --xpath='string(//interface/target/@dev)')
	[ -e "/sys/class/net/br-lab/brif/$tap" ]
	[ "$(net-port-list lab -o OWNER,MAC --noheadings --raw)" = 'web 52:54:00:00:00:01' ]
	[ "$(net-dumpxml lab --xpath='string(/network/@connections)')" = 1 ]
	[ "$(vm-dumpxml web --xpath='string(//interface/source/@portid)')" = "$(net-port-list --uuid lab)" ]
	[ "$(vm-dumpxml web --xpath='string(//interface/source/@bridge)')" = br-lab ]
	[ -z "$(vm-dumpxml web --inactive --xpath='string(//interface/source/@bridge)')" ]
	# What somebody else removed is back for the next guest.
	nft flush ruleset
	kill -9 "$(dnsmasq_pid)"
	until_so finding lab 'dnsmasq conflict'
	finding lab 'rules conflict'
	vm-destroy web
	run=$(sed 's,<mac,<target dev="sixteen-letters-"/>&,' <<<"$guest_xml" | vm-create - 2>&1) && die started
	[[ $run == *"'sixteen-letters-' is too long for a device's name" ]] || die "$run"
	vm-start --paused web
	finding lab 'rules ok'
	finding lab 'dnsmasq ok'
	tap=$(vm-dumpxml web --xpath='string(//interface/target/@dev)')
	net-destroy lab
	[ ! -e "/sys/class/net/br-lab" ]
	net-start lab
	[ -e "/sys/class/net/br-lab/brif/$tap" ]
	vm-destroy web
	[ -z "$(net-port-list --uuid lab)" ]
	[ -z "$(ls /sys/class/net/br-lab/brif)" ]
	S
}

@test "the boot ROM of a real guest gets an address" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$nat" "$v4" | net-define -
	net-start lab
	sed 's,</os>,<boot dev="network"/></os>,; s,<mac,<model type="e1000"/><mac,' <<<"$guest_xml" | vm-define -
	vm-start web
	leased() { [ "$(net-dhcp-leases lab -o MAC,VM --noheadings --raw)" = '52:54:00:00:00:01 web' ]; }
	until_so leased
	vm-destroy web
	S
}

@test "limits of networks and cards are the kernel's; the cable is pulled; counters count" {
	needs qemu-system-x86_64
	needs tc
	guest_xml=$guest_xml inside <<-'S'
	network lab '<portgroup name="slow" default="yes"><bandwidth><inbound average="300" peak="600" burst="64"/></bandwidth></portgroup>' \
		"<bandwidth><inbound average='1000' burst='128'/></bandwidth>" "$v4" | net-define -
	net-start lab
	rate() { tc class show dev "$1" | sed -n 's/.* rate \([^ ]*\) ceil \([^ ]*\) burst \([^ ]*\) .*/\1 \2 \3/p'; }
	[ "$(rate br-lab)" = '8Mbit 8Mbit 128Kb' ] || die "$(rate br-lab)"
	vm-define - <<<"$guest_xml"
	vm-start --paused web
	tap=$(vm-iflist web -o INTERFACE --noheadings)
	[ "$(rate "$tap")" = '2400Kbit 4800Kbit 64Kb' ] || die "$(rate "$tap")"
	vm-iftune web "$tap" --inbound=500 --live
	[ "$(rate "$tap")" = '4Mbit 4Mbit 1600b' ] || die "$(rate "$tap")"
	vm-iftune web "$tap" --inbound=0 --live
	[ -z "$(rate "$tap")" ]
	run=$(vm-iftune web "$tap" --inbound=100,0,0,50 --live 2>&1) && die "a floor was taken"
	[[ $run == *'floor'* ]]
	vm-if-setlink web "$tap" down
	[ "$(vm-if-getlink web "$tap")" = "$tap down" ]
	vm-if-setlink web "$tap" up
	sent() { [ "$(vm-ifstat web "$tap" -o RX_PACKETS)" -gt 0 ]; }
	busybox ping -c1 -W1 10.77.0.100 >/dev/null || :
	until_so sent
	[ -z "$(vm-ifaddr web --noheadings)" ]
	ip neigh add 10.77.0.42 lladdr 52:54:00:00:00:01 dev br-lab
	[ "$(vm-ifaddr web --source=arp -o ADDRESS --noheadings)" = 10.77.0.42/0 ]
	[ "$(vm-ifaddr web --source=any -o ADDRESS,SOURCE --noheadings --raw)" = '10.77.0.42/0 arp' ]
	vm-destroy web
	net-destroy lab
	S
}

@test "a bridge is told where cards are, instead of learning it; and is told again" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab '<port isolated="yes"/>' "$v4" | sed 's,stp="off"/>,stp="off" macTableManager="libvirt"/>,' | net-define -
	# Only a bridge that knows VLANs leaves its ports alone with what is not for them (network_limits.bats).
	if ! ip link add probe type bridge vlan_filtering 1; then
		run=$(net-start lab 2>&1) && die started
		[ "$run" = "net-start: lab: make bridge br-lab: Operation not supported" ] || die "$run"
		nothing_left lab
		exit
	fi
	net-start lab
	vm-define - <<<"$guest_xml"
	vm-start --paused web
	tap=$(vm-iflist web -o INTERFACE --noheadings)
	is_told() {
		local port=/sys/class/net/$tap/brport
		[ "$(cat "$port/learning")$(cat "$port/unicast_flood")$(cat "$port/isolated")" = 001 ] &&
			bridge fdb show br br-lab | grep "^52:54:00:00:00:01 dev $tap .*master br-lab"
	}
	is_told || die "$(bridge -d link; bridge fdb show br br-lab)"
	net-destroy lab
	net-start lab
	is_told || die "$(bridge -d link; bridge fdb show br br-lab)"
	vm-destroy web
	[ -z "$(bridge fdb show br br-lab | grep 52:54:00:00:00:01)" ]
	S
}

@test "a card of several queues has a descriptor for each" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$v4" | net-define -
	net-start lab
	sed 's,<mac,<model type="virtio"/><driver queues="4"/><mac,; s,<devices>,<features><acpi/></features>&,' <<<"$guest_xml" | vm-define -
	queues() { vm-qemu-monitor-command web --hmp 'info network' | grep -c "$1: index=.*type=tap"; }
	vm-start --paused web
	tap=$(vm-iflist web -o INTERFACE --noheadings)
	# The guest has not asked for more than one yet.
	ip -d link show "$tap" | grep "multi_queue numqueues 1 numdisabled 3"
	[ "$(queues hostnet0)" -eq 4 ] || die "$(queues hostnet0)"
	printf '<interface type="network"><source network="lab"/><model type="virtio"/><driver queues="2"/></interface>' | vm-attach-device web - --live
	[ "$(queues hostnet1)" -eq 2 ] || die "$(queues hostnet1)"
	vm-destroy web
	[ -z "$(ls /sys/class/net/br-lab/brif)" ]
	sed 's,<mac,<model type="virtio"/><driver queues="300"/><mac,' <<<"$guest_xml" | vm-define -
	run=$(vm-start web 2>&1) && die started
	[[ $run == "vm-start: web: interface 52:54:00:00:00:01: make tap device vnet"* ]] || die "$run"
	[ -z "$(ls /sys/class/net/br-lab/brif)$(net-port-list --uuid lab)" ]
	S
}

@test "a card is plugged into a guest that runs, and changed where it is" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$v4" | net-define -
	network old '<ip address="10.78.0.1" prefix="24"/>' | net-define -
	net-start lab
	net-start old
	sed 's,<interface.*</interface>,,; s,<devices>,<features><acpi/></features>&,' <<<"$guest_xml" | vm-define -
	vm-start --paused web
	before=$(ls /sys/class/net)
	vm-attach-interface web network old --model=virtio --mac 52:54:00:00:00:07 --inbound=100 --live
	tap=$(vm-iflist web -o INTERFACE --noheadings)
	[ -e "/sys/class/net/br-old/brif/$tap" ]
	[ "$(net-port-list old -o OWNER,MAC --noheadings --raw)" = 'web 52:54:00:00:00:07' ]
	tc class show dev "$tap" | grep -q 'rate 800Kbit'
	vm-qemu-monitor-command web --hmp 'info network' | grep -q net0
	element() { printf '<interface type="network"><mac address="52:54:00:00:00:07"/><source network="%s"/><model type="%s"/>%s</interface>' "$@"; }
	element lab virtio '<link state="down"/><filterref filter="no-mac-spoofing"/>' | vm-update-device web - --live
	[ -e "/sys/class/net/br-lab/brif/$tap" ]
	[ "$(net-port-list lab -o OWNER --noheadings)$(net-port-list old --uuid)" = web ]
	[ "$(vm-if-getlink web "$tap")" = "$tap down" ]
	[ "$(nwfilter-binding-list -o PORT,FILTER --noheadings --raw)" = "$tap no-mac-spoofing" ]
	[ -z "$(tc class show dev "$tap")" ]
	# Where it cannot go it does not go, and nothing of it changes.
	state() { vm-dumpxml web; net-port-list lab -o OWNER,UUID; net-port-list old --uuid; nwfilter-binding-list; tc class show dev "$tap"; bridge -d link show dev "$tap"; }
	stays=$(state)
	printf '<interface type="bridge"><mac address="52:54:00:00:00:07"/><source bridge="nowhere"/><model type="virtio"/><bandwidth><inbound average="50"/></bandwidth><filterref filter="no-ip-spoofing"/></interface>' >nowhere.xml
	run=$(vm-update-device web nowhere.xml --live 2>&1) && die "a bridge was made up"
	[[ $run == "vm-update-device: web: "*"there is no bridge 'nowhere'" ]] || die "$run"
	diff <(echo "$stays") <(state)
	element lab virtio '<link state="up"/>' | vm-update-device web - --live
	[ -z "$(nwfilter-binding-list --noheadings)" ]
	run=$(element lab e1000 | vm-update-device web - --live 2>&1) && die "a card became another"
	[[ $run == *'the card itself cannot change while it runs' ]]
	run=$(vm-attach-interface web network nowhere --live 2>&1) && die "a network was made up"
	[ "$(vm-iflist web --noheadings | wc -l)" -eq 1 ]
	vm-destroy web
	[ -z "$(net-port-list --uuid lab)$(ls /sys/class/net/br-lab/brif)" ]
	[ "$(ls /sys/class/net)" = "$before" ]
	S
}

@test "what a network guarantees to cards is kept for them, and no more than it has" {
	needs qemu-system-x86_64
	needs tc
	guest_xml=$guest_xml inside <<-'S'
	network lab "<bandwidth><inbound average='1000' peak='2000' burst='128'/></bandwidth>" "$v4" | net-define -
	net-start lab
	classes() { tc class show dev br-lab | sed 's/ \(prio\|leaf\|burst\).*//; s/^class htb //' | sort; }
	alone='1:1 root'
	[[ $(classes) == "$alone"* && $(classes | wc -l) -eq 1 ]] || die "$(classes)"
	floor() { sed "s,<mac,<bandwidth><inbound floor='$1'/></bandwidth><mac,; s,>web<,>$2<,; s/:00:01/:00:$3/" <<<"$guest_xml"; }
	floor 200 web 01 | vm-define -
	floor 900 db 02 | vm-define -
	vm-start --paused web
	tc class show dev br-lab | grep '1:1 root rate 8Mbit ceil 16Mbit'
	tc class show dev br-lab | grep '1:2 parent 1:1 .*rate 6400Kbit ceil 16Mbit'
	tc class show dev br-lab | grep '1:3 parent 1:1 .*rate 1600Kbit ceil 16Mbit'
	net-port-dumpxml lab "$(net-port-list --uuid lab)" --xpath='string(//bandwidth/@classID)' | grep -x 3
	ip neigh replace 10.77.0.50 lladdr 52:54:00:00:00:01 dev br-lab
	ip neigh replace 10.77.0.51 lladdr 52:54:00:00:00:77 dev br-lab
	sent() { tc -s class show dev br-lab | sed -n "/class htb $1 /,/Sent/s/.*Sent \([0-9]*\) .*/\1/p"; }
	# A frame of a thousand bytes; small ones of the bridge itself may come at any time.
	goes_to() { # CLASS, not OTHER, when sent to ADDRESS
		local before=$(sent "$1") other=$(sent "$2")
		busybox ping -c1 -W1 -s 1000 "$3" >/dev/null || :
		[ $(($(sent "$1") - before)) -ge 1000 ] && [ $(($(sent "$2") - other)) -lt 1000 ]
	}
	goes_to 1:3 1:2 10.77.0.50 || die "$(sent 1:2) $(sent 1:3)"
	goes_to 1:2 1:3 10.77.0.51 || die "$(sent 1:2) $(sent 1:3)"
	run=$(vm-start --paused db 2>&1) && die started
	[ "$run" = "vm-start: db: network 'lab' guarantees more than it has: 1100 of 1000 kB/s" ] || die "$run"
	net-destroy lab
	net-start lab
	tc class show dev br-lab | grep '1:3 parent 1:1 .*rate 1600Kbit'
	vm-destroy web
	[[ $(classes) == "$alone"* && $(classes | wc -l) -eq 1 ]] || die "$(classes)"
	vm-start --paused db
	tc class show dev br-lab | grep '1:3 parent 1:1 .*rate 7200Kbit'
	S
}

@test "no guarantee without a limit to take it from" {
	needs qemu-system-x86_64
	guest_xml=$guest_xml inside <<-'S'
	network lab "$v4" | net-define -
	net-start lab
	sed "s,<mac,<bandwidth><inbound floor='200'/></bandwidth><mac," <<<"$guest_xml" | vm-define -
	run=$(vm-start --paused web 2>&1) && die started
	[[ $run == *"network 'lab' has no inbound bandwidth of which it could guarantee a part (floor)" ]] || die "$run"
	[ -z "$(net-port-list --uuid lab)" ]
	S
}
