#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blockjob - show, retune, finish or cancel the job of a disk

load helpers

given_disk_vm() {
	xml web "<devices><disk type='file'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-start web
}
given_copy() {          # [OPTION...]
	given_disk_vm
	vm-blockcopy web vda $work/c --transient-job "$@"
}
source_of() { vm-dumpxml web --xpath 'string(//disk/source/@file)'; }

@test "no job" {
	given_disk_vm
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
	[ "$(vm-blockjob web vda -q)" = '' ]
	[ "$(vm-blockjob web vda --json | jq -c .)" = '[]' ]
	for change in --abort --pivot --async --bandwidth=1; do
		run --separate-stderr vm-blockjob web vda $change --errors=json
		[ "$status" -eq "$FAULT_STATE" ]
		[ "$(jq -r .code <<<"$stderr")" = invalid-arg ]
	done
}

@test "a line, virsh's raw lines, JSON, one value" {
	given_copy --bandwidth=2
	[ "$(vm-blockjob web vda)" = 'Block Copy: [  0 %]    Bandwidth limit: 2097152 bytes/s (2.000 MiB/s)' ]
	[[ "$(vm-blockjob web vda --raw)" =~ ^' type=Block Copy'$'\n bandwidth=2\n cur='[0-9]+$'\n end='1099506450432$ ]]
	[[ "$(vm-blockjob web vda --raw --bytes)" == *$'\n bandwidth=2097152\n'* ]]
	[ "$(vm-blockjob web vda --json | jq -c '.[] | [.type, .bandwidth, .end, .percent, .ready]')" = '["Block Copy",2097152,1099506450432,0,false]' ]
	[ "$(vm-blockjob web vda -o READY)" = no ]
	vm-blockjob web vda --bandwidth=0
	[ "$(vm-blockjob web vda)" = 'Block Copy: [100 %]' ]
}

@test "S95: what is not ready cannot be pivoted to" {
	given_copy --bandwidth=1 --bytes
	run --separate-stderr vm-blockjob web vda --pivot --errors=json
	[ "$status" -eq "$FAULT_BUSY" ]
	[ "$(jq -r .code <<<"$stderr")" = block-job-active ]
	[ "$(vm-blockjob web vda -o TYPE)" = 'Block Copy' ]
}

@test "pivot, abort, async" {
	given_copy
	vm-blockjob web vda --pivot
	[ "$(source_of)" = $work/c ]
	vm-blockcopy web vda $work/d --transient-job
	vm-blockjob web vda --abort
	[ "$(source_of)" = $work/c ]
	vm-blockcopy web vda $work/e --transient-job --bandwidth=1
	vm-blockjob web vda --async
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
	[ "$(source_of)" = $work/c ]
}

@test "a job of one phase has nothing to pivot to" {
	given_disk_vm
	vm-blockpull web vda --bandwidth=1
	run vm-blockjob web vda --pivot
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-blockjob web vda -o TYPE)" = 'Block Pull' ]
	vm-blockjob web vda --abort
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
}

@test "--wait follows until it is ready, or over" {
	given_copy
	vm-blockjob web vda --wait
	[ "$(vm-blockjob web vda -o READY)" = yes ]
	vm-blockjob web vda --abort
	vm-blockpull web vda --bandwidth=1
	run vm-blockjob web vda --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
}

@test "modes exclude each other" {
	given_disk_vm
	for words in '--abort --info' '--pivot --raw' '--async --bandwidth=1' '--info --bandwidth=1'; do
		run vm-blockjob web vda $words
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run vm-blockjob web vdz
	[ "$status" -eq 4 ]
}

@test "when the guest has ended, the job has too" {
	given_copy --bandwidth=1
	vm-destroy web
	run vm-blockjob web vda
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	[ "$(vm-blockjob web vda)" = 'No current block job for vda' ]
	[ "$(source_of)" = /img/a ]
}
