#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-upload - fill a storage volume from a file

load storage

@test "bytes arrive, at the offset, no more than the length" {
	given_pool images
	vol-create-as images v 1M
	head -c 300000 /dev/urandom >data
	vol-upload images/v data --offset 4096
	cmp -n 300000 -i 4096:0 images/v data
	cmp -n 4096 images/v /dev/zero
	vol-upload --pool images v - --length 1000 <data
	cmp -n 1000 images/v data
	cmp -n 3096 -i 1000:0 images/v /dev/zero
}

@test "holes stay holes, and --sparse makes them" {
	given_pool images
	vol-create-as images v 32M --allocation 0
	sparse data 32
	vol-upload images/v data
	cmp images/v data
	[ "$(blocks images/v)" -eq "$(blocks data)" ]
	vol-create-as images w 32M
	cat data | vol-upload images/w - --sparse
	cmp images/w data
	[ "$(blocks images/w)" -le "$(($(blocks data) + 16))" ]
}

@test "a directory, a file that is not there: nothing changes, nothing is marked" {
	given_pool images
	echo old >images/v
	for file in . none; do
		run vol-upload images/v "$file"
		[ "$status" -eq 1 ]
		[ "${#lines[@]}" -eq 1 ]
	done
	[ "$(vol-info images/v -o TORN)$(cat images/v)" = noold ]
}

@test "cut short it is marked, and whole again after the next" {
	needs strace
	given_pool images
	vol-create-as images v 4M
	head -c 4M /dev/urandom >data
	run strace -qq -o trace -e trace=copy_file_range,pwrite64 -e inject=copy_file_range:error=EXDEV \
		-e inject=pwrite64:error=ENOSPC:when=2 vol-upload images/v data
	[ "$status" -eq 1 ]
	[[ $output == *"No space left on device" ]]
	[ "$(vol-info images/v -o TORN)" = yes ]
	run --separate-stderr vol-list images
	[[ $stderr == *"v: it is not whole: writing into it was cut short, or goes on" ]]
	vol-upload images/v data
	[ "$(vol-info images/v -o TORN)" = no ]
	cmp images/v data
	[ "$(ls -A images)" = v ]
}

@test "resumed by offset" {
	given_pool images
	vol-create-as images v 4M
	head -c 4M /dev/urandom >data
	vol-upload images/v data --length 1M
	(dd bs=1M skip=1 count=0 status=none; cat) <data | vol-upload images/v - --offset 1M
	cmp images/v data
}

@test "what does not exist, and a dry run" {
	given_pool images
	run vol-upload images/none /dev/null
	[ "$status" -eq "$FAULT_MISSING" ]
	vol-create-as images v 1M
	run vol-upload images/v none
	[ "$status" -eq 1 ]
	head -c 1M /dev/urandom >data
	[ "$(vol-upload -n images/v data)" = "upload to storage volume images/v" ]
	cmp -n 1048576 images/v /dev/zero
}

@test "progress of a transfer, a copy and a wipe: a bar, JSON lines, nothing on a pipe" {
	given_pool images
	head -c 2M /dev/urandom >images/v
	head -c 2M /dev/urandom >data
	run --separate-stderr vol-upload images/v data --progress=always
	[ "$status" -eq 0 ] && [ -z "$output" ]
	[[ $stderr == *$'\r''Upload: [100 %] 2.0M of 2.0M, '* ]]
	for call in 'Upload vol-upload images/v data' 'Download vol-download images/v out' 'Clone vol-clone images/v w'; do
		run --separate-stderr ${call#* } --progress=json
		[ "$(tail -n 1 <<<"$stderr" | jq -c '[.target, .what, .percent, .done, .total]')" = \
			"[\"images/v\",\"${call%% *}\",100,2097152,2097152]" ]
	done
	run --separate-stderr vol-wipe images/v --progress=json
	[ "$(tail -n 1 <<<"$stderr" | jq .percent)" = 100 ]
	run --separate-stderr vol-upload images/v data
	[ -z "$stderr" ]
}

@test "onto itself, which would have no end: refused, and it is as it was" {
	given_pool images
	head -c 1M /dev/urandom >images/v
	cp images/v before
	ulimit -f 20000
	for offset in 0 512K; do
		run vol-upload images/v images/v --offset $offset
		[ "$status" -eq 1 ]
		[[ $output == *': the file is the volume itself' ]]
	done
	cmp images/v before
	[ "$(vol-list images -o NAME,TORN --noheadings --raw)" = 'v no' ]
}
