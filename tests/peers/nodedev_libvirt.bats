#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# This machine's devices, as the real libvirt tells them and as we do.

load libvirtd

@test "the same devices, the same documents, the same tree" {
	beside_libvirtd '
		ip link add veth0 type veth peer name veth1
		ip link set veth0 up
		ip link add br0 type bridge' <<-'S'
	# It learns of devices some time after it listens.
	until libvirt nodedev:///system nodedev-list | grep veth1 >/dev/null; do :; done
	libvirt nodedev:///system nodedev-list >theirs
	nodedev-list >ours
	diff theirs ours
	libvirt nodedev:///system nodedev-list --tree | sed 's/ *$//' | cat -s >theirs.tree
	nodedev-list --tree | cat -s >ours.tree
	diff theirs.tree ours.tree
	while read -r device; do
		# It prints an empty <firmware> of a machine that has no such tables.
		libvirt nodedev:///system nodedev-dumpxml "$device" | sed '/^$/d; /<firmware>/{N;/<\/firmware>/d}' >theirs.xml
		nodedev-dumpxml "$device" >ours.xml
		diff theirs.xml ours.xml
	done <ours
	for word in system pci usb_device usb net scsi_host scsi_target scsi storage fc_host vports scsi_generic \
		drm mdev_types mdev vdpa vpd; do
		libvirt nodedev:///system nodedev-list --cap "$word" >theirs
		nodedev-list --cap="$word" >ours
		diff theirs ours || die "--cap $word"
	done
	S
}
