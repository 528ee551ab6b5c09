#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-blockcopy - mirror a disk of a running virtual machine to a new place

load helpers

disk="<disk type='file'><driver type='qcow2'/><source file='/img/a.qcow2'/><target dev='vda' bus='virtio'/></disk>"

given_disk_vm() {
	xml web "<devices>$disk</devices>" | vm-define -
	vm-start web
}

source_of() { vm-dumpxml web "$@" --xpath 'string(//disk/source/@file)'; }
has_mirror() { vm-dumpxml web "$@" | grep -q '<mirror'; }

@test "S92: a copy of a stored guest needs --transient-job" {
	given_disk_vm
	run vm-blockcopy web vda $work/c
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == 'vm-blockcopy: web: '*--transient-job* ]]
	run ! has_mirror
}

@test "S93: a copy that is ready is in the live definition only" {
	given_disk_vm
	vm-blockcopy web vda $work/c --transient-job --wait
	[ "$(vm-dumpxml web | sed -n '/<mirror/,/<\/mirror/p')" = "      <mirror type='file' job='copy' ready='yes'>
        <format type='qcow2'/>
        <source file='$work/c' index='2'/>
        <backingStore/>
      </mirror>" ]
	! has_mirror --inactive
}

@test "S94: --pivot and --finish" {
	given_disk_vm
	vm-blockcopy web vda $work/c --transient-job --finish
	[ "$(source_of)" = /img/a.qcow2 ]
	run ! has_mirror
	[ "$(cat c)" = 'copy of /img/a.qcow2' ]
	run vm-blockcopy web vda $work/c --transient-job --pivot
	[ "$status" -eq "$FAULT_XML" ]          # it is there, and not empty
	run vm-blockcopy web vda $work/c --transient-job --pivot --reuse-external
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$(source_of)$(source_of --inactive)" = $work/c$work/c ]
}

@test "S96: one job of a disk at a time" {
	given_disk_vm
	vm-blockcopy web /img/a.qcow2 $work/c --transient-job
	for again in "vm-blockcopy web vda $work/d --transient-job" 'vm-blockpull web vda' 'vm-blockcommit web vda --active'; do
		run --separate-stderr $again --errors=json
		[ "$status" -eq "$FAULT_BUSY" ]
		[ "$(jq -r .code <<<"$stderr")" = block-job-active ]
	done
}

@test "S97: what makes no sense" {
	given_disk_vm
	echo full >full
	while read -r wanted code words; do
		run --separate-stderr vm-blockcopy web $words --transient-job --errors=json
		echo "$words: $stderr"
		[ "$status" -eq "$wanted" ]
		[ "$(jq -r .code <<<"$stderr")" = "$code" ]
	done <<-X
		1 invalid-arg vda $work/c --granularity=3
		1 invalid-arg vda c
		9 config-unsupported vda $work/full
		9 config-unsupported vda /img/a.qcow2
		9 config-unsupported vda $work/c --format=nonsense
		2 usage vda $work/c --pivot --finish
		2 usage vda
		2 overflow vda $work/c --bandwidth=9000000000000
		1 invalid-arg vda $work/full --blockdev
		1 system-error vda $work/none --reuse-external
		4 invalid-arg vdz $work/c
	X
	[ "$(cat full)" = full ]
	run ! has_mirror
}

@test "what is no running guest, and what is no job of a guest" {
	given_vm off
	run vm-blockcopy off vda $work/c --transient-job
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-blockcopy nobody vda $work/c
	[ "$status" -eq "$FAULT_NO_VM" ]
	xml sd "<devices>${disk/bus=\'virtio\'/bus=\'sd\'}</devices>" | vm-create -
	run vm-blockcopy sd vda $work/c
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}

@test "a dry run tells, and begins nothing" {
	given_disk_vm
	[ "$(vm-blockcopy web vda $work/c --transient-job -n)" = "copy disk vda of web to $work/c (qcow2)" ]
	run ! has_mirror
	run vm-blockcopy web vda c --transient-job -n
	[ "$status" -eq 1 ]
}

@test "the document of the destination is virsh's" {
	needs_libvirt
	while read -r -a words; do
		libvirt_virsh blockcopy test vda "${words[@]}" --print-xml | sed '/^$/d' >theirs
		vm-blockcopy test vda "${words[@]}" --print-xml >ours
		diff theirs ours
	done <<-X
		/x
		/x --format raw
		/dev/x --blockdev
		/x<&> --format qcow2
	X
}

@test "progress: a bar, JSON lines, nothing" {
	given_disk_vm
	run --separate-stderr vm-blockcopy web vda $work/c1 --transient-job --finish --progress=always
	[ -z "$output" ]
	[[ "$stderr" == $'\r'*'Block Copy: [100 %] 1.0T of 1.0T, '* ]]
	run --separate-stderr vm-blockcopy web vda $work/c2 --transient-job --finish --progress=json
	[ "$(tail -n 1 <<<"$stderr" | jq -c '[.target, .part, .what, .percent, .done == .total]')" = '["web","vda","Block Copy",100,true]' ]
	vm-blockcopy web vda $work/c3 --transient-job --finish --progress=json --progress-fd=5 5>lines
	jq -e .percent lines >/dev/null
	run --separate-stderr vm-blockcopy web vda $work/c4 --transient-job --finish
	[ -z "$stderr" ]
}

@test "SIGUSR1 asks how far it is" {
	given_disk_vm
	vm-blockcopy web vda $work/c --transient-job --wait --bandwidth=1 2>told 3>&- &
	pid=$!
	until_so has_mirror
	until_so eval 'kill -USR1 $pid && grep -q "^Block Copy: \[  0 %\]" told'
	kill -TERM $pid
	until_so eval '! has_mirror'
}

@test "time is up, or a signal comes: the copy is ended" {
	given_disk_vm
	run vm-blockcopy web vda $work/c1 --transient-job --bandwidth=1 --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	run ! has_mirror
	run timeout --preserve-status -s TERM 1 vm-blockcopy web vda $work/c2 --transient-job --bandwidth=1 --wait
	[ "$status" -eq 143 ]
	run ! has_mirror
	run timeout --preserve-status -s TERM 1 vm-blockcopy web vda $work/c3 --transient-job --bandwidth=1 --wait --detach-on-int
	[ "$status" -eq 143 ]
	has_mirror
}

@test "--no-wait returns at once, and not with --wait" {
	given_disk_vm
	vm-blockcopy web vda $work/c --transient-job --bandwidth=1 --no-wait
	has_mirror
	run vm-blockcopy web vda $work/c --transient-job --wait --no-wait
	[ "$status" -eq "$FAULT_USAGE" ]
}
