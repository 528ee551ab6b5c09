#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_disk.bats - pools that are a disk: real partitions of loop devices

load ../helpers
load storage_inside

setup() {
	needs_storage parted blkid
	given_device 64M
	base=${device#/dev/}
}
teardown() { remove_storage; }

given_disk_pool() {     # FORMAT
	pool-define-as disk disk - - "$device" - /dev "$1"
	pool-build disk
	pool-start disk
}

@test "define, build, start, create, upload, clone, delete, stop: parted says the same" {
	for format in gpt dos; do
		pool-define-as disk disk - - "$device" - /dev $format
		pool-build --overwrite disk
		pool-start disk
		vol-create-as disk "${base}p1" 4M
		[ -b "${device}p1" ]
		[ "$(blockdev --getsize64 "${device}p1")" -eq $((4 << 20)) ]
		head -c 4M /dev/urandom >data
		vol-upload "${device}p1" data
		vol-clone "disk/${base}p1" "${base}p2"
		vol-download "disk/${base}p2" - | cmp data -
		[ "$(vol-list disk -o NAME,PATH,TYPE,CAPACITY --noheadings --raw)" = \
			"${base}p1 ${device}p1 block 4194304"$'\n'"${base}p2 ${device}p2 block 4194304" ]
		[ "$(pool-info disk -o ALLOCATION --bytes)" = 8388608 ]
		vol-delete "disk/${base}p1"
		[ "$(parted -sm "$device" print | grep -c '^[0-9]')" -eq 1 ]
		vol-create-as disk "${base}p1" 1M
		vol-delete "disk/${base}p1" "disk/${base}p2"
		[ ! -e "${device}p2" ]
		pool-destroy disk
		pool-undefine disk
	done
}

@test "formats of partitions are those that parted knows" {
	given_disk_pool gpt
	vol-create-as disk "${base}p1" 1M --format linux-lvm
	parted -sm "$device" print | grep -q '^1:.*lvm'
	[ "$(vol-dumpxml "disk/${base}p1" --xpath 'string(//format/@type)')" = linux-lvm ]
	[ "$(vol-dumpxml "disk/${base}p1" --xpath 'string(//source/device/@path)')" = "$device" ]
	[ "$(vol-dumpxml "disk/${base}p1" --xpath 'string(//extent/@end) - string(//extent/@start)')" = 1048576 ]
	run vol-create-as disk "${base}p2" 1M --format qcow2
	[ "$status" -eq "$FAULT_XML" ]
}

@test "a name that is not the next, no room, another table, a table in the way" {
	given_disk_pool gpt
	run vol-create-as disk web 1M
	[ "$status" -eq "$FAULT_XML" ]
	[ "$output" = "vol-create-as: the next partition is called '${base}p1'" ]
	run vol-create-as disk "${base}p1" 1G
	[ "$status" -eq 1 ]
	[ -z "$(vol-list disk --noheadings)" ]
	pool-destroy disk
	run pool-build disk
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"$device holds 'gpt' already" ]]
	pool-edit disk --set=/pool/source/format/@type=dos
	run pool-start disk
	[ "$status" -eq "$FAULT_XML" ]
	[[ $output == *"partition table of type 'gpt', not 'msdos'" ]]
}

@test "killed while it copies: no volume, and the room comes back with the next" {
	needs strace
	given_disk_pool gpt
	vol-create-as disk "${base}p1" 4M
	head -c 4M /dev/urandom >data
	vol-upload "disk/${base}p1" data
	strace -f -qq -o trace -e trace=pwrite64 -P "${device}p2" -e inject=pwrite64:signal=KILL:when=2 \
		vol-clone "disk/${base}p1" "${base}p2" || [ $? -eq 137 ]
	grep -q SIGKILL trace
	[ -b "${device}p2" ]
	[ "$(vol-list disk -o NAME --noheadings)" = "${base}p1" ]
	pool-refresh disk
	[ ! -e "${device}p2" ]
	vol-clone "disk/${base}p1" "${base}p2"
	vol-download "disk/${base}p2" - | cmp data -
	vol-download "disk/${base}p1" - | cmp data -
}

@test "two that make the next partition at the same time: one has it, and keeps it" {
	local pids=() status done=0

	given_disk_pool gpt
	mkdir bin
	printf '#!/bin/sh\ncase " $* " in *" mkpart "*) sleep 0.3;; esac\nexec %s "$@"\n' "$(command -v parted)" >bin/parted
	chmod +x bin/parted
	for _ in 1 2; do
		PATH=$PWD/bin:$PATH vol-create-as disk "${base}p1" 4M 2>/dev/null &
		pids+=("$!")
		sleep 0.1
	done
	for pid in "${pids[@]}"; do
		status=0
		wait "$pid" || status=$?
		[ "$status" -ne 0 ] || done=$((done + 1))
	done
	[ "$done" -eq 1 ]
	[ "$(parted -sm "$device" print | grep -c '^[0-9]')" -eq 1 ]
}
