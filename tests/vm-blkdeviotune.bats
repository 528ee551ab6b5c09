#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blkdeviotune - show or set how fast a disk may be used

load helpers

given_disk_vm() {
	xml web "<devices><disk type='file'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
}

@test "the limits, as virsh names them" {
	given_disk_vm
	[ "$(vm-blkdeviotune web vda | cut -d: -f1 | head -n 3 | paste -sd' ')" = 'TOTAL_BYTES_SEC READ_BYTES_SEC WRITE_BYTES_SEC' ]
	[ "$(vm-blkdeviotune web vda --json | jq '.[0] | length')" = 20 ]
	needs_libvirt
	VIRTUTILS_ROOT=$work/fresh
	diff <(libvirt_virsh blkdeviotune test vda --config | sed '/^$/d; s/ *:.*//' | sort) \
	     <(vm-blkdeviotune test vda --json | jq -r '.[0] | keys[]' | sort)
}

@test "live, stored, both" {
	given_disk_vm
	vm-blkdeviotune web vda --read-bytes-sec=1M
	[ "$(vm-blkdeviotune web vda -o READ_BYTES_SEC)" = 1048576 ]
	vm-start web
	vm-blkdeviotune web vda --read-bytes-sec=2M --live
	[ "$(vm-blkdeviotune web vda -o READ_BYTES_SEC)$(vm-blkdeviotune web vda -o READ_BYTES_SEC --config)" = 20971521048576 ]
	vm-blkdeviotune web vda --total-iops-sec=100 --total-iops-sec-max=200 --persistent
	vm-dumpxml web --inactive | grep -q '<total_iops_sec_max>200</total_iops_sec_max>'
	vm-dumpxml web | grep -q '<total_iops_sec>100</total_iops_sec>'
	# what is said of one of three replaces all three
	vm-blkdeviotune web vda --total-bytes-sec=5M --live
	[ "$(vm-blkdeviotune web vda -o READ_BYTES_SEC)" = 0 ]
}

@test "what makes no sense changes nothing" {
	given_disk_vm
	before=$(vm-dumpxml web)
	while read -r wanted words; do
		run vm-blkdeviotune web $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		1 vda --total-bytes-sec=1M --read-bytes-sec=1M
		9 vda --total-bytes-sec-max=1M
		9 vda --total-iops-sec=100 --total-iops-sec-max=100
		9 vda --total-iops-sec=100 --total-iops-sec-max-length=3
		2 vda --total-iops-sec=much
		4 vdz --total-iops-sec=1
		3 vda --total-iops-sec=1 --live
	X
	[ "$(vm-dumpxml web)" = "$before" ]
}
