#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-create-as - make a storage volume that options tell

load storage

@test "raw: all of it is allocated, or what is asked for" {
	given_pool images
	vol-create-as images full 1M
	[ "$(size_of images/full)" -eq 1048576 ] && [ "$(blocks images/full)" -ge 2048 ]
	vol-create-as images thin 1G --allocation 0
	[ "$(size_of images/thin)" -eq 1073741824 ] && [ "$(blocks images/thin)" -eq 0 ]
	vol-create-as images half 4M --allocation 2M
	[ "$(blocks images/half)" -ge 4096 ] && [ "$(blocks images/half)" -lt 8192 ]
	vol-create-as images bytes 12345
	[ "$(size_of images/bytes)" -eq 12345 ]
}

@test "qcow2, with tables allocated, as overlay" {
	needs qemu-img
	given_pool images
	vol-create-as images base 64M --format qcow2
	vol-create-as images top 64M --format qcow2 --backing-vol base --backing-vol-format qcow2
	vol-create-as images full 64M --format qcow2 --allocation 0 --prealloc-metadata
	[ "$(qemu-img info --output=json images/top | jq -r '[.format, ."virtual-size", ."full-backing-filename", ."backing-filename-format"] | join(" ")')" \
		= "qcow2 67108864 $work/images/base qcow2" ]
	vol-create-as images over-bytes 64M --format qcow2 --backing-vol base --backing-vol-format raw
	[ "$(vol-dumpxml images/over-bytes --xpath 'string(//backingStore/format/@type)')" = raw ]
	[ "$(size_of images/full)" -gt "$((64 << 20))" ]
	qemu-img check -q images/full
	run vol-create-as images bytes 1M --allocation 0 --prealloc-metadata
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ ! -e images/bytes ]
	run vol-create-as images bad 64M --format qcow2 --backing-vol none
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "names that lead elsewhere, are ours or taken, and sizes nobody has" {
	given_pool images
	for name in ../escape a/b . .. '' .virtutils-draft-1-1; do
		run vol-create-as images "$name" 1M
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	[ -z "$(ls -A images)" ] && [ ! -e escape ]
	echo mine >images/taken
	run vol-create-as images taken 1M
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-create-as: storage volume 'taken' exists already" ]
	vol-create-as --if-needed images taken 1M
	[ "$(cat images/taken)" = mine ]
	for size in 9223372036854775808 99999999999999999999 16E -1; do
		run vol-create-as images big "$size" --allocation 0
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run vol-create-as images big 1M --format nonsense
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(ls -A images)" = taken ]
}

@test "names of 255 bytes are as good as others, longer ones are refused" {
	given_pool images
	name=$(printf '%0255d' 0)
	vol-create-as images "$name" 1M
	printf hello | vol-upload --pool images "$name" -
	[ "$(vol-download --pool images "$name" - --length 5)" = hello ]
	run bash -c 'ulimit -f 2048; trap "" XFSZ; vol-upload --pool images "$0" /dev/zero' "$name"
	[ "$status" -eq 1 ]
	[ "$(vol-info --pool images "$name" -o TORN)" = yes ]
	vol-wipe --pool images "$name"
	[ "$(vol-info --pool images "$name" -o TORN)" = no ]
	vol-delete --pool images "$name"
	[ -z "$(ls -A images)" ]
	run vol-create-as images "0$name" 1M
	[ "$status" -eq 1 ]
	[[ $output == *': File name too long' ]]
	[ -z "$(ls -A images)" ]
}

@test "a dry run and --print-xml make nothing, and see what is in the way" {
	given_pool images
	[ "$(vol-create-as -n images a 1M)" = "create storage volume images/a" ]
	[ "$(vol-create-as images a 1M --format qcow2 --print-xml | xmllint --xpath 'string(//format/@type)' -)" = qcow2 ]
	[ -z "$(ls -A images)" ]
	touch images/a
	run vol-create-as -n images a 1M
	[ "$status" -eq "$FAULT_STATE" ]
	pool-destroy images
	run vol-create-as images b 1M
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "control bytes are in no name, and none is left out" {
	given_pool images
	for name in $'a\x01b' $'a\nb' $'a\tb'; do
		run vol-create-as images "$name" 1M
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	vol-create-as images plain 1M
	run vol-clone images/plain $'a\x01b'
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(ls -A images)" = plain ]
}

@test "what is put in the place of a draft is not written, nor taken for the volume" {
	needs qemu-img
	given_pool images
	echo precious >precious
	mkdir tools
	printf '#!/bin/sh\nfor draft in images/.virtutils-draft-*; do ln -sf ../precious "$draft"; done\nexec %s "$@"\n' \
		"$(command -v qemu-img)" >tools/qemu-img
	chmod +x tools/qemu-img
	PATH=$work/tools:$PATH run vol-create-as images v 1M --format qcow2
	[ "$status" -eq "$FAULT_DENIED" ]
	[ "$(cat precious)" = precious ]
	[ -z "$(ls -A images)" ]
}
