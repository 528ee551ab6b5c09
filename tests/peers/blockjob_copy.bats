#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_copy - copies of disks of real QEMU guests: definitions, images, contents.  needs qemu

load ../helpers
load guest
load blockjob

setup() {
	blockjob_setup
	image "$img/a.qcow2"
	# more than is in flight at once: what is limited takes its time
	mark "$img/a.qcow2" 0xa 1M 40M
	remember "$img/a.qcow2"
	define_on "$img/a.qcow2"
	vm-start g
}
teardown() { blockjob_teardown; }

# 64 KiB of 0x77, as the guest would.
guest_writes() {
	vm-qemu-monitor-command g --hmp "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write -P 0x77 $1 64k\""
}

# Nothing of a job is there, on disk or in the guest.
untouched() {
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	[ -z "$(mirror_of vda)" ]
	[ -z "$(jobs_of)" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
}

@test "S92: a copy of a stored guest needs --transient-job" {
	run vm-blockcopy g vda "$img/c.qcow2"
	[ "$status" -eq 3 ]
	[[ "$output" == *--transient-job* ]]
	untouched
	[ ! -e "$img/c.qcow2" ]
}

@test "a transient guest needs no --transient-job" {
	vm-destroy g
	vm-undefine g
	vm-create "$work/g.xml"
	vm-blockcopy g vda "$img/c.qcow2" --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
}

@test "S93: a mirror that is ready is in the live definition, in the new style, and not in the other" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --wait
	number=$(vm-dumpxml g --xpath 'string(//mirror/source/@index)')
	[ "$(vm-dumpxml g | sed -n '/<mirror/,/<\/mirror/p')" = "      <mirror type='file' job='copy' ready='yes'>
        <format type='qcow2'/>
        <source file='$img/c.qcow2' index='$number'/>
        <backingStore/>
      </mirror>" ]
	vm-dumpxml g | sed -n '/<backingStore/,/<target/p' | grep -q mirror
	[ -z "$(mirror_of vda --inactive)" ]
	[ "$(vm-blockjob g vda)" = 'Block Copy: [100 %]' ]
}

@test "S94: pivoted, the copy is the disk; ended, it is a whole copy" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --wait
	vm-blockjob g vda --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	[ "$(source_of vda --inactive)" = "$img/c.qcow2" ]
	[ -z "$(mirror_of vda)" ]
	[ "$(nodes)" = 'b.qcow2 c.qcow2' ]
	same_contents "$img/c.qcow2"
	vm-blockcopy g vda "$img/d.qcow2" --transient-job --wait
	vm-blockjob g vda --abort
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	[ -z "$(mirror_of vda)" ]
	[ "$(nodes)" = 'b.qcow2 c.qcow2' ]
	same_contents "$img/d.qcow2"
	vm-destroy g
	good "$img/c.qcow2"
	good "$img/d.qcow2"
	vm-start g
	[ "$(source_of vda)" = "$img/c.qcow2" ]
}

@test "--finish and --pivot wait and end the job" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --finish
	untouched
	same_contents "$img/c.qcow2"
	vm-blockcopy g vda "$img/d.raw" --transient-job --format=raw --pivot
	[ "$(vm-dumpxml g --xpath "string(//disk[target/@dev='vda']/driver/@type)")" = raw ]
	[ "$(vm-dumpxml g --inactive --xpath "string(//disk[target/@dev='vda']/driver/@type)")" = raw ]
	[ "$(stat -c %s "$img/d.raw")" = $((64 << 20)) ]
	same_contents "$img/d.raw" raw
}

@test "a stored definition of another image keeps it" {
	sed "s,$img/a.qcow2,$img/elsewhere.qcow2," "$work/g.xml" | vm-define -
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	[ "$(source_of vda --inactive)" = "$img/elsewhere.qcow2" ]
}

@test "S95: a copy that is not ready cannot be pivoted to, and goes on" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --bandwidth=1 --bytes
	run vm-blockjob g vda --pivot
	[ "$status" -eq 7 ]
	[[ "$output" == *'not ready'* ]]
	[ "$(vm-blockjob g vda --json | jq -c '.[] | [.type, .bandwidth, .ready]')" = '["Block Copy",1,false]' ]
	vm-blockjob g vda --bandwidth=0
	vm-blockjob g vda --wait
	vm-blockjob g vda --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	same_contents "$img/c.qcow2"
}

@test "S96: while a disk is copied nothing else is done to it" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --wait
	run vm-blockcopy g vda "$img/d.qcow2" --transient-job
	[ "$status" -eq 7 ]
	run --separate-stderr vm-blockpull g vda --errors=json
	[ "$status" -eq 7 ]
	[ "$(jq -r .code <<<"$stderr")" = block-job-active ]
	[ ! -e "$img/d.qcow2" ]
	# the other disk is free
	vm-blockcopy g vdb "$img/e.qcow2" --transient-job --finish
	[ "$(jobs_of | wc -l)" = 1 ]
}

@test "S29: while a disk is copied there are no snapshots of it, and no way back to one" {
	vm-snapshot-create-as g s1
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --wait
	run --separate-stderr vm-snapshot-create-as g x --errors=json
	[ "$status" -eq 7 ]
	[ "$(jq -r .code <<<"$stderr")" = block-job-active ]
	run --separate-stderr vm-snapshot-revert g s1 --errors=json
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$stderr")" = operation-invalid ]
	[ "$(vm-snapshot-list g --name)" = s1 ]
	vm-blockjob g vda --abort
	vm-snapshot-revert g s1
}

