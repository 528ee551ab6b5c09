#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# checkpoint - what a guest writes is recorded in the images, from a moment on.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load checkpoint

setup() {
	blockjob_setup
	image "$img/a.qcow2"
	mark "$img/a.qcow2" 0xa 0
	define_on "$img/a.qcow2"
	vm-start g
}
teardown() { blockjob_teardown; }

@test "S76: bitmaps of its name record on both disks" {
	vm-checkpoint-create-as g c1
	[ "$(bitmaps | awk '{ print $2, $3, $4 }' | paste -sd,)" = "c1 0 good,c1 0 good" ]
	run vm-checkpoint-parent g c1
	[ "$status" -eq 4 ]
	vm-destroy g
	run vm-checkpoint-create-as g c2
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}

@test "S77: one disk only" {
	vm-checkpoint-create-as g c1
	vm-checkpoint-create-as g c2 --diskspec vda
	[ "$(bitmaps | grep -c ' c2 ')" = 1 ]
	[ "$(vm-checkpoint-parent g c2)" = c1 ]
}

@test "a disk that is not qcow2, a bitmap that is there already" {
	local before
	vm-qemu-monitor-command g '{"execute":"block-dirty-bitmap-add","arguments":{"node":"libvirt-2-format","name":"mine","persistent":true}}'
	before=$(bitmaps)
	run vm-checkpoint-create-as g mine
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$(bitmaps)" = "$before" ]
	[ "$(vm-checkpoint-list g --name)" = "" ]
	vm-destroy g
	qemu-img create -q -f raw "$img/raw" 1M
	define_on "$img/raw" raw
	vm-start g
	run --separate-stderr vm-checkpoint-create-as g c1 --errors=json
	[ "$(jq -r .code <<<"$stderr")" = config-unsupported ]
	vm-checkpoint-create-as g c1 --diskspec vdb
}

@test "S79: how much was written, and nothing is left of the counting" {
	vm-checkpoint-create-as g c1
	guest_writes 8M 1
	[ "$(size_of c1)" = 65536 ]
	[ "$(size_of c1 vdb)" = 0 ]
	vm-checkpoint-create-as g c2
	guest_writes 16M 1
	guest_writes 8M 2
	[ "$(size_of c1)" = 131072 ]
	[ "$(size_of c2)" = 131072 ]
	[ "$(vm-checkpoint-list g --size -o NAME,SIZE --raw --noheadings --bytes | paste -sd,)" = "c1 131072,c2 131072" ]
	[ "$(bitmaps | grep -vc ' c[12] ')" = 0 ]
	[ "$(vm-checkpoint-dumpxml g c1 --size --no-domain | grep -c '<domain>\|<domain ')" = 0 ]
}

@test "S79: what goes to an overlay is counted with what went to the image below" {
	vm-checkpoint-create-as g c1
	guest_writes 8M 1
	vm-snapshot-create-as g s1 --disk-only
	[ "$(size_of c1)" = 65536 ]
	guest_writes 8M 2
	guest_writes 16M 2 128k
	[ "$(size_of c1)" = 196608 ]
	[ "$(bitmaps | grep -vc ' c1 .* good')" = 0 ]
	# of both layers, and of the other disk's
	[ "$(bitmaps | wc -l)" = 4 ]
}

@test "S79: two layers are counted together" {
	vm-destroy g
	image "$img/o1" "$img/a.qcow2"
	qemu-img bitmap --add "$img/a.qcow2" c1
	mark "$img/a.qcow2" 3 4M
	qemu-img bitmap --add "$img/o1" c1
	define_on "$img/o1"
	vm-start g
	vm-checkpoint-create-as g x --diskspec vda
	vm-checkpoint-dumpxml g x | sed 's/<name>x</<name>c1</; s/bitmap=.x./bitmap="c1"/' | vm-checkpoint-create g - --redefine --redefine-validate
	vm-checkpoint-delete g x
	guest_writes 4M 1
	guest_writes 8M 1
	[ "$(size_of c1)" = 131072 ]
	[ "$(bitmaps | grep -vc ' c1 ')" = 0 ]
	vm-checkpoint-delete g c1
	[ "$(bitmaps)" = "" ]
	vm-destroy g
	[ "$(qemu-img info --output=json "$img/a.qcow2" | jq '."format-specific".data.bitmaps')" = null ]
}

