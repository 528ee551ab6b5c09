#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_merge - commit and pull on real QEMU: chains and contents.  needs qemu

load ../helpers
load guest
load blockjob

setup() {
	blockjob_setup
	given_chain
	vm-start g
}
teardown() { blockjob_teardown; }

@test "the chain of a started guest is told image by image" {
	[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2 o1 o2' ]
	# every image has a number, and no other has it
	[ "$(vm-dumpxml g --xpath '//disk//@index' | sort -u | wc -l)" = 4 ]
	run vm-dumpxml g --inactive --xpath '//disk//@index'
	[ "$status" -eq 4 ]
}

@test "S101: what the guest writes to is only committed with --active" {
	run vm-blockcommit g vda
	[ "$status" -eq 1 ]
	[[ "$output" == 'vm-blockcommit: g: '*--active* ]]
	[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	[ -z "$(jobs_of)" ]
}

@test "S102: a middle layer is committed and removed" {
	vm-blockcommit g vda --top="$img/o1" --base="$img/a.qcow2" --wait --delete
	[ ! -e "$img/o1" ]
	[ "$(chain_of)" = 'o2 a.qcow2' ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2 o2' ]
	[ "$(backing_of "$img/o2")" = "$img/a.qcow2" ]
	[ -z "$(jobs_of)" ]
	same_contents "$img/o2"
	vm-destroy g
	good "$img/o2"
	good "$img/a.qcow2"
	vm-start g
	[ "$(chain_of)" = 'o2 a.qcow2' ]
}

@test "S103: an active commit that is ended keeps the overlay; pivoted, the base is the disk" {
	vm-blockcommit g vda --active --wait
	vm-dumpxml g | grep -qF "<mirror type='file' job='active-commit' ready='yes'>"
	[ -z "$(mirror_of vda --inactive)" ]
	vm-blockjob g vda --abort
	[ -z "$(mirror_of vda)" ]
	[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	same_contents "$img/o2"
	vm-blockcommit g vda --active --pivot
	[ "$(chain_of)" = a.qcow2 ]
	[ "$(source_of vda --inactive)" = "$img/a.qcow2" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	same_contents "$img/a.qcow2"
	[ -e "$img/o1" ] && [ -e "$img/o2" ]
	vm-destroy g
	good "$img/a.qcow2"
	vm-start g
}

@test "an active commit with --delete removes what was committed, after a pivot only" {
	vm-blockcommit g vda --active --delete --keep-overlay
	[ -e "$img/o1" ] && [ -e "$img/o2" ]
	vm-blockcommit g vda --active --delete --pivot
	[ ! -e "$img/o1" ] && [ ! -e "$img/o2" ]
	same_contents "$img/a.qcow2"
}

@test "--shallow commits into the image right below" {
	vm-blockcommit g vda --active --shallow --pivot
	[ "$(chain_of)" = 'o1 a.qcow2' ]
	same_contents "$img/o1"
}

@test "images are named by their numbers too" {
	index=$(vm-dumpxml g --xpath "string(//backingStore[source/@file='$img/o1']/@index)")
	vm-blockcommit g vda --top="vda[$index]" --wait
	[ "$(chain_of)" = 'o2 a.qcow2' ]
	[ -e "$img/o1" ]
	same_contents "$img/o2"
}

@test "what makes no sense of a chain is refused" {
	while read -r words; do
		run vm-blockcommit g vda $words
		[ "$status" -eq 1 ]
		[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	done <<-X
		--active --top=$img/o1
		--active --base=$img/o2
		--top=$img/o1 --base=$img/o1
		--top=$img/a.qcow2
		--top=$img/o1 --base=$img/o2
		--active --shallow --base=$img/a.qcow2
		--top=$img/none
		--top=vda[99]
	X
	run vm-blockcommit g vdz --active
	[ "$status" -eq 4 ]
	run vm-blockcommit g vda --pivot --keep-overlay
	[ "$status" -eq 2 ]
	[ -z "$(jobs_of)" ]
	vm-destroy g
	run vm-blockcommit g vda --active
	[ "$status" -eq 3 ]
}

@test "--async: what is ended at the timeout is not waited for, and the chain stays" {
	run vm-blockcommit g vda --active --bandwidth=1 --bytes --timeout=1 --async
	[ "$status" -eq 8 ]
	vm-suspend g
	vm-resume g
	until_true eval '[ -z "$(jobs_of)" ]'
	vm-desc g --live --title over
	[ -z "$(mirror_of vda)" ]
	[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	same_contents "$img/o2"
}

@test "S104: pulled whole, the disk stands alone" {
	vm-blockpull g vda --wait
	[ "$(chain_of)" = o2 ]
	[ "$(nodes)" = 'b.qcow2 o2' ]
	[ "$(backing_of "$img/o2")" = none ]
	same_contents "$img/o2"
	[ -e "$img/o1" ] && [ -e "$img/a.qcow2" ]
	vm-destroy g
	good "$img/o2"
}

@test "a job that nobody waits for is brought to its end all the same" {
	vm-blockpull g vda --bandwidth=1
	grep -q "type='pull' state='running'" "$VIRTUTILS_ROOT/run/qemu/g.xml"
	until_true grep -q "type='pull' state='completed'" "$VIRTUTILS_ROOT/run/qemu/g.xml"
	[ "$(backing_of "$img/o2")" = none ]
	[ "$(chain_of)" = o2 ]
}

@test "pulled down to a base, that one stays below" {
	vm-blockpull g vda --base="$img/a.qcow2" --wait
	[ "$(chain_of)" = 'o2 a.qcow2' ]
	[ "$(backing_of "$img/o2")" = "$img/a.qcow2" ]
	same_contents "$img/o2"
	run vm-blockpull g vda --keep-relative
	[ "$status" -eq 1 ]
}

@test "--keep-relative names the backing file relative to its overlay" {
	vm-blockcommit g vda --top="$img/o1" --keep-relative --wait
	[ "$(qemu-img info -U --output=json "$img/o2" | jq -r '."backing-filename"')" = a.qcow2 ]
	same_contents "$img/o2"
	vm-destroy g
	vm-start g
	[ "$(chain_of)" = 'o2 a.qcow2' ]
}

@test "a guest that is killed in the second phase has lost nothing" {
	vm-blockcommit g vda --active --wait
	kill -9 "$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid")"
	until_true is_state g 'shut off'
	good "$img/o2"
	good "$img/a.qcow2"
	same_contents "$img/o2"
	vm-start g
	[ "$(chain_of)" = 'o2 o1 a.qcow2' ]
	vm-blockcommit g vda --active --pivot
	same_contents "$img/a.qcow2"
}

@test "a guest that is stopped again and again while commits and pulls come to their end" {
	for job in "vm-blockcommit g vda --top=$img/o1" 'vm-blockpull g vda'; do
		$job
		until [ "$(vm-blockjob g vda)" = 'No current block job for vda' ]; do
			vm-suspend g
			vm-resume g
		done
	done
	[ "$(chain_of)" = o2 ]
	same_contents "$img/o2"
}
