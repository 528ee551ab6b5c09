#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# device - devices that come and go while a real guest runs, and programs killed at it.  needs qemu

load ../helpers
load ../inject
load guest

# One guest that has booted serves all tests but the last.
setup_file() {
	load guest
	private_root
	export work
	counting_guest web </dev/null | sed 's,</devices>,<controller type="usb" model="qemu-xhci"/><disk type="file" device="cdrom"><target dev="hdc" bus="ide"/><readonly/></disk></devices>,' >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	until_true has_counted web 1
	for name in data a b; do
		qemu-img create -q -f raw "$work/$name.img" 8M
		chmod 644 "$work/$name.img"
	done
}
teardown_file() { load guest; remove_root; }
setup() { :; }
teardown() { :; }

qmp() { vm-qemu-monitor-command "${2:-web}" "{\"execute\":\"$1\"}"; }
nodes() { qmp query-named-block-nodes "${1:-web}" | jq -r '.return[]."node-name"' | sort | paste -sd' '; }
peripherals() { vm-qemu-monitor-command "${1:-web}" '{"execute":"qom-list","arguments":{"path":"/machine/peripheral"}}' | jq -r '.return[].name'; }
wait='--wait --timeout=30'

@test "a disk is there for the guest, and gone when the guest has let go" {
	before=$(nodes)
	vm-attach-disk web "$work/data.img" vdb --subdriver=raw --persistent
	peripherals | grep -qx virtio-disk1
	vm-dumpxml web | grep -q "<alias name='virtio-disk1'/>"
	vm-dumpxml web --inactive | grep -q "data.img"
	run ! grep -q virtio-disk1 <(vm-dumpxml web --inactive)
	run vm-attach-disk web "$work/a.img" vdb --live
	[ "$status" -eq "$FAULT_STATE" ]
	# What cannot be opened leaves nothing.
	run vm-attach-disk web "$work/missing.img" vdc --persistent
	[ "$status" -ne 0 ]
	printf nonsense >"$work/bad.qcow2"
	run vm-attach-disk web "$work/bad.qcow2" vdc --subdriver=qcow2 --persistent
	[ "$status" -ne 0 ]
	run ! grep -q vdc <(vm-dumpxml web; vm-dumpxml web --inactive)
	vm-detach-disk web vdb --persistent $wait
	[ "$(nodes)" = "$before" ]
	run ! grep -x virtio-disk1 <(peripherals)
	! { vm-dumpxml web; vm-dumpxml web --inactive; } | grep -q data.img
}

@test "a disk with an alias of the user's own is known down to the lowest image, which the emulator may read" {
	qemu-img create -q -f qcow2 "$work/base.qcow2" 8M
	qemu-img create -q -f qcow2 -F qcow2 -b "$work/base.qcow2" "$work/over.qcow2"
	chmod 600 "$work"/{base,over}.qcow2
	element="<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='$work/over.qcow2'/><target dev='vdb' bus='virtio'/><alias name='ua-over'/></disk>"
	vm-attach-device web - --live <<<"$element"
	[ "$(vm-dumpxml web --xpath 'string(//disk[target/@dev="vdb"]/backingStore/source/@file)')" = "$work/base.qcow2" ]
	run ! grep -q '#block' <(nodes)
	vm-detach-device-alias web ua-over --live
	gone() { vm-desc web --live --title later && ! nodes | grep -q over && ! vm-dumpxml web | grep -q over; }
	until_true gone
}

