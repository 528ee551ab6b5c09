#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm_backup_restore - backups that were taken become guests again, also from a pipe.  needs qemu

load ../helpers
load guest
load blockjob
load checkpoint
load vm_backup

setup() { vm_backup_setup; }
teardown() { blockjob_teardown; }

@test "through a pipe, running and off, and nothing stays" {
	local before stamp
	before=$(now)
	mkdir "$work/far"
	vm-backup g --to=- --verify | tar -C "$work/far" -xf -
	vm-destroy g
	vm-backup g --to=- >"$work/off.tar"
	tar -C "$work/far" -xf "$work/off.tar"
	for stamp in "$work"/far/g/*; do
		as_remembered "$stamp/vda.qcow2" qcow2 "$before"
	done
	[ "$(ls "$work/far/g" | wc -l)" = 2 ]
	[ -z "$(vm-checkpoint-list g --name)" ]
	[ "$(ls -A "$VIRTUTILS_ROOT/var/qemu/backup/g")" = .lock ]
	vm-backup-restore "$work/far" --name=h
	as_remembered "$img/h-vda.qcow2" qcow2 "$before"
	run bash -c 'set -o pipefail; vm-backup g --to=- | head -c 100 >/dev/null'
	[ "$status" -ne 0 ]
	[ "$(ls -A "$VIRTUTILS_ROOT/var/qemu/backup/g")" = .lock ]
}

@test "put back: as it was, and as another guest" {
	local first second
	first=$(now)
	vm-backup g --to="$shelf"
	guest_writes 8M 1
	second=$(now)
	vm-backup g --to="$shelf"
	guest_writes 9M 2
	run vm-backup-restore "$shelf"
	[ "$status" -eq "$FAULT_STATE" ]
	vm-destroy g
	vm-backup-restore "$shelf" --name=h
	[ "$(vm-dumpxml h --xpath 'string(//disk[target/@dev="vda"]/source/@file)')" = "$img/h-vda.qcow2" ]
	as_remembered "$img/h-vda.qcow2" qcow2 "$second"
	[ "$(vm-uuid h)" != "$(vm-uuid g)" ]
	vm-start h
	vm-destroy h
	vm-backup-restore "$shelf/g"
	as_remembered "$img/a.qcow2" qcow2 "$second"
	[ "$(vm-checkpoint-list g --name)" = "" ]
	vm-backup-restore "$shelf/g" --at="$(last | sed -E 's/(....)(..)(..)T(..)(..)(.*)Z/\1-\2-\3T\4:\5:\6Z/' | xargs -I{} date -u -d '{} - 0.001 seconds' +%Y-%m-%dT%H:%M:%S.%3NZ)"
	as_remembered "$img/a.qcow2" qcow2 "$first"
	vm-start g
	run vm-backup-restore "$shelf" --name=h
	[ "$status" -eq 0 ]
	run vm-backup-restore "$shelf" --at=2001-01-01
	[ "$status" -eq 4 ]
}

@test "what is in the way is not overwritten" {
	vm-backup g --to="$shelf"
	vm-destroy g
	vm-snapshot-create-as g s1
	run vm-backup-restore "$shelf"
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *"1 snapshot, which would be lost" ]]
	echo mine >"$img/h-vda.qcow2"
	run vm-backup-restore "$shelf" --name=h
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(cat "$img/h-vda.qcow2")" = mine ]
	! compgen -G "$img/*.restoring"
	# another guest runs on it
	vm-snapshot-delete g s1
	sed 's,<name>g<,<name>other<,' "$work/g.xml" | vm-define -
	vm-start other
	run vm-backup-restore "$shelf"
	[ "$status" -eq "$FAULT_BUSY" ]
	[ "$output" = "vm-backup-restore: disk 'vda': a process has $img/a.qcow2 open" ]
	vm-destroy other
	vm-backup-restore "$shelf"
}

@test "what is put in place is on the disk before it, and was at no time a link or for others to read" {
	needs strace
	vm-backup g --to="$shelf"
	vm-destroy g
	echo mine >"$work/mine"
	ln -s "$work/mine" "$img/a.qcow2.restoring"
	strace -qq -o "$work/trace" -y -e trace=fsync,rename,renameat vm-backup-restore "$shelf"
	[ "$(cat "$work/mine")" = mine ]
	[ "$(stat -c %a "$img/a.qcow2")" = 600 ]
	for disk in a b; do
		[ "$(grep -o "^[a-z]*(.*$disk.qcow2.restoring" "$work/trace" | cut -d'(' -f1 | paste -sd' ')" = 'fsync rename' ]
	done
	vm-start g
}

@test "a guest that is put back boots, and finds on its disk what it wrote" {
	local then
	counting_guest web </dev/null | hasty | booted_guest web
	vm-backup web --to="$shelf"
	then=$(count web)
	until_true has_counted web $((then + 1))
	vm-backup web --to="$shelf"
	vm-destroy web
	forget_console web
	vm-backup-restore "$shelf/web" --name=copy
	vm-start copy
	until_true has_counted web 1
	# it is at most the count that the disk had when it was copied
	[[ "$(first_line web)" =~ ^COUNT\ 1\ DISK\ ([0-9]+)$ ]]
	[ "${BASH_REMATCH[1]}" -ge "$then" ]
}
