#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-backup-restore - put a virtual machine back as a backup has it

load helpers
load checkpoints

# Guest web with a disk in $work, off, and one backup of it.
given_backup() {
	mkdir -p disks
	echo contents >disks/a.img
	xml web "<devices><disk type='file'><driver type='qcow2'/><source file='$work/disks/a.img'/><target dev='vda'/></disk>
		<interface type='user'><mac address='52:54:00:00:00:01'/></interface></devices>" | vm-define -
	vm-backup web --to="$work/to" >/dev/null
	stamp=$(cd to/web && ls)
}

@test "as it was, over its own disk" {
	given_backup
	vm-desc web --config --new-desc changed
	vm-backup-restore "$work/to"
	[ "$(cat disks/a.img)" = "copy of $work/to/web/$stamp/vda.qcow2" ]
	[ "$(vm-dumpxml web --xpath 'string(/domain/description)')" = "" ]
	[ "$(vm-checkpoint-list web --name)" = "" ]
	[ "$(ls disks)" = a.img ]
}

@test "when it is gone altogether" {
	given_backup
	vm-undefine web --checkpoints-metadata
	rm disks/a.img
	vm-backup-restore "$work/to/web"
	[ -e disks/a.img ]
	vm-start web
}

@test "as another one beside it" {
	given_backup
	vm-start web
	vm-backup-restore "$work/to" --name=old
	[ "$(vm-dumpxml old --xpath 'string(//disk/source/@file)')" = "$work/disks/old-vda.img" ]
	[ "$(cat disks/a.img)" = contents ]
	[ "$(vm-uuid old)" != "$(vm-uuid web)" ]
	[ "$(vm-dumpxml old --xpath 'string(//interface/mac/@address)')" != 52:54:00:00:00:01 ]
}

@test "the one from before a time" {
	given_backup
	vm-backup web --to="$work/to" >/dev/null
	run vm-backup-restore "$work/to" --at=2001-01-01
	[ "$status" -eq 4 ]
	vm-backup-restore "$work/to" --at=now
	[ "$(cat disks/a.img)" = "copy of $work/to/web/$(cd to/web && ls | tail -n 1)/vda.qcow2" ]
	run vm-backup-restore "$work/to" --at=someday
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "what is in the way is not overwritten" {
	given_backup
	vm-start web
	run vm-backup-restore "$work/to"
	[ "$status" -eq "$FAULT_STATE" ]
	vm-destroy web
	echo mine >disks/old-vda.img
	run vm-backup-restore "$work/to" --name=old
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(cat disks/old-vda.img)" = mine ]
	vm-undefine web --checkpoints-metadata
	run vm-backup-restore "$work/to"
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(cat disks/a.img)" = contents ]
}

@test "what cannot be defined afterwards is not put back: a newer guest of that name, a definition that is wrong" {
	given_backup
	vm-undefine web --checkpoints-metadata
	xml web "<devices><disk type='file'><driver type='qcow2'/><source file='$work/disks/a.img'/><target dev='vda'/></disk></devices>" | vm-define -
	run vm-backup-restore "$work/to"
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == "vm-backup-restore: virtual machine 'web' already exists with uuid "* ]]
	[ "$(cat disks/a.img)" = contents ]
	vm-undefine web
	rm disks/a.img
	sed -i 's,</devices>,<controller type="ide" index="0"/><controller type="ide" index="0"/></devices>,' "$work/to/web/$stamp/domain.xml"
	run vm-backup-restore "$work/to"
	[ "$status" -eq "$FAULT_XML" ]
	[ -z "$(ls disks)" ]
}

@test "what describes a disk twice is no backup" {
	given_backup
	jq '.images += .images' "$work/to/web/$stamp/backup.json" >twice
	cp twice "$work/to/web/$stamp/backup.json"
	run vm-backup-restore "$work/to"
	[ "$status" -eq 4 ]
	[[ "$output" == *"/$stamp/backup.json: not the description of a backup"* ]]
	[ "$(cat disks/a.img)" = contents ]
}

@test "a directory without a backup, or with those of several guests" {
	given_backup
	mkdir empty
	for dir in empty nowhere; do
		run vm-backup-restore "$work/$dir"
		[ "$status" -eq 4 ]
	done
	given_disks_vm db
	vm-backup db --to="$work/to" >/dev/null
	run vm-backup-restore "$work/to"
	[ "$status" -eq 4 ]
	[[ "$output" == *"several guests: say DIR/VM" ]]
}

@test "a dry run" {
	given_backup
	[ "$(vm-backup-restore "$work/to" -n)" = "put back $stamp of web as web" ]
	[ "$(cat disks/a.img)" = contents ]
}
