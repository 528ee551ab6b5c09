#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-undefine - drop the definition of a virtual machine

load helpers

@test "a stopped guest is gone with its mark" {
	given_vm web
	vm-autostart web
	run vm-undefine web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-list --all --name)" = "" ]
	given_vm web
	[ "$(vm-list --all --autostart --name)" = "" ]
}

@test "a running one becomes transient" {
	given_vm web running
	run vm-undefine -v web
	[ "$output" = "vm-undefine: web: undefined, runs on as a transient virtual machine" ]
	[ "$(vm-list --transient --name)" = web ]
	run vm-undefine web
	[ "$status" -eq "$FAULT_STATE" ]
	vm-destroy web
	run vm-state web
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "absent is no such object, or fine with --if-needed" {
	run vm-undefine web
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-undefine --if-needed web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	given_transient web
	vm-undefine --if-needed web
	[ "$(vm-state web)" = running ]
}

@test "snapshots keep it, unless they may go" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-create-as web s2
	run vm-undefine web
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *"2 snapshots"* ]]
	[ "$(vm-snapshot-list web --name)" = $'s1\ns2' ]
	vm-undefine --snapshots-metadata web
	given_vm web
	[ "$(vm-snapshot-list web --name)" = "" ]
}

@test "--purge takes everything but disks" {
	given_vm web
	vm-snapshot-create-as web s1
	mkdir -p "$VIRTUTILS_ROOT/var/test/save"
	: >"$VIRTUTILS_ROOT/var/test/save/web.save"
	run vm-undefine web
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-undefine --snapshots-metadata web
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *"managed save"* ]]
	vm-undefine --purge web
	[ ! -e "$VIRTUTILS_ROOT/var/test/save/web.save" ]
	[ ! -e "$VIRTUTILS_ROOT/etc/test/snapshot/web" ]
}

@test "options that exclude each other, or mean nothing alone" {
	given_vm web
	run vm-undefine --nvram --keep-nvram web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-undefine --tpm --keep-tpm web
	[ "$status" -eq "$FAULT_USAGE" ]
	for options in --wipe-storage --delete-storage-volume-snapshots '--storage=vda --remove-all-storage'; do
		run vm-undefine $options web
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	[ "$(vm-list --all --name)" = web ]
}

@test "a dry run" {
	given_vm web
	run vm-undefine -n web
	[ "$status" -eq 0 ]
	[[ "$output" == "undefine web"* ]]
	[ "$(vm-list --all --name)" = web ]
}
