#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blockcommit - merge overlays of a disk of a running virtual machine down into a backing file

load helpers

given_chain() {
	xml web "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o2'/>
		<backingStore type='file'><format type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='qcow2'/><source file='/img/a'/><backingStore/></backingStore></backingStore>
		<target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-start web
}
chain() { vm-dumpxml web "$@" --xpath '//disk//source[not(ancestor::mirror)]/@file' | grep -o '/img/[a-z0-9]*' | paste -sd' '; }

@test "S101: what the guest writes to needs --active" {
	given_chain
	run --separate-stderr vm-blockcommit web vda --errors=json
	[ "$status" -eq 1 ]
	[ "$(jq -r .code <<<"$stderr")" = invalid-arg ]
}

@test "S102: a middle layer goes, from both definitions" {
	given_chain
	vm-blockcommit web vda --top=/img/o1 --base=/img/a --wait
	[ "$(chain)" = '/img/o2 /img/a' ]
	[ "$(chain --inactive)" = '/img/o2 /img/a' ]
}

@test "S103: an active commit: kept, then pivoted" {
	given_chain
	vm-blockcommit web vda --active --wait
	vm-dumpxml web | grep -q "<mirror type='file' job='active-commit' ready='yes'>"
	vm-blockjob web vda --abort
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
	vm-blockcommit web vda --keep-overlay
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
	vm-blockcommit web vda --pivot
	[ "$(chain)$(chain --inactive)" = /img/a/img/a ]
}

@test "--shallow, and images by their numbers" {
	given_chain
	vm-blockcommit web vda --active --shallow --pivot
	[ "$(chain)" = '/img/o1 /img/a' ]
	number=$(vm-dumpxml web --xpath 'string(//backingStore/@index)')
	vm-blockcommit web vda --active --base="vda[$number]" --pivot
	[ "$(chain)" = /img/a ]
}

@test "what makes no sense" {
	given_chain
	while read -r wanted words; do
		run vm-blockcommit web vda $words
		echo "$words: $output"
		[ "$status" -eq "$wanted" ]
	done <<-X
		1 --active --top=/img/o1
		1 --top=/img/a
		1 --top=/img/o1 --base=/img/o2
		1 --top=/img/o1 --base=/img/o1
		1 --active --shallow --base=/img/a
		1 --top=/img/none
		1 --top=vda[77]
		2 --pivot --keep-overlay
		2 --then=nonsense
	X
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
}

@test "when time is up: abort, leave or throttle" {
	given_chain
	run vm-blockcommit web vda --top=/img/o1 --bandwidth=1 --bytes --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
	run vm-blockcommit web vda --top=/img/o1 --bandwidth=1 --bytes --timeout=1 --then=leave
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$(vm-blockjob web vda -o BANDWIDTH)" = 1 ]
	vm-blockjob web vda --abort
	run vm-blockcommit web vda --top=/img/o1 --bandwidth=2 --timeout=1 --then=throttle
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$(vm-blockjob web vda -o BANDWIDTH)" = 1048576 ]
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
}

@test "a dry run tells, and begins nothing" {
	given_chain
	[ "$(vm-blockcommit web vda --top=/img/o1 --delete -n)" = 'commit /img/o1 of disk vda of web into /img/a, remove what was committed' ]
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
}
