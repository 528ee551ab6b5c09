#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_inject - programs that start, wait for and end jobs on disks, killed at every step
#
# Whatever they leave: the next command knows what has become of the job, definitions and open images
# agree, no image that is needed is gone, no contents are lost.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load external

setup() {
	needs strace
	blockjob_setup
	given_chain
	cp -r "$img" "$work/fresh"
}
teardown() { blockjob_teardown; }

# Where state changes hands: messages to QEMU, files that are replaced or removed.
calls='sendto renameat unlink unlinkat'

fresh() {
	vm-destroy -q g 2>/dev/null || :
	cp "$work/fresh"/* "$img/"
	rm -f "$img/copy.qcow2"
	vm-define "$work/g.xml"
	vm-start g
}

# Any program that changes a guest settles its jobs.  One that stops it: QEMU 7.2 aborts ("Permission
# conflict on node", bdrv_a_allow_b) when a commit ends by itself while it drains for that.
a_change() { vm-suspend g && vm-resume g; }

no_job() { [ "$(vm-blockjob g vda)" = 'No current block job for vda' ]; }

# The second phase is ended, the first is waited for.
until_no_job() {
	until_true eval 'no_job || vm-blockjob g vda --json | jq -e ".[0].ready" >/dev/null'
	no_job || vm-blockjob g vda --abort
}

all_is_well() {
	local file
	until_no_job
	[ -z "$(jobs_of)" ]
	[ -z "$(mirror_of vda)" ]
	[ "$(nodes)" = "$({ chain_of | tr ' ' '\n'; echo b.qcow2; } | sort | paste -sd' ')" ]
	[ "$(source_of vda)" = "$(source_of vda --inactive)" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.jobs" ]
	same_contents "$(source_of vda)"
	# a copy that never began leaves no file
	[ ! -e "$img/copy.qcow2" ] || grep -q '"block-job"' "$VIRTUTILS_ROOT/run/qemu/g.events"
	file=$(source_of vda)
	vm-destroy g
	while [ "$file" != none ]; do
		good "$file"
		file=$(backing_of "$file")
	done
	vm-start g
}

# Kill a command at each point, and see that all is well after the next one.
at_every_step() {
	local point all
	fresh
	all=$(points "$calls" "$@")
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		fresh
		: >"$VIRTUTILS_ROOT/run/qemu/g.events"
		echo "met by $point"
		met $point "$@" || :
		a_change
		all_is_well
	done <<<"$all"
}

@test "S98: vm-blockcopy --pivot, killed anywhere" {
	at_every_step vm-blockcopy g vda "$img/copy.qcow2" --transient-job --pivot
}

@test "vm-blockcommit of a middle image with --delete, killed anywhere" {
	at_every_step vm-blockcommit g vda --top="$img/o1" --delete --wait
}

@test "vm-blockcommit --active --pivot --delete, killed anywhere" {
	at_every_step vm-blockcommit g vda --active --pivot --delete
}

@test "vm-blockpull, killed anywhere" {
	at_every_step vm-blockpull g vda --base="$img/a.qcow2" --wait
}

@test "vm-blockjob --pivot, killed anywhere" {
	local point all
	fresh
	vm-blockcopy g vda "$img/copy.qcow2" --transient-job --wait
	all=$(points "$calls" vm-blockjob g vda --pivot)
	while read -r point; do
		fresh
		vm-blockcopy g vda "$img/copy.qcow2" --transient-job --wait
		echo "met by $point"
		met $point vm-blockjob g vda --pivot || :
		a_change
		all_is_well
	done <<<"$all"
}

# The guest writes and flushes, and nobody settles what was begun; false when the disk is held meanwhile.
guest_writes() {        # BYTE AT
	python3 - "$VIRTUTILS_ROOT/run/qemu/g.qmp" "$1" "$2" <<-'P'
	import json, socket, sys
	s = socket.socket(socket.AF_UNIX)
	s.settimeout(2)
	s.connect(sys.argv[1])
	f = s.makefile('rw')
	def answer():
	    while True:
	        line = json.loads(f.readline())
	        if 'event' not in line:
	            return line
	answer()
	for order in ({'execute': 'qmp_capabilities'},
	              {'execute': 'human-monitor-command', 'arguments': {'command-line':
	               'qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend "write -f -P %s %s 64k"' % tuple(sys.argv[2:])}}):
	    f.write(json.dumps(order) + '\n')
	    f.flush()
	    answer()
	P
}

# Emulator, keeper and all of /run are gone at once.
host_dies() {
	local pid=$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid")
	kill -9 "$(cut -d' ' -f1 "$VIRTUTILS_ROOT/run/qemu/g.keeper")" "$pid"
	until_true eval "! kill -0 $pid 2>/dev/null"
	rm -rf "$VIRTUTILS_ROOT/run"
}

@test "the host dies in the middle of a pivot: what the guest wrote last is there when it starts" {
	local point all written=0
	for pivot in "vm-blockcommit g vda --active --pivot" "vm-blockcopy g vda $img/copy.qcow2 --transient-job --pivot"; do
		fresh
		all=$(kills='sendto renameat' points 'sendto renameat' $pivot | tail -n 6)
		while read -r point; do
			fresh
			echo "met by $point"
			met $point $pivot || :
			if guest_writes 0xe 8M 2>/dev/null; then
				written=$((written + 1)) last=0xe
			else
				last=0
			fi
			host_dies
			has "$(source_of vda --inactive)" "$last" 8M
			has "$(source_of vda --inactive)" 0xc 4M
			has "$(source_of vda --inactive)" 0xb 1M
		done <<<"$all"
	done
	[ "$written" -ge 6 ]
}
