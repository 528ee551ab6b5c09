#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-iflist, vm-ifaddr, vm-ifstat, vm-iftune, vm-if-getlink, vm-if-setlink - network cards of virtual machines

load helpers

mac=52:54:00:00:00:01
given_cards() {         # NAME
	xml "$1" "<devices>
		<interface type='network'><mac address='$mac'/><source network='default'/><model type='virtio'/></interface>
		<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='br0'/></interface></devices>" | vm-define -
}

@test "the cards, in the order of the definition" {
	given_cards web
	diff - <(vm-iflist web --noheadings --raw) <<-X
		testnet0 network default virtio $mac
		testnet1 bridge br0 - 52:54:00:00:00:02
	X
	[ "$(vm-iflist web -o VM,STATE,MAC --noheadings --raw | head -n1)" = "web up $mac" ]
	[ "$(vm-iflist web web --noheadings --raw | wc -l)" -eq 4 ]
	run vm-iflist nobody
	[ "$status" -eq 4 ]
}

@test "the cable, live and stored" {
	given_cards web
	[ "$(vm-if-getlink web $mac)" = "$mac up" ]
	vm-if-setlink web $mac down
	[ "$(vm-if-getlink web ${mac^^})" = "${mac^^} down" ]
	vm-dumpxml web | grep -q "<link state='down'/>"
	vm-start web
	[ "$(vm-if-getlink web $mac)" = "$mac down" ]
	vm-if-setlink web $mac up
	[ "$(vm-if-getlink web $mac)$(vm-if-getlink web $mac --config)" = "$mac up$mac down" ]
	vm-if-setlink web $mac up --if-needed
	[ "$(vm-if-setlink web $mac down --print-xml | grep -c "link state='down'")" = 1 ]
	[ "$(vm-if-getlink web $mac)" = "$mac up" ]
	[ "$(vm-if-setlink -n web $mac down)" = "bring interface $mac of web down, live" ]
	[ "$(vm-if-getlink web $mac --print-xml | head -n1)" = "<interface type='network'>" ]
	run vm-if-setlink web $mac sideways
	[ "$status" -eq 2 ]
	run vm-if-setlink web vnet7 down
	[ "$status" -eq 4 ]
	[ "$output" = "vm-if-setlink: web: no interface 'vnet7'" ]
}

@test "limits, as virsh names them" {
	given_cards web
	vm-iftune web $mac --inbound=1000,2000,512 --outbound=300
	[ "$(vm-iftune web $mac | paste -sd' ')" = 'inbound.average: 1000 inbound.peak: 2000 inbound.burst: 512 inbound.floor: 0 outbound.average: 300 outbound.peak: 0 outbound.burst: 0' ]
	vm-dumpxml web | grep -q "<inbound average='1000' peak='2000' burst='512'/>"
	vm-start web
	vm-iftune web $mac --outbound=,,,
	[ "$(vm-iftune web $mac -o outbound.average)$(vm-iftune web $mac -o outbound.average --config)" = 0300 ]
	vm-iftune web $mac --inbound=0 --persistent
	[ "$(vm-iftune web $mac -o inbound.average)$(vm-iftune web $mac -o inbound.average --config)" = 00 ]
	before=$(vm-dumpxml web)
	while read -r wanted words; do
		run vm-iftune web $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		2 $mac --inbound=much
		2 $mac --inbound=1,2,3,4,5
		2 $mac --inbound=-1
		2 $mac --inbound=9999999999
		9 $mac --inbound=0,5
		9 $mac --inbound=10,5
		9 $mac --outbound=10,20,30,40
		4 vnet9 --inbound=1
	X
	[ "$(vm-dumpxml web)" = "$before" ]
}

@test "the same keys as virsh" {
	needs_libvirt
	xml='<domain type="test"><name>t</name><memory>65536</memory><os><type>hvm</type></os><devices>
		<interface type="network"><mac address="52:54:00:00:00:09"/><source network="default"/></interface></devices></domain>'
	given_cards web
	diff <(printf '%s' "$xml" >t.xml; libvirt_virsh "define t.xml; domiftune t 52:54:00:00:00:09 --config" | sed -n 's/ *:.*//p' | sort) \
	     <(vm-iftune web $mac | sed 's/:.*//' | sort)
}

@test "counters and addresses of a guest that runs" {
	given_cards web
	run vm-ifstat web $mac
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	[ "$(vm-ifstat web $mac | cut -d: -f1 | paste -sd' ')" = 'RX_BYTES RX_PACKETS RX_ERRS RX_DROP TX_BYTES TX_PACKETS TX_ERRS TX_DROP' ]
	run vm-ifstat web vnet7
	[ "$status" -eq 4 ]
	for source in lease agent arp any; do
		[ "$(vm-ifaddr web --source=$source -o MAC,PROTOCOL,ADDRESS --noheadings --raw | head -n1)" = "$mac ipv4 192.168.122.2/24" ]
	done
	[ "$(vm-ifaddr web --interface=$mac --noheadings | wc -l)" -eq 1 ]
	[ "$(vm-ifaddr web -o SOURCE --noheadings --source=arp | sort -u)" = arp ]
	vm-ifaddr web --wait --timeout=5
	run vm-ifaddr web --interface=eth9 --timeout=0
	[ "$status" -eq "$FAULT_TIMEOUT" ]
}