@test "S81: a document without a bitmap is found out" {
	vm-checkpoint-create-as g c1
	vm-checkpoint-dumpxml g c1 | sed "s/<name>c1</<name>c9</; s/bitmap='c1'/bitmap='c9'/" >$work/c9.xml
	run --separate-stderr vm-checkpoint-create g $work/c9.xml --redefine --redefine-validate --errors=json
	[ "$(jq -r .code <<<"$stderr")" = checkpoint-inconsistent ]
	[ "$(vm-checkpoint-list g --name)" = c1 ]
	vm-checkpoint-create g $work/c9.xml --redefine
	run --separate-stderr vm-checkpoint-delete g c9 --errors=json
	[ "$(jq -r .code <<<"$stderr")" = internal-error ]
	vm-checkpoint-delete g c9 --metadata
}

@test "S82: one in the middle goes, the others go on" {
	local size
	for c in c1 c2 c3; do
		vm-checkpoint-create-as g $c
		guest_writes ${c#c}M 1
	done
	size=$(size_of c1)
	vm-checkpoint-delete g c2
	[ "$(bitmaps | awk '{ print $2 }' | sort -u | paste -sd' ')" = "c1 c3" ]
	[ "$(vm-checkpoint-parent g c3)" = c1 ]
	[ "$(size_of c1)" = "$size" ]
}

@test "they outlive the guest, and can be deleted while it is off" {
	vm-checkpoint-create-as g c1
	guest_writes 8M 1
	vm-destroy g
	vm-start g
	[ "$(size_of c1)" = 65536 ]
	vm-destroy g
	vm-checkpoint-delete g c1
	for disk in a b; do
		[ "$(qemu-img info --output=json "$img/$disk.qcow2" | jq '."format-specific".data.bitmaps')" = null ]
	done
}

@test "S83: after a crash they are known to be of no use" {
	vm-checkpoint-create-as g c1
	vm-destroy g
	vm-start g
	vm-checkpoint-create-as g c2
	kill -9 "$(vm-list --raw --noheadings -o PID g)"
	until_true is_state g 'shut off'
	vm-start g
	for c in c1 c2; do
		vm-checkpoint-dumpxml g $c >$work/$c.xml
		run --separate-stderr vm-checkpoint-create g $work/$c.xml --redefine --redefine-validate --errors=json
		[ "$(jq -r .code <<<"$stderr")" = checkpoint-inconsistent ]
		[ "$(size_of $c)" = "" ]
	done
	# what never reached the image is not there to be deleted
	[ "$(bitmaps | awk '{ print $2, $4 }' | sort -u)" = "c1 inconsistent" ]
	vm-checkpoint-delete g c1
	[ "$(bitmaps)" = "" ]
	vm-checkpoint-delete g c2 --metadata
}

@test "a revert to what is inside the images makes them of no use" {
	vm-destroy g
	vm-snapshot-create-as g off
	vm-start g
	vm-checkpoint-create-as g c1
	vm-snapshot-create-as g on
	guest_writes 8M 1
	vm-snapshot-revert g on
	[ "$(bitmaps)" = "" ]
	run --separate-stderr vm-backup-begin g --incremental=c1 --target-dir="$img" --errors=json
	[ "$(jq -r .code <<<"$stderr")" = checkpoint-inconsistent ]
	vm-checkpoint-delete g c1 --metadata
	vm-checkpoint-create-as g c2
	vm-destroy g
	vm-snapshot-revert g off
	[ "$(qemu-img info --output=json "$img/a.qcow2" | jq '."format-specific".data.bitmaps')" = null ]
}

# Messages to QEMU, files that are replaced or removed.
calls='sendto renameat unlink unlinkat'

all_is_well() {
	if [ "$(vm-checkpoint-list g --name)" = c1 ]; then
		[ "$(bitmaps | grep -c ' c1 .* good')" = 2 ]
	else
		[ "$(bitmaps)" = "" ]
	fi
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.checkpoint" ]
}

@test "creation, killed or failing anywhere" {
	local point all
	needs strace
	all=$(points "$calls" vm-checkpoint-create-as g c1)
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		vm-checkpoint-delete g c1 --if-needed
		echo "met by $point"
		met $point vm-checkpoint-create-as g c1 || continue
		vm-suspend g
		vm-resume g
		all_is_well
	done <<<"$all"
}

@test "deletion, killed or failing anywhere" {
	local point all
	needs strace
	vm-checkpoint-create-as g c1
	all=$(points "$calls" vm-checkpoint-delete g c1)
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		vm-checkpoint-list g --name | grep -qx c1 || vm-checkpoint-create-as g c1
		echo "met by $point"
		met $point vm-checkpoint-delete g c1 || continue
		vm-suspend g
		vm-resume g
		all_is_well
	done <<<"$all"
}