@test "cards, random numbers, tablets and SCSI controllers" {
	before=$(vm-dumpxml web | grep -c '<controller')
	mac=$(vm-attach-interface web user --model=e1000 --live --print-mac)
	vm-qemu-monitor-command web --hmp 'info network' | grep -q "net0:.*macaddr=$mac"
	echo "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>" >"$work/rng.xml"
	[ "$(vm-attach-device web "$work/rng.xml" --live --print-alias)" = rng0 ]
	tablet=$(vm-attach-device web - --live --print-alias <<<"<input type='tablet' bus='usb'/>")
	peripherals | grep -qx "$tablet"
	channel="<channel type='unix'><target type='virtio' name='org.example.0'/></channel>"
	vm-attach-device web - --live <<<"$channel"
	vm-qemu-monitor-command web '{"execute":"query-chardev"}' | jq -e '.return[] | select(.label == "charchannel0")' >/dev/null
	[ -S "$(vm-dumpxml web --xpath='string(//channel/source/@path)')" ]
	vm-detach-device web - --live $wait <<<"$channel"
	[ "$(vm-qemu-monitor-command web '{"execute":"query-chardev"}' | jq '[.return[] | select(.label == "charchannel0")] | length')" -eq 0 ]
	pty="<channel type='pty'><target type='virtio' name='org.example.1'/></channel>"
	vm-attach-device web - --live <<<"$pty"
	[ -c "$(vm-dumpxml web --xpath='string(//channel[@type="pty"]/source/@path)')" ]
	vm-detach-device web - --live $wait <<<"$pty"
	udp="<channel type='udp'><source mode='connect' host='127.0.0.1' service='7701'/><source mode='bind' host='127.0.0.1' service='0'/><target type='virtio' name='org.example.2'/></channel>"
	vm-attach-device web - --live <<<"$udp"
	grep -q '0100007F:[0-9A-F]* 0100007F:1E15' /proc/net/udp          # 7701
	vm-detach-device web - --live $wait <<<"$udp"
	before=$(vm-dumpxml web | grep -c '<controller')
	# The controller comes with the first disk that needs it.
	vm-attach-disk web "$work/data.img" sda --targetbus=scsi --subdriver=raw --live
	[ "$(vm-dumpxml web | grep -c '<controller')" -eq $((before + 1)) ]
	vm-detach-disk web sda --live $wait
	vm-detach-device-alias web "$tablet" --live $wait
	vm-detach-device web "$work/rng.xml" --live $wait
	vm-detach-interface web user --live $wait
	[ -z "$(vm-iflist web --noheadings)" ]
	run ! grep -q net0 <(vm-qemu-monitor-command web --hmp 'info network')
	[ "$(vm-qemu-monitor-command web '{"execute":"qom-list","arguments":{"path":"/objects"}}' | jq '[.return[].name | select(startswith("obj"))] | length')" -eq 0 ]
	run vm-attach-device web - --live <<<"<filesystem type='mount'><source dir='$work'/><target dir='share'/></filesystem>"
	[ "$status" -eq 6 ]
}

@test "media are swapped" {
	before=$(nodes)
	vm-change-media web hdc "$work/a.img" --live
	vm-qemu-monitor-command web --hmp 'info block' | grep -q "a.img (raw, read-only)"
	vm-change-media web hdc "$work/b.img" --live
	vm-qemu-monitor-command web --hmp 'info block' | grep -q "b.img (raw, read-only)"
	run vm-change-media web hdc "$work/missing.img" --live
	[ "$status" -ne 0 ]
	vm-dumpxml web | grep -q b.img
	vm-qemu-monitor-command web --hmp 'info block' | grep -q "b.img (raw, read-only)"
	vm-change-media web hdc --eject --live
	[ "$(nodes)" = "$before" ]
	! vm-dumpxml web | grep -q '[ab].img'
}

