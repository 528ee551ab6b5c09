#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm_backup - a directory of backups: taken, rotated, put back; every one is the disk as it was.  needs qemu

load ../helpers
load guest
load blockjob
load checkpoint
load vm_backup

setup() { vm_backup_setup; }
teardown() {
	umount "$work/small" 2>/dev/null || :
	blockjob_teardown
}

@test "the first is whole, the next ones are what changed; each reads as the disk was" {
	take
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	guest_writes 8M 1
	take --incremental --verify
	guest_writes 9M 2 128k
	take
	[ "$(stamps | wc -l)" = 3 ]
	[ "$(stands_on "$(last)")" = "$(stamps | sed -n 2p)" ]
	[ "$(qemu-img map -U --output=json "$shelf/g/$(last)/vda.qcow2" | jq '[.[] | select(.depth == 0 and .data) | .length] | add')" = 131072 ]
	all_read_right
	no_leftovers
	guest_writes 10M 3
	take --full
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	all_read_right
}

@test "a line per file written" {
	vm-backup g --to="$shelf" >"$work/files"
	[ "$(sed 's,.*/,,' "$work/files" | sort | paste -sd' ')" = 'domain.xml vda.qcow2 vdb.qcow2' ]
	while read -r file; do [ -s "$file" ]; done <"$work/files"
	jq -e '.vm == "g" and (.images | map(.target)) == ["vda", "vdb"] and (.checkpoint | startswith("backup-"))' \
		"$shelf/g/$(last)/backup.json"
}

@test "rotation keeps so many, and what they need of the older ones" {
	local i
	for i in 1 2 3 4 5; do
		guest_writes ${i}M $i
		guest_writes 20M $i
		take --keep=3
	done
	[ "$(stamps | wc -l)" = 3 ]
	[ "$(backing_of "$shelf/g/$(stamps | head -n 1)/vda.qcow2")" = none ]
	all_read_right
	no_leftovers
	take --keep=1
	[ "$(stamps | wc -l)" = 1 ]
	all_read_right
}

@test "what cannot be read may stand on older ones: they stay, and nothing new stands on it" {
	local damaged oldest
	take
	guest_writes 1M 1
	take
	guest_writes 2M 2
	take
	oldest=$(stamps | head -n 1)
	damaged=$shelf/g/$(stamps | sed -n 2p)/backup.json
	cp "$damaged" "$work/backup.json"
	: >"$damaged"
	guest_writes 3M 3
	run --separate-stderr vm-backup g --to="$shelf" --keep=1
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"$shelf/g: none is removed as long as one cannot be read that may stand on it" ]]
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	was[$(last)]=$(now)
	[ "$(stamps | head -n 1)" = "$oldest" ]
	cp "$work/backup.json" "$damaged"
	all_read_right
	# one whose image has gone is nothing to stand on either
	rm "$shelf/g/$(last)/vda.qcow2"
	take
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	is_as_it_was "$(last)"
}

@test "a clock that was set back does not change which stands on which" {
	local later=20990101T000000.999Z
	take
	was[$later]=${was[$(last)]}
	mv "$shelf/g/$(last)" "$shelf/g/$later"
	guest_writes 1M 1
	take
	[ "$(stamps | paste -sd' ')" = "$later 20990101T000001.000Z" ]
	[ "$(stands_on "$(last)")" = "$later" ]
	guest_writes 2M 2
	take --keep=2
	all_read_right
	take --keep=1
	[ "$(stamps | wc -l)" = 1 ]
	all_read_right
}

@test "two directories do not disturb each other" {
	take
	guest_writes 1M 1
	vm-backup g --to="$work/other"
	guest_writes 2M 2
	take
	[ "$(stands_on "$(last)")" != . ]
	all_read_right
	[ "$(vm-checkpoint-list g --name | wc -l)" = 2 ]
}

@test "a guest that is off, and runs afterwards" {
	local before
	vm-destroy g
	before=$(kept "$img/a.qcow2")
	vm-backup g --to="$shelf"
	was[$(last)]=$before
	[ "$(vm-checkpoint-list g --name)" = "backup-$(last)" ]
	vm-start g
	guest_writes 8M 1
	take
	[ "$(stands_on "$(last)")" = "$(stamps | head -n 1)" ]
	all_read_right
	no_leftovers
}

