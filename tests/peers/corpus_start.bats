#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Definitions as the real libvirt prints them (../shared/corpus) are defined, started on
# real QEMU, and printed again the same.  needs qemu

load ../helpers
load guest

corpus=$BATS_TEST_DIRNAME/../../../shared/corpus

setup() {
	needs qemu-system-x86_64 qemu-img
	[ -d "$corpus/domain-qemu" ] || skip "no corpus at $corpus"
	private_root
}
teardown() { remove_root; }

# A golden with images of this test, no KVM, and little memory.
adapted() {             # NAME
	sed -E "s/type='kvm'/type='qemu'/; s/@UUID@/$(cat /proc/sys/kernel/random/uuid)/
		s,<source file='([^']*/)?([^'/]*)',<source file='$work/\2',
		s,(<(memory|currentMemory) unit='KiB'>)[0-9]+,\1131072," "$corpus/domain-qemu/$1.out.xml"
}

# The images it names, each in the format that its <driver> says.
make_images() {         # FILE
	local image format
	xmllint --xpath '//disk[source/@file]/source/@file' "$1" 2>/dev/null | sed "s/.*=\"\(.*\)\"/\1/" |
		while read -r image; do
			format=$(xmllint --xpath "string(//disk[source/@file='$image']/driver/@type)" "$1")
			qemu-img create -q -f "${format:-raw}" "$image" 8M
			chmod 666 "$image"
		done
}

# Define, start, print, destroy, undefine one.
comes_back() {          # NAME
	local name
	adapted "$1" >"$work/given.xml"
	make_images "$work/given.xml"
	name=$(xmllint --xpath 'string(/domain/name)' "$work/given.xml")
	vm-define "$work/given.xml"
	vm-start --paused "$name"
	vm-dumpxml --inactive "$name" >"$work/printed.xml"
	vm-destroy "$name"
	vm-undefine "$name"
	"$corpus/xmlcmp" "$work/given.xml" "$work/printed.xml"
}

each_comes_back() {
	local name
	for name; do
		comes_back "$name" || { echo "$name does not come back as it was" >&2; return 1; }
	done
}

@test "disks on every bus" {
	each_comes_back disk-cdrom-tray disk-drive-detect-zeroes disk-virtio-drive-queues \
		hotplug-qemuhotplug-base-live+disk-scsi-wwn hotplug-qemuhotplug-base-live+disk-usb \
		hotplug-qemuhotplug-base-live+disk-virtio
}

@test "processors and features" {
	each_comes_back cpu-Haswell cpu-exact1 cpu-strict1 cpu-check-partial eoi-enabled pv-spinlock-enabled kvmclock+eoi-disabled
}

@test "controllers, bridges and their addresses" {
	each_comes_back pci-many pci-autoadd-addr pcie-root-port-model-ioh3420 pcihole64-gib usb-controller-xhci \
		usb-ich9-companion usb-hub-autoadd usb-long-port-path hotplug-qemuhotplug-base-with-scsi-controller-live
}

@test "video, input, watchdog, shared memory" {
	each_comes_back video-qxl-sec-device-vram64 video-virtio-gpu-device virtio-input \
		hotplug-qemuhotplug-base-live+watchdog hotplug-qemuhotplug-base-live+ivshmem-plain-detach
}

@test "devices that other processes serve, parts of images, processors to take away" {
	[ "$(id -u)" -eq 0 ] || needs "root"
	"$BATS_TEST_DIRNAME/../conformance/run-start" "$B" net-vhostuser net-vhostuser-fail shmem-plain-doorbell \
		cpu-hotplug-startup cpu-numa-memshared graphics-vnc-socket q35-pcie-autoadd \
		usb-ich9-companion cputune memtune blkiotune
}