@test "S97: destinations and numbers that make no sense" {
	echo full >"$img/full"
	while read -r status_is code words; do
		echo "$words"
		run --separate-stderr vm-blockcopy g $words --transient-job --errors=json
		[ "$status" -eq "$status_is" ]
		[ "$(jq -r .code <<<"$stderr")" = "$code" ]
	done <<-X
		1 invalid-arg vda $img/c --granularity=3
		1 invalid-arg vda c.qcow2
		9 config-unsupported vda $img/full
		2 usage vda $img/c --pivot --finish
		1 invalid-arg vda $img/full --blockdev
		1 system-error vda $img/none --blockdev
		1 system-error vda $img/none --reuse-external
		9 config-unsupported vda $img/b.qcow2 --reuse-external
		2 overflow vda $img/c --bandwidth=9223372036854775807
	X
	run vm-blockcopy g nodisk "$img/c" --transient-job
	[ "$status" -eq 4 ]
	[ "$(cat "$img/full")" = full ]
	untouched
	[ ! -e "$img/c" ]
}

# What a command says to QEMU.
told() { strace -qq -f -o "$work/trace" -e trace=sendto -s 65536 "$@"; }

@test "--buf-size and --synchronous-writes: QEMU is told, and what the guest writes is in the copy at once" {
	needs strace
	told vm-blockcopy g vda "$img/c.qcow2" --transient-job --buf-size=1M --synchronous-writes --wait
	grep -q 'blockdev-mirror.*buf-size\\":1048576' "$work/trace"
	grep -q 'blockdev-mirror.*copy-mode\\":\\"write-blocking' "$work/trace"
	guest_writes 60M
	vm-blockjob g vda --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	qemu-io -r -U -f qcow2 -c 'read -q -P 0x77 60M 64k' "$img/c.qcow2"
}

@test "--target-zeroed: a QEMU that does not know of it refuses, and nothing is left" {
	run vm-blockcopy g vda "$img/c.qcow2" --transient-job --target-zeroed --finish
	# It is new in QEMU 10.1.
	if [ "$status" -ne 0 ]; then
		[[ $output == *target-is-zero* ]]
		[ ! -e "$img/c.qcow2" ]
	fi
	untouched
}

