#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-delete - delete a storage volume

load storage

@test "by POOL/VOL, path, and name with --pool" {
	given_pool images
	touch images/a images/b images/c images/d
	vol-delete images/a
	vol-delete "$work/images/b"
	vol-delete --pool images c
	[ "$(ls -A images)" = d ]
	run vol-delete images/a
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vol-delete: images/a: no such storage volume" ]
	vol-delete --if-needed images/a
	[ "$(vol-delete -n images/d)" = "delete storage volume images/d" ]
	[ -e images/d ]
}

@test "names that lead elsewhere are none; a link goes, not what it leads to" {
	given_pool images
	echo precious >precious
	run vol-delete images/../precious
	[ "$status" -eq "$FAULT_MISSING" ]
	run vol-delete "$work/images/../precious"
	[ "$status" -eq "$FAULT_MISSING" ]
	ln -s ../precious images/link
	vol-delete images/link
	[ -e precious ] && [ ! -L images/link ]
	mkdir images/folder
	touch images/folder/precious
	ln -s folder images/link
	vol-delete images/link
	[ ! -L images/link ] && [ -e images/folder/precious ]
	run vol-delete images/folder
	[ "$status" -eq 1 ]
	rm images/folder/precious
	vol-delete images/folder
	[ -z "$(ls -A images)" ]
}

@test "an image with a damaged header can be deleted" {
	given_pool images
	printf 'QFI\xfb\0\0\0\3garbage' >images/bad
	run --separate-stderr vol-delete images/bad
	[ "$status" -eq 0 ]
	[ -z "$(ls -A images)" ]
}

@test "--delete-snapshots: those inside an image go with it" {
	needs qemu-img
	given_pool images
	qemu-img create -q -f qcow2 images/a 1M
	qemu-img snapshot -c before images/a
	vol-delete --delete-snapshots images/a
	[ -z "$(ls -A images)" ]
}

# Killed between the file and the mark of what was torn.
@test "what was not whole and has gone says nothing of the next of that name" {
	needs strace
	given_pool images
	vol-create-as images v 1M
	touch images/.virtutils-torn-v
	run timeout 20 strace -qq -o /dev/null -e inject=unlinkat:signal=KILL:when=2 vol-delete images/v
	[ "$status" -eq 137 ]
	[ "$(ls -A images)" = .virtutils-torn-v ]
	vol-create-as images v 1M
	[ "$(ls -A images)" = v ]
	touch images/.virtutils-torn-w
	vol-clone images/v w
	[ "$(vol-list images -o NAME,TORN --noheadings --raw)" = $'v no\nw no' ]
}
