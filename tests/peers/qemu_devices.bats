#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every common device on both boards: QEMU takes it, and has it where the definition says.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	needs swtpm
	private_root
	qemu-img create -q -f qcow2 "$work/base.qcow2" 16M
	qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 "$work/top.qcow2"
	for image in a b c d e f; do truncate -s 4M "$work/$image.img"; done
	mkdir -m 755 "$work/shared"
	chmod 666 "$work"/*.img "$work"/*.qcow2
}
teardown() {
	rm -f "/dev/shm/${work##*/}"
	remove_root
}

# NAME MACHINE [FIRMWARE]: a guest with all devices, started but standing still.
given_all_devices() {
	sed "s,@WORK@,$work,g; s,@SHM@,${work##*/},; s,@NAME@,$1,g; s,@MACHINE@,$2,; s,@FIRMWARE@,${3:-}," \
		"$BATS_TEST_DIRNAME/../data/qemu/all-devices.xml" >"$work/$1.xml"
	vm-define "$work/$1.xml"
	vm-start --paused "$1"
}

# "alias slot.function" of each PCI device by the definition, and as QEMU has it.
said() {
	local alias= line address="type='pci'.*slot='(0x..)' function='(0x.)'"
	vm-dumpxml "$1" | while read -r line; do
		[[ $line =~ alias\ name=\'(.*)\' ]] && alias=${BASH_REMATCH[1]}
		[[ $line =~ $address ]] && printf '%s %d.%d\n' "$alias" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
	done | sort
}
# (query-pci does not look behind bridges before the firmware has.)
had() {
	local alias= line device='dev: .*, id "(.*)"' address='^addr = (..)\.(.)$'
	vm-qemu-monitor-command --hmp "$1" "info qtree" | tr -d '\r' | while read -r line; do
		[[ $line == dev:* ]] && alias=
		[[ $line =~ $device ]] && alias=${BASH_REMATCH[1]}
		[[ $alias && $line =~ $address ]] && printf '%s %d.%d\n' "$alias" "0x${BASH_REMATCH[1]}" "0x${BASH_REMATCH[2]}"
	done | sort
}

@test "all devices of a pc are where its definition says" {
	given_all_devices all pc
	had all >"$work/had"
	[ "$(wc -l <"$work/had")" -gt 15 ]
	diff <(said all | grep -v '^ide ') "$work/had"
}

@test "all devices of a q35 with UEFI are where its definition says" {
	[ -d /usr/share/qemu/firmware ] || needs "UEFI firmware"
	given_all_devices all q35 "firmware='efi'"
	had all >"$work/had"
	[ "$(wc -l <"$work/had")" -gt 25 ]
	diff <(said all | grep -v '^ide ') "$work/had"
	vm-dumpxml all | grep -q "<loader readonly='yes'"
}

@test "images of a chain are nodes with names, in their order" {
	given_all_devices all pc
	vm-qemu-monitor-command all query-named-block-nodes |
		jq -r '.return[] | select(.drv == "file" and (.file | test("qcow2$"))) | "\(.["node-name"]) \(.file)"' |
		sed 's,/.*/,,' | sort >"$work/nodes"
	[ "$(cat "$work/nodes")" = $'libvirt-7-storage top.qcow2\nlibvirt-8-storage base.qcow2' ]
}

property() {            # DEVICE NAME
	vm-qemu-monitor-command all "{\"execute\":\"qom-get\",\"arguments\":{\"path\":\"/machine/peripheral/$1\",\"property\":\"$2\"}}" | jq .return
}

@test "what is told to a new emulator is in force: rates, an open tray, how often the guest tells of its memory" {
	given_all_devices all pc
	[ "$(vm-qemu-monitor-command all query-block | jq -r '.return[] | select(.tray_open) | .qdev')" = sata0-0-5 ]
	[ "$(property balloon0 guest-stats-polling-interval)" = 7 ]
	[ "$(vm-qemu-monitor-command all query-block |
		jq -r '.return[] | select(.qdev == "scsi0-0-0-0") | .inserted.iops_wr')" = 77 ]
	[ "$(property nvme1 serial)" = '"deadbeef"' ]
	[ "$(property sata0-0-3 model)" = '"a drive, 16 letters and more"' ]
	[ "$(property nvme1-0-1 nsid)" = 2 ]
	[ "$(property nvme1-0-1 discard_granularity)" = 0 ]
	[ "$(property sound0 multi)" = true ]
	[ "$(property video0 edid)" = false ]
}

@test "what QEMU cannot run is not defined" {
	sed "s,@WORK@,$work,g; s,@NAME@,bad,g; s,@MACHINE@,pc,; s,@FIRMWARE@,,; s,<model type='virtio' heads='1'/>,<model type='cirrus'/>," \
		"$BATS_TEST_DIRNAME/../data/qemu/all-devices.xml" >"$work/bad.xml"
	run -"$FAULT_XML" vm-define "$work/bad.xml"
	[[ $output = *"video 'cirrus': it can only be the first one"* ]]
	run -"$FAULT_NO_VM" vm-dumpxml bad
}

# libvirt refuses the same, with errors of the same class.
@test "guests of other hypervisors are not defined" {
	local change reason
	while IFS='|' read -r change reason; do
		echo "<domain type='qemu'><name>bad</name><memory>65536</memory><os><type>hvm</type></os></domain>" | sed "$change" >"$work/bad.xml"
		run -"$FAULT_XML" vm-define "$work/bad.xml"
		[[ $output = *"$reason" ]]
		run -"$FAULT_NO_VM" vm-dumpxml bad
	done <<-'S'
	s,type='qemu',type='xen',|has no guests of type 'xen'
	s,>hvm<,>xen<,|has no guests of os type 'xen'
	s,type='qemu',type='kvm',; s,<os>,<features><tcg><tb-cache unit='MiB'>64</tb-cache></tcg></features>&,|features of TCG are not for domain type 'kvm'
	S
}
