#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_guests - programs that change a guest of QEMU, killed and failing in the middle: the table of those that
# have no suite of their own.  needs qemu
#
# A reader sees the old or the new state; the same command, unless it is done, goes on to the new one; a next
# change succeeds, and in the end nothing is left.

load ../helpers
load ../inject
load guest
load blockjob
load small_guest

setup() {
	needs qemu-system-x86_64
	needs strace
	private_root
	cd "$work" || return 1
	program=vm
	. "$BATS_LIB/inject/observed.bash"
	halting_rom halt.rom
	qemu-img create -q -f qcow2 empty.qcow2 1M
	cat >web.xml <<-X
	<domain type='qemu'><name>web</name><uuid>6695eb01-0000-4000-8000-000000000001</uuid><memory unit='MiB'>16</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os>
	  <devices>$(disk disk "$work/disk.qcow2" hda)</devices></domain>
	X
	sed 's/<memory/<title>changed<\/title><memory/' web.xml >changed.xml
}
teardown() { cd / && remove_root; }

calls='write pwrite64 fsync renameat rename unlink unlinkat mkdirat fchownat sendto sendmsg pidfd_send_signal vfork clone clone3'

defined() { vm-define web.xml; }
running() { defined && vm-start web; }
paused() { defined && vm-start --paused web; }
saved() { running && vm-save web web.save; }
kept() { running && vm-managedsave web; }
with_snapshot() { "${1:-running}" && vm-snapshot-create-as web one; }

# GIVEN | COMMAND | THEN, which a guest that is as the command leaves it can do
table() {
	cat <<-'T'
	:			| vm-create web.xml		| vm-suspend web
	running			| vm-suspend web		| vm-resume web
	paused			| vm-resume web			| vm-suspend web
	running			| vm-reset web			| vm-suspend web
	defined			| vm-define changed.xml		| vm-start web
	defined			| vm-rename web www		| vm-start www
	defined			| vm-undefine web		| vm-define web.xml
	running			| vm-save web web.save		| vm-restore web.save
	saved			| vm-restore web.save		| vm-suspend web
	kept			| vm-managedsave-remove web	| vm-start web
	running			| vm-dump web core --memory-only	| vm-suspend web
	running			| vm-blockresize web hda 2M	| vm-suspend web
	running			| vm-snapshot-create-as web one	| vm-snapshot-delete web one
	with_snapshot		| vm-snapshot-revert web one	| vm-suspend web
	with_snapshot		| vm-snapshot-rename web one two --force	| vm-suspend web
	with_snapshot defined	| vm-snapshot-create-as web two	| vm-snapshot-revert web one
	T
}

fresh() {
	local name
	for name in $(vm-list --name); do vm-destroy -q "$name"; done
	until_true no_emulator
	rm -rf root core web.save .[a-z]*.new
	cp empty.qcow2 disk.qcow2
	mkdir root
	eval "$1" >/dev/null
}

# Of what ran nothing is left but what is told of it.
only_history() {
	! ls root/run/qemu | grep -qvxE 'by-id|by-uuid|next-id|[a-z]*\.(events|state|last-job)' && [ -z "$(ls root/run/qemu/by-id 2>/dev/null)" ]
}

# An emulator that was asked what it can do, say.
no_process() { [ -z "$(VIRTUTILS_ROOT='' grep -lsz "^VIRTUTILS_ROOT=$work/" /proc/[0-9]*/environ)" ]; }

seen() {
	{ observed; ls -A . | grep -v '\.met$\|^trace$\|^said'; qemu-img info -U --output=json disk.qcow2 | jq '."virtual-size", [.snapshots[]?.name]'; } |
		sed -E "s/pid='[0-9]+'//; s/<seclabel.*//"
}

complain() {
	printf '%s, met by %s: %s\n' "$command" "$point" "$1"
	printf '%s\n' "${@:2}" | head -n 40
	exit 1
}

meet() {                # GIVEN COMMAND THEN POINT
	local command=$2 point=$4 state
	fresh "$1"
	met $point $command >said.out || return 0          # how often it asks depends on time
	vm-reap -q --all || complain 'vm-reap fails'
	state=$(seen)
	[ "$state" = "$new" ] || {
		[ "$state" = "$old" ] || [[ -n $(find root -path '*/journal/*' -o -name '*.jobs' -o -name 'web.snapshot') ]] ||
			complain 'neither old nor new' "$(diff <(echo "$old") <(echo "$state"))" "$(diff <(echo "$new") <(echo "$state"))"
		$command >said.out 2>&1 || complain "again: $(<said.out)"
		state=$(seen)
		[ "$state" = "$new" ] || complain 'given again, it ends elsewhere' "$(diff <(echo "$new") <(echo "$state"))"
	}
	$3 2>said >said.out || complain "then: $(<said)"
	for name in $(vm-list --name); do vm-destroy "$name" || complain "$name cannot be stopped"; done
	until_true only_history
	until_true no_process
	[ "$(stat -c %u disk.qcow2)" = "$(id -u)" ] || complain 'the disk is not given back'
}

@test "every program of the table, met anywhere" {
	local given command then point old new n=0
	while IFS=$'|' read -r given command then <&8; do
		given=$(xargs <<<"$given") command=$(xargs <<<"$command") then=$(xargs <<<"$then")
		fresh "$given"
		old=$(seen)
		all=$(many=1 points "$calls" $command)
		new=$(seen)
		while read -r point <&9; do
			meet "$given" "$command" "$then" "$point"
			n=$((n + 1))
		done 9<<<"$all"
	done 8< <(table | sed 's/\t//g')
	echo "# $n points" >&3
}
