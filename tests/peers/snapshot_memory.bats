#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot_memory - external snapshots with memory in a file of its own, and the way back
#
# Guest g stands in its firmware, c counts in memory and on its disk.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load external

setup() {
	blockjob_setup
	given_disks
}
teardown() { blockjob_teardown; }

keep() { vm-snapshot-create-as g "$1" --memspec "file=$img/$1.mem" "${@:2}"; }
magic() { head -c 16 "$1"; }
run_state() { vm-qemu-monitor-command g query-status | grep -o '"status":"[^"]*"' | cut -d'"' -f4; }
refused() {             # STATUS TEXT COMMAND...
	run "${@:3}"
	[ "$status" -eq "$1" ]
	[[ $output == *"$2"* ]] || { echo "$output"; false; }
	[ "${#lines[@]}" -eq 1 ]
	[ -z "$(vm-snapshot-list g --name)" ]
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	[ ! -e "$img/a.x" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}

given_counter() {
	counting_guest c </dev/null | hasty | booted_guest c
	until_true has_counted c 2
}
# Its next word is beyond COUNT, and at most TO; what it says of its disk fits what it says of its memory.
goes_on_from() {        # COUNT TO
	until_true has_counted c $(($1 + 1))
	local line first
	first=$(first_line c)
	first=${first#COUNT }
	[ "${first%% *}" -gt "$1" ]
	[ "${first%% *}" -le "$2" ]
	while read -r line; do
		set -- $line
		[ "$4" -eq $(($2 - 1)) ]
	done < <(tr -d '\r' <"$work/c.console" | grep -a '^COUNT [0-9]* DISK [0-9]*$')
}

@test "S11: memory in a file, overlays over the disks, and the guest runs on" {
	vm-start g
	keep m1
	[ "$(vm-state g)" = running ]
	[ "$(run_state)" = running ]
	[ "$(magic "$img/m1.mem")" = LibvirtQemudSave ]
	[ "$(vm-snapshot-info g m1 -o STATE)" = running ]
	[ "$(vm-snapshot-info g m1 -o LOCATION)" = external ]
	[ "$(vm-snapshot-dumpxml g m1 --xpath 'string(/domainsnapshot/memory/@file)')" = "$img/m1.mem" ]
	[ "$(nodes)" = 'a.m1 a.qcow2 b.m1 b.qcow2' ]
	[ "$(source_of vda --inactive)" = "$img/a.m1" ]
	write 0 0xd 1M
	vm-destroy g
	has "$img/a.m1" 0xd 1M
	has "$img/a.m1" 0xa 0
	has "$img/a.qcow2" 0 1M
	[ "$(tail -c +93 "$img/m1.mem" | head -c 7)" = '<domain' ]
}

@test "S12: live: the guest runs while its memory is written" {
	given_counter
	before=$(count c)
	vm-snapshot-create-as c m1 --memspec "file=$img/m1.mem" --live
	[ "$(vm-state c)" = running ]
	at=$(count c)
	until_true has_counted c $((at + 2))
	[ "$(magic "$img/m1.mem")" = LibvirtQemudSave ]
	# it was stopped, but only for the end
	[ "$(jq -r 'select(.event == "lifecycle").detail' "$VIRTUTILS_ROOT/run/qemu/c.events" | grep -c '^suspended')" -le 1 ]
	vm-suspend c
	forget_console c
	vm-snapshot-revert c m1
	goes_on_from "$before" $((at + 1))
}

@test "S49: back to memory and disks of then, and the guest goes on from the old count" {
	given_counter
	before=$(count c)
	vm-snapshot-create-as c m1 --memspec "file=$img/m1.mem"
	at=$(count c)
	until_true has_counted c $((at + 4))
	base=$(digest "$work/c.qcow2")
	vm-suspend c
	forget_console c
	vm-snapshot-revert c m1
	[ "$(vm-state c --reason)" = 'running (from snapshot)' ]
	goes_on_from "$before" $((at + 1))
	[ "$(vm-snapshot-current c --name)" = m1 ]
	[ ! -e "$work/c.m1" ]
	# and from off, paused first
	vm-destroy c
	forget_console c
	vm-snapshot-revert c m1 --paused
	[ "$(vm-state c --reason)" = 'paused (from snapshot)' ]
	[ -z "$(first_line c)" ]
	vm-resume c
	goes_on_from "$before" $((at + 1))
	# it never wrote to what the snapshot stands on
	[ "$(digest "$work/c.qcow2")" = "$base" ]
	# one overlay, however often
	[ "$(ls "$work"/c.[0-9]* | wc -l)" -eq 1 ]
}

@test "S13, S14, S15: what does not go together is refused" {
	refused 9 '' vm-snapshot-create-as g x --memspec "file=$img/m"
	vm-start g
	refused 6 live vm-snapshot-create-as g x --live
	refused 9 'not an absolute path' vm-snapshot-create-as g x --memspec file=m
	refused 9 'needs a file' vm-snapshot-create-as g x --memspec snapshot=external
	refused 6 'without its memory' vm-snapshot-create-as g x --memspec snapshot=no
	refused 9 '' vm-snapshot-create-as g x --disk-only --memspec "file=$img/m"
	[ ! -e "$img/m" ]
}

@test "S16: a memory file that has something in it, or is an image, is not written over" {
	vm-start g
	echo something >"$img/x.mem"
	refused 9 'there already' keep x
	[ "$(cat "$img/x.mem")" = something ]
	refused 9 'is an image of disk' vm-snapshot-create-as g x --memspec "file=$img/a.qcow2" --reuse-external \
		--diskspec vda,snapshot=no --diskspec vdb,snapshot=no
	refused 9 'is the overlay' vm-snapshot-create-as g x --memspec "file=$img/a.x"
	refused 1 'No such file' vm-snapshot-create-as g x --memspec "file=$img/none/x"
	[ "$(run_state)" = running ]
}

@test "a guest that is paused stays paused, and comes back so" {
	vm-start g
	vm-suspend g
	keep m1
	[ "$(vm-state g)" = paused ]
	[ "$(vm-snapshot-info g m1 -o STATE)" = paused ]
	# QEMU gives its memory once
	run vm-save g "$img/saved"
	[ "$status" -eq 3 ]
	[[ $output == *'not written again before it has run'* ]]
	[ ! -e "$img/saved" ]
	run keep m2
	[ "$status" -eq 3 ]
	[ ! -e "$img/m2.mem" ]
	[ "$(vm-state g --reason) $(vm-snapshot-list g --name)" = 'paused (user) m1' ]
	vm-resume g
	[ "$(run_state)" = running ]
	write 0 0xd 1M
	vm-snapshot-revert g m1
	[ "$(vm-state g --reason)" = 'paused (from snapshot)' ]
	vm-resume g
	[ "$(run_state)" = running ]
	vm-destroy g
	has "$(source_of vda)" 0 1M
}

@test "halted afterwards, the guest is off and on its overlays" {
	vm-start g
	keep m1 --halt
	[ "$(vm-state g --reason)" = 'shut off (from snapshot)' ]
	[ "$(source_of vda)" = "$img/a.m1" ]
	[ "$(magic "$img/m1.mem")" = LibvirtQemudSave ]
	vm-snapshot-revert g m1
	[ "$(run_state)" = running ]
}

@test "bitmaps go on in the overlays, although memory was written first" {
	vm-start g
	vm-checkpoint-create-as g c1
	keep m1
	write 0 0xd 1M
	[ "$(vm-checkpoint-dumpxml g c1 --size --xpath "string(//disk[@name='vda']/@size)")" = 65536 ]
}

@test "memory alone, and disks that had no part in it: back to both" {
	vm-start g
	keep m1 --diskspec vda,snapshot=no --diskspec vdb,snapshot=no
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	vm-snapshot-revert g m1
	[ "$(run_state)" = running ]
	[ "$(backing_of "$(source_of vda)")" = "$img/a.qcow2" ]
	vm-snapshot-revert g m1
	[ "$(overlays | wc -w)" -eq 2 ]
	vm-snapshot-delete g m1
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ "$(ls "$img" | paste -sd' ')" = 'a.qcow2 b.qcow2' ]
}

@test "a disk that the user keeps by own means: the guest is left paused for it" {
	vm-start g
	vm-snapshot-create-as g s1 --disk-only --diskspec vda,snapshot=manual
	[ "$(vm-state g --reason)" = 'paused (creating snapshot)' ]
	[ "$(run_state)" = paused ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2 b.s1' ]
	[ "$(vm-snapshot-dumpxml g s1 --xpath "string(/domainsnapshot/disks/disk[@name='vda']/@snapshot)")" = manual ]
	vm-resume g
	[ "$(run_state)" = running ]
	vm-snapshot-delete g s1
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	keep m1 --live --diskspec vda,snapshot=manual
	[ "$(vm-state g)" = paused ]
	vm-resume g
	[ "$(run_state)" = running ]
	# nothing has come of it: it goes on
	run vm-snapshot-create-as g x --disk-only --diskspec vda,snapshot=manual --diskspec "vdb,file=$img/none/x"
	[ "$status" -eq 1 ]
	[ "$(run_state)" = running ]
	# and not together with internal ones
	run vm-snapshot-create-as g x --diskspec vda,snapshot=manual
	[ "$status" -eq 9 ]
	[ "$(vm-state g)" = running ]
}

@test "the stored definition of then comes back too, and a delete takes the memory file with it" {
	vm-start g
	vm-desc g --title 'as it was' --config
	keep m1
	vm-desc g --title 'changed since' --config
	vm-snapshot-revert g m1
	[ "$(vm-desc g --title --config)" = 'as it was' ]
	write 0 0xd 1M
	vm-snapshot-delete g m1
	[ ! -e "$img/m1.mem" ]
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	[ "$(overlays)" = '' ]
	vm-destroy g
	has "$img/a.qcow2" 0xd 1M
}

@test "memory that is half, gone, or of another guest: refused, and the guest runs on" {
	vm-start g
	keep m1
	cp "$img/m1.mem" "$work/whole"
	printf 'LibvirtQemudPart' | dd of="$img/m1.mem" conv=notrunc status=none
	for why in incomplete 'No such file' 'of another guest'; do
		run vm-snapshot-revert g m1
		[[ $output == *"$why"* ]] || { echo "$output"; false; }
		[ "$(run_state)" = running ]
		[ -z "$(overlays)" ]
		case $why in
		incomplete)	[ "$status" -eq 1 ]; rm "$img/m1.mem" ;;
		No*)		[ "$status" -eq 1 ]; LC_ALL=C sed "s,<vcpu>1<,<vcpu>2<,;s,<vcpu placement='static'>1<,<vcpu placement='static'>2<," "$work/whole" >"$img/m1.mem" ;;
		*)		[ "$status" -eq 9 ] ;;
		esac
	done
	cp "$work/whole" "$img/m1.mem"
	vm-snapshot-revert g m1
	[ "$(run_state)" = running ]
}

@test "memory that cannot be loaded: the guest is off, and what it stood on is still there" {
	vm-start g
	keep m1
	write 0 0xd 1M
	truncate -s 200K "$img/m1.mem"
	run vm-snapshot-revert g m1
	[ "$status" -eq 1 ]
	[[ $output == *"the guest is off"* ]]
	[ "$(vm-state g)" = 'shut off' ]
	[ "$(source_of vda)" = "$img/a.m1" ]
	has "$img/a.m1" 0xd 1M
	[ -z "$(overlays)" ]
	vm-start g
}

# Killed while it is made: the guest runs, and there is all of it or nothing.
@test "a create that is killed anywhere is whole, or nothing has come of it" {
	local point all seen=
	fresh() {
		vm-destroy -q --if-needed g
		vm-undefine -q g --snapshots-metadata
		rm -f "$img"/*
		given_disks
		vm-start g
	}
	fresh
	all=$(many=4 points 'write sendto renameat unlink fsync fchownat' vm-snapshot-create-as g m1 --memspec "file=$img/m1.mem")
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-snapshot-create-as g m1 --memspec "file=$img/m1.mem" || :
		vm-desc g --title 'after the kill'
		[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
		[ "$(run_state)" = running ]
		[ "$(vm-state g)" = running ]
		case $(vm-snapshot-list g --name) in
		m1)	seen+=1
			[ "$(source_of vda) $(source_of vdb)" = "$img/a.m1 $img/b.m1" ]
			[ "$(magic "$img/m1.mem")" = LibvirtQemudSave ]
			[ "$(nodes)" = 'a.m1 a.qcow2 b.m1 b.qcow2' ]
			vm-snapshot-revert g m1
			[ "$(run_state)" = running ] ;;
		'')	seen+=0
			[ "$(source_of vda) $(source_of vdb)" = "$img/a.qcow2 $img/b.qcow2" ]
			[ "$(ls "$img" | paste -sd' ')" = 'a.qcow2 b.qcow2' ]
			[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
			write 0 0xd 1M ;;
		esac
	done <<<"$all"
	[[ $seen == *0* && $seen == *1* ]]
}

@test "a revert, killed or failing anywhere, is done, or has not been begun" {
	local point all seen=
	fresh() {
		vm-destroy -q --if-needed g
		vm-undefine -q g --snapshots-metadata
		rm -f "$img"/*
		given_disks
		vm-start g
		keep m1
		write 0 0xd 1M
	}
	fresh
	local calls='write sendto renameat unlink fsync vfork clone pidfd_send_signal'
	all=$(many=4 points "$calls" vm-snapshot-revert g m1)
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-snapshot-revert g m1 || :
		vm-desc g --title 'after the kill'
		[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
		started_after_failure
		[ "$(run_state)" = running ]
		[ "$(source_of vda)" = "$(source_of vda --inactive)" ]
		if [ "$(source_of vda)" = "$img/a.m1" ]; then
			seen+=0
			[ -z "$(overlays)" ]
			vm-destroy g
			has "$img/a.m1" 0xd 1M
		else
			seen+=1
			[ "$(overlays | wc -w)" -eq 2 ]
			[ "$(disk_part m1 vda)" = "$(source_of vda)" ]
			# What was given up is gone, or cannot be removed, which is told.
			[ ! -e "$img/a.m1" ] || grep -q "$img/a.m1: Input/output error" "$work/said.met"
			vm-destroy g
			has "$(source_of vda)" 0 1M
		fi
	done <<<"$all"
	[[ $seen == *0* && $seen == *1* ]]
}

@test "variables of the firmware and the state of a TPM come back with the memory" {
	define_uefi raw
	vm-start g
	state=$(tpm_state)
	keep m1
	vm-destroy g
	spoil_firmware
	vm-snapshot-revert g m1
	[ "$(run_state)" = running ]
	vm-destroy g
	[ "$(tpm_state)" = "$state" ]
	! firmware_is_spoilt || false
}
