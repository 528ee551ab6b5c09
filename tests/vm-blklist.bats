#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blklist - list the disks of virtual machines

load helpers

given_disks() {         # NAME
	xml "$1" "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='raw'/><source file='/img/a'/><backingStore/></backingStore>
		<target dev='vda' bus='virtio'/></disk>
		<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk></devices>" | vm-define -
}

@test "targets and sources, an empty drive too" {
	given_disks web
	[ "$(vm-blklist web --raw)" = $'TARGET SOURCE\nvda /img/o1\nhdc -' ]
}

@test "as virsh lists them" {
	needs_libvirt
	export VIRTUTILS_ROOT=$work/fresh
	for option in '' --details --inactive; do
		diff <(libvirt_virsh domblklist test $option | sed '/^-*$/d' | awk '{ $1 = $1; print toupper($0) }') \
		     <(vm-blklist test $option --raw --noheadings | awk '{ print toupper($0) }')
	done
}

@test "details, columns, chains" {
	given_disks web
	[ "$(vm-blklist web --details --raw --noheadings | head -n 1)" = 'file disk vda /img/o1' ]
	[ "$(vm-blklist web -o TARGET,FORMAT,BUS,CHAIN --raw --noheadings)" = $'vda qcow2 virtio 2\nhdc - ide 0' ]
	[ "$(vm-blklist web --backing -o SOURCE,FORMAT --raw --noheadings)" = $'/img/o1 qcow2\n/img/a raw\n- -' ]
	[ "$(vm-blklist web -o SIZE --json | jq -c '[.[].size]')" = '[1099506450432,null]' ]
}

@test "several guests; the stored definition of a running one" {
	given_disks web
	given_disks www
	[ "$(vm-blklist web www --raw --noheadings | head -n 3 | tail -n 1)" = 'www vda /img/o1' ]
	vm-start web
	vm-blockpull web vda --wait
	[ "$(vm-blklist web --backing --raw --noheadings | wc -l)" = 2 ]
	run vm-blklist web nobody
	[ "$status" -eq "$FAULT_PARTLY" ]
	run vm-blklist nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}
