#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-wipe - overwrite the contents of a storage volume

load storage

@test "every algorithm leaves nothing of it" {
	given_pool images
	for algorithm in zero nnsa dod bsi gutmann schneier pfitzner7 pfitzner33 random; do
		head -c 256K /dev/urandom >images/v
		cp images/v before
		vol-wipe --algorithm $algorithm images/v
		[ "$(size_of images/v)" -eq $((256 << 10)) ]
		run ! cmp -s images/v before
	done
	vol-wipe images/v
	cmp -n 262144 images/v /dev/zero
	run vol-wipe --algorithm magic images/v
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "trim gives the room back" {
	given_pool images
	head -c 1M /dev/urandom >images/v
	vol-wipe --algorithm trim images/v
	[ "$(blocks images/v)" -eq 0 ]
	cmp -n 1048576 images/v /dev/zero
}

@test "several at once; one that does not exist" {
	given_pool images
	echo a >images/a
	echo b >images/b
	run vol-wipe images/a images/none images/b
	[ "$status" -eq "$FAULT_PARTLY" ]
	cmp -n 2 images/a /dev/zero && cmp -n 2 images/b /dev/zero
}

@test "nothing is wiped, by every algorithm" {
	given_pool images
	vol-create-as images v 0
	for algorithm in trim zero random; do
		vol-wipe --algorithm $algorithm images/v
		[ "$(vol-list images -o TORN --noheadings)" = no ]
	done
}
