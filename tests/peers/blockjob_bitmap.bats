#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_bitmap - what changed since a checkpoint is still known when images have left the chain.  needs qemu

load ../helpers
load guest
load blockjob

setup() {
	blockjob_setup
	given_chain
	vm-start g
}
teardown() { blockjob_teardown; }

qmp() { vm-qemu-monitor-command g "{\"execute\":\"$1\",\"arguments\":$2}" | jq -e .return >/dev/null; }
# The node of an image of vda.
node() { vm-dumpxml g --xpath "string(//*[source/@file='$img/$1']/source/@index | //backingStore[source/@file='$img/$1']/@index)" | sed 's/.*/libvirt-&-format/'; }
bitmap() { qmp block-dirty-bitmap-add "{\"node\":\"$1\",\"name\":\"$2\",\"persistent\":true}"; }
# As the guest would: 64 KiB at an offset.
guest_writes() {
	[ -z "$(vm-qemu-monitor-command --hmp g "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write -q $1 64k\"")" ]
}
# "c1 65536" of each bitmap of a node.
bitmaps() {
	vm-qemu-monitor-command g '{"execute":"query-named-block-nodes","arguments":{"flat":true}}' |
		jq -r --arg n "$1" '.return[] | select(."node-name" == $n) | ."dirty-bitmaps"[]? | "\(.name) \(.count)"' | sort
}

@test "of an active commit: into the base" {
	bitmap "$(node o2)" c1
	guest_writes 8M
	base=$(node a.qcow2)
	vm-blockcommit g vda --active --pivot
	[ "$(bitmaps "$base")" = 'c1 65536' ]
	vm-destroy g
	vm-start g
	[ "$(bitmaps "$(node a.qcow2)")" = 'c1 65536' ]
}

@test "of a copy: into the copy" {
	bitmap "$(node o2)" c1
	guest_writes 8M
	guest_writes 16M
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --pivot
	[ "$(bitmaps "$(node c.qcow2)")" = 'c1 131072' ]
}

@test "of a commit of a middle image: into its base" {
	vm-destroy g
	qemu-img bitmap --add "$img/o1" c1
	qemu-img bitmap --add "$img/o2" c1
	vm-start g
	base=$(node a.qcow2)
	vm-blockcommit g vda --top="$img/o1" --wait
	[[ "$(bitmaps "$base")" == 'c1 '* ]]
	[[ "$(bitmaps "$(node o2)")" == 'c1 '* ]]
	vm-destroy g
	good "$img/a.qcow2"
	same_contents "$img/o2"
}

@test "of a pull: into the image that the guest writes to" {
	vm-destroy g
	qemu-img bitmap --add "$img/o1" c1
	qemu-img bitmap --add "$img/o2" c1
	vm-start g
	guest_writes 8M
	vm-blockpull g vda --wait
	[[ "$(bitmaps "$(node o2)")" == 'c1 '* ]]
}
