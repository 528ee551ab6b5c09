#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-download - copy a storage volume into a file

load storage

@test "all of it, a part, to a file and to a pipe; holes kept" {
	given_pool images
	sparse images/v 32
	vol-download images/v out
	cmp images/v out
	[ "$(blocks out)" -eq "$(blocks images/v)" ]
	vol-download images/v - | cmp images/v -
	vol-download --pool images v out --offset 1000 --length 5000
	[ "$(size_of out)" -eq 5000 ]
	cmp -n 5000 -i 1000:0 images/v out
	{ head -c 1M /dev/urandom; head -c 7M /dev/zero; } >images/full
	vol-download --sparse images/full out
	cmp images/full out
	[ "$(blocks out)" -lt 4096 ]
}

@test "beyond its end, a full device, what does not exist" {
	given_pool images
	vol-create-as images v 1M
	run vol-download images/v out --offset 2M
	[ "$status" -eq 1 ]
	run vol-download images/v /dev/full
	[ "$status" -eq 1 ]
	[[ $output == *"No space left on device" ]]
	run vol-download images/none out2
	[ "$status" -eq "$FAULT_MISSING" ]
	[ ! -e out2 ]
}

@test "resumed by offset" {
	given_pool images
	head -c 3M /dev/urandom >images/v
	head -c 1000001 images/v >begun
	vol-download images/v - --offset "$(size_of begun)" >>begun
	cmp images/v begun
}

@test "what standard output has already stays, also where the volume has holes" {
	given_pool images
	sparse images/v 32
	head -c 40M /dev/urandom >before
	{ cat before images/v; echo after; } >wanted
	{ cat before; vol-download images/v -; echo after; } >out
	cmp wanted out
	cp before out
	{ vol-download images/v -; echo after; } >>out
	cmp wanted out
}

@test "onto itself, by any name: refused, and it is as it was" {
	given_pool images
	head -c 1M /dev/urandom >images/v
	cp images/v before
	ln -s images/v link
	ln images/v hard
	for file in images/v "$work/images/../images/v" link hard; do
		run vol-download images/v $file
		[ "$status" -eq 1 ]
		[[ $output == *'the file is the volume itself' ]]
		cmp images/v before
	done
	run bash -c 'vol-download images/v - >>images/v'
	[ "$status" -eq 1 ]
	cmp images/v before
}

@test "what is refused leaves the file as it was; what is longer than the volume is cut off" {
	given_pool images
	head -c 1M /dev/urandom >images/v
	mkdir images/folder
	head -c 3M /dev/urandom >out
	cp out before
	run vol-download images/v out --offset 1G
	[ "$status" -eq 1 ]
	run vol-download images/folder out
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	cmp out before
	vol-download images/v out
	cmp out images/v
}

@test "a volume that becomes shorter meanwhile is not one that was copied" {
	given_pool images
	head -c 20M /dev/urandom >images/v
	{ vol-download images/v - 2>said || echo $? >failed; } |
		{ head -c 100000 >/dev/null; truncate -s 2M images/v; cat >/dev/null; }
	[ "$(<failed)" -eq 1 ]
	[[ $(<said) == *"it has become shorter meanwhile: "*" of 20971520 bytes are copied" ]]
}
