#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob_inject - programs that start, wait for and end jobs on disks, killed at every step.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load external
load blockjob_inject

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
	vm-start g
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

# Emulator, keeper, its control groups and all of /run are gone at once.
host_dies() {
	local pid=$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid") groups=$(jq -r '.cgroups // empty' "$VIRTUTILS_ROOT/run/qemu/g.undo")
	kill -9 "$(cut -d' ' -f1 "$VIRTUTILS_ROOT/run/qemu/g.keeper")" "$pid"
	until_true eval "! kill -0 $pid 2>/dev/null"
	for group in ${groups//:/ }; do until_true rmdir "$group"; done
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

@test "an emulator that does not answer is ended, whatever job it has" {
	local pid
	fresh
	vm-blockcopy g vda "$img/copy.qcow2" --transient-job --wait
	pid=$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid")
	kill -STOP "$pid"
	vm-destroy g
	! kill -0 "$pid" 2>/dev/null
	[ "$(vm-state g)" = 'shut off' ]
	rm "$img/copy.qcow2"
	vm-start g
	all_is_well
}
