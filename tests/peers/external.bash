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
# A revert that fails past the old process: the guest is off, which is told, or why it could not be cleaned up
# after, with the disks that it had.
started_after_failure() {
	[ "$(vm-state g)" = 'shut off' ] || return 0
	grep -q 'the guest is off\|Input/output error' "$work/said.met"
	vm-start g
}
# The overlays that reverts have made.
overlays() { (cd "$img" && ls ?.[0-9]* 2>/dev/null | paste -sd' ') || :; }
revert_part() { vm-snapshot-dumpxml g "$1" --xpath "string(/domainsnapshot/revertDisks/disk[@name='$2']/source/@file)"; }

# Guest g with UEFI, whose variables are in a file of that format, and a TPM.
define_uefi() {         # FORMAT
	[ -e /usr/share/OVMF/OVMF_CODE_4M.fd ] || needs "UEFI firmware"
	needs swtpm
	variables=$img/vars.$1
	sed "s,machine='pc',machine='q35',; s,<loader.*</loader>,,; s,</os>,$(printf %s "<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>" \
		"<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd' format='$1'>$variables</nvram></os><features><acpi/></features>"),
		s,</devices>,<tpm model='tpm-tis'><backend type='emulator' version='2.0'/></tpm></devices>," "$work/g.xml" >"$work/uefi.xml"
	vm-define "$work/uefi.xml"
}
tpm_state() { sha256sum <"$VIRTUTILS_ROOT/var/qemu/swtpm/$(vm-uuid g)/tpm2-00.permall"; }
# Of a guest that is off: other variables, and another TPM.
spoil_firmware() {
	qemu-io -f "${variables##*.}" -c 'write -q -P 0x55 0 4k' "$variables"
	rm -r "$VIRTUTILS_ROOT/var/qemu/swtpm/$(vm-uuid g)"
}
firmware_is_spoilt() { qemu-io -r -U -f "${variables##*.}" -c 'read -q -P 0x55 0 4k' "$variables" >/dev/null; }
