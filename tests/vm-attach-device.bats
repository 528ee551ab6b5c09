#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-attach-device, vm-detach-device, vm-detach-device-alias, vm-update-device - and with disks, network
# cards and media described by options: vm-attach-disk, vm-detach-disk, vm-attach-interface,
# vm-detach-interface, vm-change-media

load helpers

mac=52:54:00:00:00:01
given_drive() {
	xml web "<devices><disk type='file'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><source file='/img/cd'/><target dev='hdc' bus='ide'/><readonly/></disk></devices>" | vm-define -
}
rng() { printf "<rng model='virtio'><backend model='random'>%s</backend></rng>" "$1"; }
disks() { vm-blklist web -o TARGET,SOURCE --noheadings --raw "$@" | paste -sd' '; }

@test "a device comes and goes, stored, live and both" {
	given_vm web running
	rng /dev/random | vm-attach-device web - --config
	vm-dumpxml web --inactive | grep -q '>/dev/random</backend>'
	run ! grep -q '<rng' <(vm-dumpxml web)
	rng /dev/urandom | vm-attach-device web - --live
	vm-dumpxml web | grep -q '>/dev/urandom</backend>'
	run vm-detach-device web - --persistent < <(rng /dev/urandom)
	[ "$status" -eq 4 ]
	[ "$output" = "vm-detach-device: web: no device 'rng' matches" ]
	rng /dev/random | vm-detach-device web - --config
	rng /dev/urandom | vm-detach-device web -
	run ! grep -q '<rng' <(vm-dumpxml web; vm-dumpxml web --inactive)
	vm-destroy web
	rng /dev/random | vm-attach-device web - --persistent
	vm-dumpxml web | grep -q '<rng'
	run vm-attach-device web - --live < <(rng /dev/random)
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "a disk comes to those of its bus, by its name, whoever tells the bus" {
	xml web "<devices><disk type='file'><source file='/img/f'/><target dev='sdf' bus='scsi'/></disk>
		<disk type='file'><source file='/img/v'/><target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-attach-device web - --config <<<"<disk type='file'><source file='/img/a'/><target dev='sda'/></disk>"
	[ "$(disks)" = "sda /img/a sdf /img/f vda /img/v" ]
}

@test "the console of a serial port comes and goes with that" {
	xml web "<devices><serial type='pty'/></devices>" | vm-define -
	run vm-attach-device web - --config <<<"<console type='pty'><target port='1'/></console>"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run vm-detach-device web - --config <<<"<console type='pty'><target type='serial' port='0'/></console>"
	[ "$status" -eq "$FAULT_STATE" ]
	vm-attach-device web - --config <<<"<console type='pty'><target type='virtio' port='1'/></console>"
}

@test "by a name of one's own" {
	given_vm web running
	sed 's,</rng>,<alias name="ua-luck"/></rng>,' < <(rng /dev/random) | vm-attach-device web - --persistent --print-alias >alias
	[ "$(<alias)" = ua-luck ]
	vm-detach-device-alias web ua-luck --persistent --wait
	run ! grep -q '<rng' <(vm-dumpxml web; vm-dumpxml web --inactive)
	run vm-detach-device-alias web ua-luck
	[ "$status" -eq 4 ]
}

@test "disks that options describe" {
	given_drive
	vm-attach-disk web /img/b vdb --subdriver qcow2 --cache none --serial 42 --mode readonly --address pci:0000.00.0a.0
	vm-dumpxml web >disk
	grep -q "<driver.*type='qcow2' cache='none'/>" disk
	grep -q '<serial>42</serial>' disk
	grep -q '<readonly/>' disk
	grep -q "slot='0x0a'" disk
	vm-attach-disk web rbd/x sda --targetbus scsi --source-protocol rbd --source-host-name ceph:6789 --sourcetype network
	vm-dumpxml web | grep -q "<host name='ceph' port='6789'/>"
	[ "$(vm-attach-disk web '/img/<&>' vdz --print-xml --type cdrom | sed -n 's/ *<source file=//p')" = "'/img/&lt;&amp;&gt;'/>" ]
	[ "$(disks)" = 'vda /img/a vdb /img/b hdc /img/cd sda rbd/x' ]
	[ "$(vm-attach-disk -n web /img/c vdc)" = "attach a device 'disk' to web, stored" ]
	[ "$(vm-detach-disk web vdb --print-xml | head -n1)" = "<disk type='file' device='disk'>" ]
	vm-detach-disk web /img/b sda
	[ "$(disks)" = 'vda /img/a hdc /img/cd' ]
	vm-detach-disk web vdb --if-needed
	before=$(vm-dumpxml web)
	while read -r wanted words; do
		run $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		3 vm-attach-disk web /img/b vda
		2 vm-attach-disk web /img/b vdb --address pci:1.2
		2 vm-attach-disk web /img/b vdb --address isa:1.2
		2 vm-attach-disk web /img/b vdb --mode wild
		9 vm-attach-disk web /img/b vdb --cache sometimes
		6 vm-attach-disk web /img/b vdb --throttle-groups a,b
		4 vm-detach-disk web vdb
		4 vm-detach-disk nobody vdb
	X
	[ "$(vm-dumpxml web)" = "$before" ]
}

@test "cards that options describe" {
	given_vm web running
	vm-attach-interface web network default --mac ${mac^^} --model virtio --inbound 100,200 --persistent
	[ "$(vm-iflist web -o TYPE,SOURCE,MODEL,MAC --noheadings --raw)" = "network default virtio $mac" ]
	[ "$(vm-iftune web $mac -o inbound.peak --config)" = 200 ]
	made=$(vm-attach-interface web bridge br0 --persistent --print-mac)
	[ "$(vm-iflist web -o MAC --noheadings | tail -n1)$(vm-iflist web --inactive -o MAC --noheadings | tail -n1)" = "$made$made" ]
	vm-attach-interface web hostdev 0000:01:00.1 --managed --print-xml | grep -q "bus='0x01' slot='0x00' function='0x1'"
	vm-attach-interface web bridge br1
	run vm-detach-interface web bridge
	[ "$status" -eq 1 ]
	vm-detach-interface web bridge --mac "$made" --persistent
	vm-detach-interface web network --persistent
	[ "$(vm-iflist web -o SOURCE --noheadings)$(vm-iflist web --inactive --noheadings)" = br1 ]
	for words in 'tunnel x' network 'hostdev x' 'network x --mac 12' 'network x --inbound a'; do
		run vm-attach-interface web $words
		echo "$words: $output"
		[ "$status" -eq 2 ] || [ "$status" -eq 9 ]
	done
	run vm-detach-interface web network
	[ "$status" -eq 4 ]
}

@test "media" {
	given_drive
	run vm-change-media web hdc /img/b --insert
	[ "$status" -eq "$FAULT_STATE" ]
	vm-change-media web hdc /img/b
	[ "$(disks)" = 'vda /img/a hdc /img/b' ]
	vm-start web
	vm-change-media web hdc --eject --live
	[ "$(disks)$(disks --inactive)" = 'vda /img/a hdc -vda /img/a hdc /img/b' ]
	run vm-change-media web hdc --eject
	[ "$status" -eq "$FAULT_STATE" ]
	vm-change-media web hdc --insert --source /img/c --print-xml | grep -q "file='/img/c'"
	vm-change-media web hdc --insert /img/d --persistent
	[ "$(disks)$(disks --inactive)" = 'vda /img/a hdc /img/dvda /img/a hdc /img/d' ]
	while read -r wanted words; do
		run vm-change-media web $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		6 vda /img/b
		4 hdz /img/b
		2 hdc
		2 hdc /img/b --eject
		2 hdc /img/b --update --insert
	X
}

@test "a card is changed where it is" {
	given_vm web running
	vm-attach-interface web network default --mac $mac --model virtio --persistent
	echo "<interface type='bridge'><mac address='$mac'/><source bridge='br7'/><link state='down'/><filterref filter='clean-traffic'/></interface>" >nic
	vm-update-device web nic --persistent
	[ "$(vm-iflist web -o TYPE,SOURCE,MODEL,STATE --noheadings --raw)" = 'bridge br7 virtio down' ]
	[ "$(vm-iflist web -o TYPE,SOURCE --noheadings --raw --inactive)" = 'bridge br7' ]
	[ "$(vm-update-device -n web nic --live)" = "update the device 'interface' of web, live" ]
	sed -i 's/00:01/00:02/' nic
	run vm-update-device web nic
	[ "$status" -eq 4 ]
}

@test "what is no device, or cannot come, changes nothing" {
	given_drive
	before=$(vm-dumpxml web)
	while IFS='|' read -r wanted element; do
		run vm-attach-device web - <<<"$element"
		echo "$element: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		9|<domain/>
		9|<devices/>
		9|<disk
		9|
		6|<hub type='usb'/>
		6|<graphics type='vnc'/>
		3|<controller type='ide' index='0'/>
		9|<memory model='dimm'><target><size unit='MiB'>512</size></target></memory>
	X
	run vm-attach-device web - --strict <<<"<rng model='virtio' colour='red'><backend model='random'>/dev/random</backend></rng>"
	[ "$status" -eq 9 ]
	run vm-attach-device web - --validate <<<"<rng model='virtio'><backend model='dice'>/dev/random</backend></rng>"
	[ "$status" -eq 9 ]
	run vm-update-device web - < <(rng /dev/random)
	[ "$status" -eq 6 ]
	[ "$(vm-dumpxml web)" = "$before" ]
}
