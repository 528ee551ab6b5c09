#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# hostdev_machine - a real emulator, without privileges, has a PCI device of a real kernel with an IOMMU

load machine
load small_guest

programs='vm-define vm-start vm-create vm-destroy vm-reap vm-attach-device vm-detach-device vm-dumpxml vm-qemu-monitor-command nodedev-info nodedev-list nodedev-detach nodedev-reattach'
libraries='libsmartcols.so.1 libxml2.so.2'
kernel_words=intel_iommu=on
board=(-machine q35 -device intel-iommu
	-device pcie-root-port,id=rp1,chassis=1,addr=5 -device virtio-rng-pci,bus=rp1,addr=0
	-device pcie-root-port,id=rp2,chassis=2,addr=6 -device e1000e,bus=rp2,addr=0)

# hostdev MANAGED BUS
hostdev() {
	echo "<hostdev mode='subsystem' type='pci' managed='$1'><driver name='vfio'/><source><address domain='0' bus='$2' slot='0' function='0'/></source></hostdev>"
}
# guest NAME DEVICE...
guest() {
	echo "<domain type='qemu'><name>$1</name><memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features><devices>" \
		"<emulator>$(command -v qemu-system-x86_64)</emulator><memballoon model='none'/><controller type='usb' model='none'/>${*:2}</devices></domain>"
}
# A guest in a boot sector: whatever it is asked to let go (ports 0xae04 and 0xae08 of the board "pc", docs/specs/acpi_pci_hotplug
# of QEMU), it does: sti; select the first bus; at every tick of the clock, read what is to go, and write it back.
obliging_guest() {
	printf '\xfb\x66\x31\xc0\xba\x10\xae\x66\xef'
	printf '\xf4\xba\x04\xae\x66\xed\x66\x85\xc0\x74\xf5\xba\x08\xae\x66\xef\xeb\xee'
	head -c 483 /dev/zero
	printf '\x55\xaa'
}

# One machine shows it all: what it said is looked at by the tests.
setup_file() {
	local at

	needs_machine
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	export work
	mkdir -p "$work/machine/etc" "$work/machine/usr/share"
	put_in "$work/machine" "$(command -v qemu-system-x86_64)" /usr/lib/*/qemu/accel-*x86_64.so "$B"/libexec/virtutils/vm-keeper
	put_in "$work/machine" /usr/share/seabios/bios*.bin /usr/share/qemu/kvmvapic.bin
	echo 'libvirt-qemu:x:64055:106::/:/bin/false' >"$work/machine/etc/passwd"
	echo 'kvm:x:106:' >"$work/machine/etc/group"
	obliging_guest >"$work/machine/boot.img"
	hostdev yes 1 >"$work/machine/rng.xml"
	guest web "$(disk disk /boot.img hda | sed s/qcow2/raw/)$(hostdev yes 1)" >"$work/machine/web.xml"
	guest twin "$(hostdev yes 1)" >"$work/machine/twin.xml"
	guest plain "$(hostdev no 1)" >"$work/machine/plain.xml"
	guest bare >"$work/machine/bare.xml"
	guest card "<interface type='hostdev' managed='yes'><mac address='52:54:00:00:00:01'/><source><address type='pci' bus='2' slot='0' function='0'/></source></interface>" \
		>"$work/machine/card.xml"
	hostdev yes 2 >"$work/machine/nic.xml"
	in_machine 'virtio_pci vfio-pci' "${board[@]}" >"$work/said" <<-'S' || :
	rng=pci_0000_01_00_0 nic=pci_0000_02_00_0
	driver() { nodedev-info ${1:-$rng} -o DRIVER; }
	node() { echo /dev/vfio/$(basename $(readlink /sys/bus/pci/devices/$1/iommu_group)); }
	sees() { vm-qemu-monitor-command --hmp $1 'info pci' | tr -d '\r' | grep -c "$2"; }
	pid() { cat /run/root/run/qemu/$1.pid; }
	test "$(driver)" = virtio-pci
	vm-define /web.xml
	vm-start --paused web
	test "$(driver)" = vfio-pci
	test "$(stat -c %u $(node 0000:01:00.0))" = 64055
	test "$(stat -c %u /proc/$(pid web))" = 64055
	test "$(sees web 'PCI device 1af4:10')" = 1
	test "$(nodedev-list -o NAME,IN-USE-BY --noheadings | grep -c "$rng  *web")" = 1
	vm-create --paused /twin.xml && exit 1
	vm-create --paused /plain.xml && exit 1
	nodedev-reattach $rng && exit 1
	test "$(driver)" = vfio-pci
	echo shared-fine
	vm-attach-device web /nic.xml
	test "$(driver $nic)" = vfio-pci
	test "$(sees web 'PCI device 8086:10d3')" = 1
	test "$(stat -c %u $(node 0000:02:00.0))" = 64055
	echo plugged-fine
	vm-destroy web
	test "$(driver)" = virtio-pci
	test "$(driver $nic)" = -
	echo back-fine
	vm-start web
	vm-attach-device web /nic.xml
	vm-detach-device web /nic.xml --live --wait --timeout=100
	test "$(driver $nic)" = -
	test "$(stat -c %u $(node 0000:01:00.0))" = 64055
	vm-detach-device web /rng.xml --live --wait --timeout=100
	test "$(driver)" = virtio-pci
	test "$(sees web 'PCI device [18][a0][f8][46]:10')" = 0
	test "$(vm-dumpxml web | grep -c hostdev)" = 0
	test "$(nodedev-list -o NAME,IN-USE-BY --noheadings | grep -c ' web')" = 0
	vm-destroy web
	echo unplugged-fine
	vm-start --paused web
	kill -9 $(pidof vm-keeper)
	kill -9 $(pid web)
	n=0
	until vm-reap web && test "$(driver)" = virtio-pci; do
		n=$((n + 1)); test $n -lt 100
		usleep 100000
	done
	echo killed-fine
	vm-create --paused /plain.xml && exit 1
	nodedev-detach $rng
	vm-create --paused /plain.xml
	test "$(sees plain 'PCI device 1af4:10')" = 1
	vm-destroy plain
	test "$(driver)" = vfio-pci
	test "$(stat -c %u $(node 0000:01:00.0))" = 0
	vm-create --paused /web.xml
	vm-destroy web
	test "$(driver)" = vfio-pci
	echo unmanaged-fine
	vm-create --paused /card.xml && exit 1
	test "$(driver $nic)" = -
	echo end
	S
}
teardown_file() { rm -rf "$work"; }
setup() { cat "$work/said"; }
teardown() { :; }

@test "a managed device is the guest's while it runs, and no other's" {
	grep -qx shared-fine "$work/said"
	grep "vm-create: .*device 'pci_0000_01_00_0': virtual machine 'web' has it" "$work/said"
	grep -qx back-fine "$work/said"
}

@test "one is plugged into a guest that runs" {
	grep -qx plugged-fine "$work/said"
}

@test "a guest that runs lets go of them, and the host has them" {
	grep -qx unplugged-fine "$work/said"
}

@test "a guest that was killed does not keep it" {
	grep -qx killed-fine "$work/said"
}

@test "what is not managed is the operator's affair" {
	grep -qx unmanaged-fine "$work/said"
	grep "vm-create: .*device 'pci_0000_01_00_0' is the host's" "$work/said"
}

@test "a card that is no virtual function cannot be told its MAC address" {
	grep -qx end "$work/said"
	grep "vm-create: .*device 'pci_0000_02_00_0' is no virtual function of a network adapter" "$work/said"
}