@test "what changed on a guest that is off, also in two layers" {
	local before
	take
	guest_writes 8M 1
	vm-snapshot-create-as g s1 --disk-only
	guest_writes 9M 2 128k
	vm-destroy g
	before=$(kept "$img/a.s1")
	vm-backup g --to="$shelf"
	was[$(last)]=$before
	[ "$(stands_on "$(last)")" = "$(stamps | head -n 1)" ]
	[ "$(qemu-img map --output=json "$shelf/g/$(last)/vda.qcow2" | jq '[.[] | select(.depth == 0 and .data) | .length] | add')" = 196608 ]
	all_read_right
	# once nobody knows what changed, all of it is copied
	qemu-img bitmap --remove "$img/a.s1" "$(vm-checkpoint-list g --name)"
	vm-backup g --to="$shelf"
	was[$(last)]=$before
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	all_read_right
	[ -z "$(pgrep -f "qemu-storage-daemon.*$img")" ]
}

@test "after a crash all is copied, as nobody knows what changed" {
	take
	kill -9 "$(vm-list --raw --noheadings -o PID g)"
	until_true is_state g 'shut off'
	vm-start g
	guest_writes 8M 1
	take --incremental
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	all_read_right
	[ "$(vm-checkpoint-list g --name)" = "backup-$(last)" ]
}

@test "a disk that is not qcow2 is copied whole each time" {
	vm-destroy g
	qemu-img create -q -f raw "$img/raw" 8M
	define_on "$img/raw" raw
	vm-start g
	vm-backup g --to="$shelf"
	guest_writes 1M 7
	vm-backup g --to="$shelf"
	[ "$(backing_of "$shelf/g/$(last)/vda.qcow2")" = none ]
	[ "$(stands_on_vdb)" = "$(stamps | head -n 1)" ]
	qemu-io -r -f qcow2 -c 'read -q -P 7 1M 64k' "$shelf/g/$(last)/vda.qcow2"
	vm-backup g --to="$shelf" --keep=1
	qemu-io -r -f qcow2 -c 'read -q -P 7 1M 64k' "$shelf/g/$(last)/vda.qcow2"
	good "$shelf/g/$(last)/vdb.qcow2"
}
stands_on_vdb() { basename "$(dirname "$(backing_of "$shelf/g/$(last)/vdb.qcow2")")"; }

@test "one that is interrupted leaves nothing" {
	vm-destroy g
	qemu-io -f qcow2 -c 'write -q -P 5 8M 48M' "$img/a.qcow2"
	vm-start g
	take
	# QEMU writes so slowly that the signal comes first
	strace -qq -f -o "$work/slow" -e trace=pwrite64,pwritev -e inject=pwrite64,pwritev:delay_enter=60000 \
		-p "$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid")" &
	until_true is_traced
	run -130 in_time vm-backup g --to="$shelf" --full
	kill $!
	wait $! || :
	no_leftovers
	all_read_right
	[ "$(vm-checkpoint-list g --name)" = "backup-$(last)" ]
}
is_traced() { ! grep -q '^TracerPid:.0$' "/proc/$(cat "$VIRTUTILS_ROOT/run/qemu/g.pid")/status"; }
# A SIGINT before QEMU is told to begin, which is looked at behind that.
in_time() {
	strace -qq -o "$work/trace" -e trace=sendto -e inject=sendto:signal=INT:when=12 "$@"
}

@test "a directory that is full" {
	mkdir "$work/small"
	mount -t tmpfs -o size=2m,mode=1777 small "$work/small"
	take
	guest_writes 8M 9 8M
	run vm-backup g --to="$work/small"
	files=$(find "$work/small" -type f ! -name .lock)
	[ "$status" -ne 0 ]
	[[ "$output" == "vm-backup: g: "*"No space left on device"* ]]
	[ -z "$files" ]
	no_leftovers
	take
	[ "$(stands_on "$(last)")" = "$(stamps | head -n 1)" ]
	all_read_right
}

@test "a big disk of which little changed: only that moves" {
	vm-destroy g
	qemu-img create -q -f qcow2 "$img/big.qcow2" 4G
	define_on "$img/big.qcow2"
	vm-start g
	vm-backup g --to="$shelf" >/dev/null
	for at in 0 1G 2G 3G; do guest_writes $at 1 10M; done
	vm-backup g --to="$shelf" >/dev/null
	[ "$(stat -c %s "$shelf/g/$(last)/vda.qcow2")" -lt $((44 << 20)) ]
	[ "$(qemu-img map -U --output=json "$shelf/g/$(last)/vda.qcow2" | jq '[.[] | select(.depth == 0 and .data) | .length] | add')" = $((40 << 20)) ]
}
