# SPDX-License-Identifier: LGPL-2.1-or-later
# external - what the suites about external snapshots share; beside guest and blockjob

# Guest g has vda on a.qcow2, which begins with 0xa, and vdb on b.qcow2.
given_disks() {
	image "$img/a.qcow2"
	image "$img/b.qcow2"
	mark "$img/a.qcow2" 0xa 0
	define_on "$img/a.qcow2"
}

# write DISK BYTE AT: as the guest itself would.
write() {
	vm-qemu-monitor-command g --hmp \
		"qemu-io -d /machine/peripheral/virtio-disk$1/virtio-backend \"write -P $2 $3 64k\""
}
# has PATH BYTE AT: 64 KiB of that byte are seen there.
has() { qemu-io -r -U -f qcow2 -c "read -q -P $2 $3 64k" "$1"; }
snapshot() { vm-snapshot-dumpxml g "$1" --security-info; }
disk_part() { vm-snapshot-dumpxml g "$1" --xpath "string(/domainsnapshot/disks/disk[@name='$2']/source/@file)"; }
# The overlays that reverts have made.
overlays() { (cd "$img" && ls ?.[0-9]* 2>/dev/null | paste -sd' ') || :; }
revert_part() { vm-snapshot-dumpxml g "$1" --xpath "string(/domainsnapshot/revertDisks/disk[@name='$2']/source/@file)"; }
