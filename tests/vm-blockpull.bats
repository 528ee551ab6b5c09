#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blockpull - fill a disk of a running virtual machine from its backing chain

load helpers

given_chain() {
	xml web "<devices><disk type='file'><driver type='qcow2'/><source file='/img/o2'/>
		<backingStore type='file'><format type='qcow2'/><source file='/img/o1'/>
		<backingStore type='file'><format type='qcow2'/><source file='/img/a'/><backingStore/></backingStore></backingStore>
		<target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-start web
}
chain() { vm-dumpxml web "$@" --xpath '//disk//source/@file' | grep -o '/img/[a-z0-9]*' | paste -sd' '; }

@test "S104: all of it" {
	given_chain
	vm-blockpull web vda --wait
	[ "$(chain)" = /img/o2 ]
	vm-dumpxml web | grep -q '<backingStore/>'
	[ "$(chain --inactive)" = /img/o2 ]
}

@test "down to a base" {
	given_chain
	vm-blockpull web vda --base=/img/a --wait
	[ "$(chain)" = '/img/o2 /img/a' ]
	[ "$(chain --inactive)" = '/img/o2 /img/a' ]
}

@test "what makes no sense" {
	given_chain
	for words in --keep-relative --base=/img/o2 --base=/img/none; do
		run --separate-stderr vm-blockpull web vda $words --errors=json
		[ "$status" -eq 1 ]
		[ "$(jq -r .code <<<"$stderr")" = invalid-arg ]
	done
	run vm-blockpull web vdz
	[ "$status" -eq 4 ]
	run vm-blockpull web vda --bandwidth=nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
}

@test "without --wait it returns at once; the next command sees that it is over" {
	given_chain
	vm-blockpull web vda
	vm-suspend web
	[ "$(chain)" = /img/o2 ]
}

@test "interrupted, the chain is as it was" {
	given_chain
	run timeout --preserve-status -s TERM 1 vm-blockpull web vda --bandwidth=1 --wait
	[ "$status" -eq 143 ]
	[ "$(chain)" = '/img/o2 /img/o1 /img/a' ]
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
}
