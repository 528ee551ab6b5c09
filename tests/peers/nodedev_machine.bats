#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# PCI devices of a real kernel with an IOMMU: given to vfio-pci, reset, given back.

load machine

programs='nodedev-list nodedev-info nodedev-dumpxml nodedev-detach nodedev-reattach nodedev-reset nodedev-event'
kernel_words=intel_iommu=on
board=(-machine q35 -device intel-iommu
	-device pcie-root-port,id=rp1,chassis=1,addr=5 -device virtio-rng-pci,bus=rp1,addr=0
	-device qemu-xhci,addr=6 -device e1000e,addr=7)

# One machine shows it all: what it said is looked at by the tests.
setup_file() {
	needs_machine
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	export work
	mkdir "$work/machine"
	cat >"$work/machine/detach" <<-'S'
	rng=pci_0000_01_00_0
	driver() { nodedev-info $rng -o DRIVER; }
	status() { "$@" && echo 0 || echo $?; }
	test "$(driver)" = virtio-pci
	test "$(nodedev-info $rng -o PARENT)" = pci_0000_00_05_0
	nodedev-detach -n $rng
	test "$(driver)" = virtio-pci
	nodedev-detach $rng
	test "$(driver)" = vfio-pci
	group=$(basename $(readlink /sys/bus/pci/devices/0000:01:00.0/iommu_group))
	test -e /dev/vfio/$group
	test "$(nodedev-dumpxml $rng | grep -c "iommuGroup number='$group'")" = 1
	test "$(status nodedev-detach $rng)" = 3
	nodedev-detach --if-needed $rng
	nodedev-reset $rng
	nodedev-reattach $rng
	test "$(driver)" = virtio-pci
	test -z "$(grep -v null /sys/bus/pci/devices/0000:01:00.0/driver_override || :)"
	nodedev-reattach --if-needed $rng
	# No driver of that name: it stays the host's.
	test "$(status nodedev-detach -q $rng --driver=nosuch 2>/dev/null)" = 1
	test "$(driver)" = virtio-pci
	# One that does not want it: likewise.
	test "$(status nodedev-detach -q $rng --driver=pcieport 2>/dev/null)" = 1
	test "$(driver)" = virtio-pci
	# The group, whose bridges stay with the host.
	nodedev-detach --group $rng
	test "$(driver)" = vfio-pci
	test "$(nodedev-info pci_0000_00_05_0 -o DRIVER)" = pcieport
	nodedev-reattach $rng
	S
	cat >"$work/machine/events" <<-'S'
	rng=pci_0000_01_00_0
	told() { n=0; until grep -qx "$1" log; do n=$((n + 1)); test $n -lt 100; usleep 100000; done; }
	nodedev-event --loop --all > log &
	# It is at it when it tells of a change that was made for that.
	n=0
	until grep -q "'update' for node device $rng" log; do
		n=$((n + 1)); test $n -lt 100
		echo change > /sys/bus/pci/devices/0000:01:00.0/uevent
		usleep 100000
	done
	told "event 'update' for node device $rng"
	echo 1 > /sys/bus/pci/devices/0000:01:00.0/remove
	told "event 'lifecycle' for node device $rng: Deleted"
	test -z "$(nodedev-list | grep $rng || :)"
	echo 1 > /sys/bus/pci/rescan
	told "event 'lifecycle' for node device $rng: Created"
	test "$(nodedev-info $rng -o DRIVER)" = virtio-pci
	S
	in_machine 'virtio_pci vfio-pci' "${board[@]}" >"$work/said" <<-'S' || :
	sh -eux /events
	echo events-fine
	sh -eux /detach
	echo detach-fine
	S
}
teardown_file() { rm -rf "$work"; }
setup() { tail -n 20 "$work/said"; }
teardown() { :; }

@test "to vfio-pci and back, and what stands in the way" {
	grep -qx detach-fine "$work/said"
}

@test "what the kernel tells of devices that come and go, and of those that are there" {
	grep -qx events-fine "$work/said"
}
