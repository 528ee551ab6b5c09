#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blockresize - grow or shrink a disk of a running virtual machine

load helpers

given_disk_vm() {
	xml web "<devices><disk type='file'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-start web
}

# What it would refuse to shrink below.
size() { vm-blockresize web vda 1 2>&1 | sed -n "s/.* has \([0-9]*\) bytes.*/\1/p"; }

@test "S105: it grows, and shrinks only with --shrink" {
	given_disk_vm
	vm-blockresize web vda 2T
	[ "$(size)" = $((2 << 40)) ]
	run vm-blockresize web vda 1T
	[ "$status" -eq 9 ]
	[[ "$output" == *'hint: --shrink'* ]]
	[ "$(size)" = $((2 << 40)) ]
	vm-blockresize web vda 1T --shrink
	[ "$(size)" = $((1 << 40)) ]
}

@test "a bare number is KiB; --delta adds" {
	given_disk_vm
	vm-blockresize web vda $((3 << 30))
	[ "$(size)" = $((3 << 40)) ]
	vm-blockresize web vda --delta 1K
	[ "$(size)" = $(((3 << 40) + 1024)) ]
}

@test "what makes no sense" {
	given_disk_vm
	while read -r wanted words; do
		run vm-blockresize web $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		2 vda
		2 vda nonsense
		2 vda 2T --extend --shrink
		2 vda --capacity --delta
		6 vda --capacity
		4 vdz 2T
	X
	given_vm off
	run vm-blockresize off vda 2T
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "a drive without a size to change" {
	xml cd "<devices><disk type='file' device='cdrom'><source file='/img/cd'/><target dev='hda' bus='ide'/></disk>
		<disk type='file' device='cdrom'><target dev='hdb' bus='ide'/></disk></devices>" | vm-create -
	for target in hda hdb; do
		run vm-blockresize cd $target 2T
		[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	done
}

@test "a dry run tells, and changes nothing" {
	given_disk_vm
	[ "$(vm-blockresize web vda 2T -n)" = "resize disk vda of web to $((2 << 40)) bytes" ]
	[ "$(size)" = 1099506450432 ]
}