@test "a medium that cannot be inserted leaves the old one there; only the medium can change" {
	local holder
	qemu-img create -q -f raw "$work/first.img" 1440K
	qemu-img create -q -f raw "$work/second.img" 1440K
	chmod 666 "$work"/{first,second}.img
	printf '<domain type="qemu"><name>floppy</name><memory unit="MiB">32</memory>
		<os><type arch="x86_64" machine="pc">hvm</type></os><devices><disk type="file" device="floppy">
		<driver name="qemu" type="raw"/><source file="%s"/><target dev="fda" bus="fdc"/></disk></devices></domain>' "$work/first.img" | vm-define -
	vm-start --paused floppy
	opened=$(nodes floppy)
	in_drive() { vm-qemu-monitor-command floppy --hmp 'info block' | grep -q "/$1.img (raw)" && vm-dumpxml floppy | grep -q "$work/$1.img"; }
	coproc { qemu-io -f raw "$work/second.img"; }
	holder=$COPROC_PID
	echo length >&"${COPROC[1]}"
	read -r -u "${COPROC[0]}"
	run vm-change-media floppy fda "$work/second.img" --live
	[ "$status" -ne 0 ]
	[[ "$output" == *'Failed to get'*'lock'* ]]
	in_drive first
	[ "$(nodes floppy)" = "$opened" ]
	echo quit >&"${COPROC[1]}"
	wait "$holder" || :
	# the same one again: its images keep their numbers, by which they are closed
	vm-change-media floppy fda "$work/first.img" --live
	before=$(vm-dumpxml floppy)
	for change in '<readonly/>' '<serial>other</serial>'; do
		run vm-update-device floppy - --live < <(vm-dumpxml floppy --xpath '//disk' | sed "s,</disk>,$change</disk>,")
		[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	done
	[ "$(vm-dumpxml floppy)" = "$before" ]
	vm-change-media floppy fda "$work/second.img" --live
	in_drive second
	[ "$(nodes floppy | wc -w)" -eq 2 ]
	vm-destroy floppy
}

@test "a guest that does not let go is left alone, and asked again" {
	vm-attach-disk web "$work/data.img" vdb --subdriver=raw --live
	vm-suspend web
	run vm-detach-disk web vdb --live --wait --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	vm-dumpxml web | grep -q data.img
	vm-resume web
	# Whoever changes the guest next sees that it has gone.
	gone() { vm-desc web --live --title later && ! vm-dumpxml web | grep -q data.img; }
	until_true gone
	! nodes | grep -q libvirt-[3-9]
}

# Ports of PCI Express: the guest takes five seconds, in which the emulator does not ask again.
@test "a guest that was asked twice and lets go after that: it has gone" {
	local root="<controller type='pci' index='0' model='pcie-root'/>" port="<controller type='pci' model='pcie-root-port'/>"
	counting_guest ports </dev/null | sed "s/machine='pc'/machine='q35'/
		s,<domain type='qemu'>,<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>,
		s,</devices>,$root$port$port$port$port$port$port</devices>,
		s,</domain>,<qemu:commandline><qemu:arg value='-global'/><qemu:arg value='ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off'/></qemu:commandline></domain>," | vm-define -
	vm-start ports
	until_true has_counted ports 1
	before=$(nodes ports)
	vm-attach-disk ports "$work/data.img" vdb --subdriver=raw --live
	# a guest that is still busy with plugging it in is not asked
	asked() { vm-detach-disk ports vdb --live 2>/dev/null; }
	until_true asked
	run vm-detach-disk ports vdb --live
	[ "$status" -eq "$FAULT_FAILED" ]
	run vm-update-device ports - --live < <(vm-dumpxml ports --xpath '//disk[target/@dev="vdb"]')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vm-dumpxml ports | grep -q data.img
	gone() { vm-desc ports --live --title later && ! vm-dumpxml ports | grep -q data.img; }
	until_true gone
	[ "$(nodes ports)" = "$before" ]
	vm-destroy ports
}

@test "killed at every step of a change of media: the drive has what is written down" {
	needs strace
	local reached=0 in_it
	printf '<domain type="qemu"><name>drive</name><memory unit="MiB">32</memory><os><type arch="x86_64" machine="pc">hvm</type></os>
		<devices><disk type="file" device="cdrom"><target dev="hdc" bus="ide"/></disk></devices></domain>' | vm-define -
	vm-start --paused drive
	vm-change-media drive hdc "$work/a.img" --live
	points 'sendto renameat' vm-change-media drive hdc "$work/b.img" --live >"$work/change"
	vm-change-media drive hdc "$work/a.img" --live
	while read -r point <&8; do
		echo "change, $point"
		! met $point vm-change-media drive hdc "$work/b.img" --live || reached=$((reached + 1))
		vm-desc drive --live --title 'after the kill'
		in_it=$(qmp query-block drive | jq -r '.return[] | select(.qdev == "ide0-1-0") | .inserted.file')
		[ -n "$in_it" ]
		[ "$(vm-dumpxml drive --xpath 'string(//disk/source/@file)')" = "$in_it" ]
		run ! grep -q '<devicechanges>' "$VIRTUTILS_ROOT/run/qemu/drive.xml"
		vm-change-media drive hdc "$work/a.img" --live
	done 8<"$work/change"
	[ $reached -ge 4 ]
	vm-destroy drive
}

@test "a second that passes meanwhile is no device: the clock of the guest begins anew each time it is looked at" {
	needs strace
	printf '<domain type="qemu"><name>timed</name><memory unit="MiB">32</memory><clock offset="variable" adjustment="60"/>
		<os><type arch="x86_64" machine="pc">hvm</type></os><devices><controller type="usb" model="qemu-xhci"/></devices></domain>' | vm-define -
	vm-start --paused timed
	# each look at the settings takes longer than a second
	strace -qq -o /dev/null -P "$VIRTUTILS_ROOT/etc/qemu.conf" -e inject=openat:delay_enter=1100000 \
		vm-attach-disk timed "$work/data.img" sdb --targetbus=usb --subdriver=raw --live
	peripherals timed | grep -qx usb-disk1
	vm-destroy timed
}

# In all places, or in none.
all_is_well() {         # a change settles what is on record
	vm-desc small --live --title 'after the kill'
	run ! grep -q '<devicechanges>' "$VIRTUTILS_ROOT/run/qemu/small.xml"
	live=$(vm-dumpxml small | grep -c data.img || :)
	[ "$(vm-dumpxml small --inactive | grep -c data.img || :)" = "$live" ]
	[ "$(peripherals small | grep -c usb-disk1 || :)" = "$live" ]
	[ "$(nodes small | wc -w)" = "$((live * 2))" ]
}

@test "killed at every step of plugging and unplugging" {
	needs strace
	printf '<domain type="qemu"><name>small</name><memory unit="MiB">32</memory>
		<os><type arch="x86_64" machine="pc">hvm</type></os><devices><controller type="usb" model="qemu-xhci"/></devices></domain>' | vm-define -
	vm-start --paused small
	calls='sendto sendmsg renameat'
	plugged() { vm-attach-disk small "$work/data.img" sdb --targetbus=usb --subdriver=raw --persistent; }
	unplugged() { vm-detach-disk small sdb --persistent --if-needed; }
	points "$calls" vm-attach-disk small "$work/data.img" sdb --targetbus=usb --subdriver=raw --persistent >"$work/attach"
	points "$calls" vm-detach-disk small sdb --persistent >"$work/detach"
	[ "$(wc -l <"$work/attach")" -ge 6 ]
	# how often it asks whether the device is gone depends on QEMU: it may be done before
	local reached=0
	while read -r point <&8; do
		echo "attach, $point"
		! met $point vm-attach-disk small "$work/data.img" sdb --targetbus=usb --subdriver=raw --persistent || reached=$((reached + 1))
		all_is_well
		unplugged
	done 8<"$work/attach"
	while read -r point <&8; do
		echo "detach, $point"
		[ "$(nodes small | wc -w)" -eq 2 ] || plugged
		! met $point vm-detach-disk small sdb --persistent || reached=$((reached + 1))
		vm-detach-disk small sdb --config --if-needed
		vm-detach-disk small sdb --live --if-needed
		all_is_well
	done 8<"$work/detach"
	[ $reached -ge 9 ]
}