@test "--reuse-external needs an image that is big enough, and takes its format" {
	qemu-img create -q -f qcow2 "$img/small.qcow2" 4M
	run vm-blockcopy g vda "$img/small.qcow2" --transient-job --reuse-external
	[ "$status" -eq 9 ]
	qemu-img create -q -f raw "$img/fits.raw" 64M
	vm-blockcopy g vda "$img/fits.raw" --transient-job --reuse-external --pivot
	[ "$(vm-dumpxml g --xpath "string(//disk[target/@dev='vda']/driver/@type)")" = raw ]
	same_contents "$img/fits.raw" raw
}

@test "a shallow copy shares the chain" {
	vm-destroy g
	given_chain
	vm-start g
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --shallow --pivot
	[ "$(chain_of)" = 'c.qcow2 o1 a.qcow2' ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2 c.qcow2 o1' ]
	[ "$(backing_of "$img/c.qcow2")" = "$img/o1" ]
	same_contents "$img/c.qcow2"
	run vm-blockcopy g vda "$img/d.raw" --transient-job --shallow --format=raw
	[ "$status" -eq 9 ]
	vm-blockcopy g vda "$img/e.qcow2" --transient-job --pivot
	[ "$(chain_of)" = e.qcow2 ]
	same_contents "$img/e.qcow2"
}

@test "the destination as a document" {
	cat >"$work/to.xml" <<-X
	<disk type='file'><driver type='raw'/><source file='$img/x.raw'/></disk>
	X
	run vm-blockcopy g vda "$img/y" --xml="$work/to.xml" --transient-job
	[ "$status" -eq 2 ]
	vm-blockcopy g vda --xml="$work/to.xml" --transient-job --pivot
	[ "$(source_of vda)" = "$img/x.raw" ]
	same_contents "$img/x.raw" raw
	vm-blockcopy g vda "$img/z" --format=qcow2 --print-xml | grep -q "<source file='$img/z'/>"
	[ ! -e "$img/z" ]
}

@test "time is up: the copy is ended and its file stays" {
	run vm-blockcopy g vda "$img/c.qcow2" --transient-job --bandwidth=1 --bytes --timeout=1
	[ "$status" -eq 8 ]
	untouched
	[ -e "$img/c.qcow2" ]
}

# Send SIGNAL to a command once it has begun its job.
until_begun() {         # SIGNAL COMMAND...
	env --default-signal=INT "${@:2}" 3>&- &
	until_true eval '[ -n "$(jobs_of)" ]'
	kill -s "$1" $!
	wait $!
}

@test "interrupted: the copy is ended, and the status tells of the signal" {
	run until_begun INT vm-blockcopy g vda "$img/c.qcow2" --transient-job --bandwidth=1 --bytes --wait
	echo "$status: $output"
	[ "$status" -eq 130 ]
	untouched
	run until_begun TERM vm-blockcopy g vda "$img/d.qcow2" --transient-job --bandwidth=1 --bytes --wait --detach-on-int
	[ "$status" -eq 143 ]
	[ "$(jobs_of | wc -l)" = 1 ]
	vm-blockjob g vda --abort
	untouched
}

@test "S98: who waited was killed: another program pivots, and what it did not write is written by the next" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --bandwidth=1 --bytes --wait 3>&- &
	until_true eval '[ -n "$(jobs_of)" ]'
	kill -9 $!
	vm-blockjob g vda --bandwidth=0
	vm-blockjob g vda --wait
	vm-blockjob g vda --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	# right after job-complete
	vm-blockcopy g vda "$img/d.qcow2" --transient-job --wait
	vm-qemu-monitor-command g "{\"execute\":\"job-complete\",\"arguments\":{\"id\":\"$(jobs_of)\"}}"
	vm-desc g --live --title "pivoted by hand"
	[ "$(source_of vda)" = "$img/d.qcow2" ]
	[ "$(source_of vda --inactive)" = "$img/d.qcow2" ]
	[ -z "$(mirror_of vda)" ]
	[ "$(nodes)" = 'b.qcow2 d.qcow2' ]
	same_contents "$img/d.qcow2"
}

@test "S99: a mirror of an old version, in the old style, is shown in the new one and can be pivoted to" {
	vm-blockcopy g vda "$img/c.qcow2" --transient-job --wait
	python3 - "$VIRTUTILS_ROOT/run/qemu/g.xml" <<-'X'
	import re, sys
	path = sys.argv[1]
	text = open(path).read()
	file = re.search(r"<mirror.*?<source file='([^']*)'", text, re.S).group(1)
	text = re.sub(r"<mirror.*?</mirror>", "<mirror file='%s' format='qcow2' ready='yes'/>" % file, text, flags=re.S)
	text = re.sub(r"<blockjobs.*?</blockjobs>", "", text, flags=re.S)
	open(path, "w").write(text)
	X
	vm-dumpxml g | grep -qF "<mirror type='file' job='copy' ready='yes'>"
	run ! grep -q "<mirror file=" <(vm-dumpxml g)
	vm-blockjob g vda --pivot
	[ "$(source_of vda)" = "$img/c.qcow2" ]
	same_contents "$img/c.qcow2"
}

@test "S105: disks grow, and shrink only when that is said" {
	size() { vm-qemu-monitor-command g query-block | jq '.return[0].inserted.image."virtual-size"'; }
	vm-blockresize g vda 100M
	[ "$(size)" = $((100 << 20)) ]
	run vm-blockresize g vda 50M
	[ "$status" -eq 9 ]
	[ "$(size)" = $((100 << 20)) ]
	vm-blockresize g vda 1M --delta
	[ "$(size)" = $((101 << 20)) ]
	vm-blockresize g vda $((102 << 10))
	[ "$(size)" = $((102 << 20)) ]
	vm-blockresize g vda 50M --shrink
	[ "$(size)" = $((50 << 20)) ]
	vm-blockresize g vda $(((60 << 20) + 1))B
	[ "$(size)" = $(((60 << 20) + 512)) ]
	run vm-blockresize g vda --capacity
	[ "$status" -eq 6 ]
	run vm-blockresize g vdz 100M
	[ "$status" -eq 4 ]
	vm-destroy g
	run vm-blockresize g vda 200M
	[ "$status" -eq 3 ]
	good "$img/a.qcow2"
}

@test "the guest's own writes are in the copy that it pivots to" {
	vm-destroy g
	counting_guest c </dev/null | hasty | booted_guest c
	until_true has_counted c 2
	vm-blockcopy c vda "$img/counted.qcow2" --transient-job --pivot
	at=$(count c)
	until_true has_counted c $((at + 2))
	# it found on the disk what it wrote last, before and after
	read -r _ at _ found <<<"$(last_line c)"
	[ "$found" -eq $((at - 1)) ]
	cp "$work/c.qcow2" "$work/old.qcow2"
	until_true has_counted c $((at + 4))
	cmp "$work/c.qcow2" "$work/old.qcow2"
	vm-destroy c
	good "$img/counted.qcow2"
	found=$(qemu-img dd -U -f qcow2 -O raw bs=512 count=1 if="$img/counted.qcow2" of="$work/sector" && tr -d ' \0\n' <"$work/sector")
	[ "$found" -ge $((at + 3)) ]
}
