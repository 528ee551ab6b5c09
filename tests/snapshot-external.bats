#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot-external - external snapshots of simulated guests, whose images tell what they stand on

load helpers

# Guest web with vda on a.img.
given_image() {
	: >"$work/a.img"
	xml web "<devices><disk type='file'><source file='$work/a.img'/><target dev='vda'/></disk></devices>" | vm-define -
}
take() { vm-snapshot-create-as web "$@"; }
source_of() { vm-dumpxml web "$@" --xpath "string(//disk/source/@file)"; }
chain() { vm-dumpxml web --xpath "//disk//source/@file" | sed "s,.*$work/\([^'\"]*\).*,\1," | paste -sd' '; }
images() { (cd "$work" && ls a.* | paste -sd' '); }

@test "off and running, by its disks alone: overlays, states, both definitions" {
	given_image
	take e1 --disk-only
	[ "$(cat a.e1)" = "upon $work/a.img" ]
	[ "$(vm-snapshot-info web e1 -o STATE,LOCATION --raw)" = 'shutoff external' ]
	vm-start web
	take e2 --disk-only
	[ "$(vm-snapshot-info web e2 -o STATE --raw)" = disk-snapshot ]
	[ "$(source_of) $(source_of --inactive)" = "$work/a.e2 $work/a.e2" ]
	[ "$(chain)" = 'a.e2 a.e1 a.img' ]
	[ "$(vm-snapshot-list web --name --disk-only)" = e2 ]
	[ "$(vm-state web)" = running ]
}

@test "what the guest cannot write to takes no part" {
	: >"$work/a.img"
	: >"$work/cd.iso"
	xml web "<devices><disk type='file'><source file='$work/a.img'/><target dev='vda'/></disk>
		<disk type='file' device='cdrom'><source file='$work/cd.iso'/><target dev='hdc'/></disk></devices>" | vm-define -
	take e1 --disk-only
	[ "$(images) $(ls cd.*)" = 'a.e1 a.img cd.iso' ]
	[ "$(vm-snapshot-dumpxml web e1 --xpath 'string(//disks/disk[@name="hdc"]/@snapshot)')" = no ]
	vm-snapshot-create-as web i1
	[ "$(vm-snapshot-dumpxml web i1 --xpath 'string(//disks/disk[@name="hdc"]/@snapshot)')" = no ]
}

@test "what is in the way: a file that has something in it, no file at all, nothing chosen" {
	given_image
	echo mine >a.x
	run take x --disk-only
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(cat a.x)" = mine ]
	run take x --disk-only --diskspec vda,snapshot=no
	[ "$status" -eq "$FAULT_XML" ]
	run take x --disk-only --reuse-external --diskspec "vda,file=$work/none"
	[ "$status" -eq 1 ]
	run take x --disk-only --quiesce
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	run take x --memspec "file=$work/a.x"
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(cat a.x)" = mine ]
	[ "$(source_of)" = "$work/a.img" ]
	[ "$(vm-snapshot-list web --name)" = '' ]
	# a name can only be made up from that of a file
	rm a.img
	run take y --disk-only
	[ "$status" -eq "$FAULT_XML" ]
}

@test "memory in a file, and the way back to it" {
	given_image
	vm-start web
	take m1 --memspec "file=$work/m1"
	[ "$(head -c 16 m1)" = LibvirtQemudSave ]
	[ "$(vm-state web) $(source_of)" = "running $work/a.m1" ]
	vm-suspend web
	vm-snapshot-revert web m1
	[ "$(vm-state web --reason)" = 'running (from snapshot)' ]
	[ ! -e a.m1 ]
	[[ $(source_of) == "$work"/a.[0-9]* ]]
	vm-snapshot-delete web m1
	[ "$(source_of) $(images)" = "$work/a.img a.img" ]
	[ ! -e m1 ]
}

@test "back to the older one: a branch beside the newer, and a snapshot on it" {
	given_image
	take e1 --disk-only
	take e2 --disk-only
	vm-snapshot-revert web e1
	[ ! -e a.e2 ]
	[ -e a.e1 ]
	branch=$(source_of)
	[ "$(cat "$branch")" = "upon $work/a.img" ]
	[ "$(vm-snapshot-dumpxml web e1 --xpath 'string(//revertDisks/disk/source/@file)')" = "$branch" ]
	take e3 --disk-only
	[ "$(vm-snapshot-parent web e3)" = e1 ]
	[ "$(vm-snapshot-dumpxml web e1 --xpath 'count(//revertDisks)')" = 0 ]
}

@test "deletes merge: from the middle, at the end, running and off; a dry run tells the images" {
	given_image
	for state in off running; do
		for name in e1 e2 e3; do take $name --disk-only; done
		[ $state = off ] || vm-start web
		[[ $(vm-snapshot-delete -n web e2) == *"commit $work/a.e1 into $work/a.img"* || $(vm-snapshot-delete -n web e2) == *"commit $work/a.e2 into $work/a.e1"* ]]
		vm-snapshot-delete web e2
		[ "$(vm-snapshot-parent web e3)" = e1 ]
		vm-snapshot-delete web e3
		vm-snapshot-delete web e1
		[ "$(source_of) $(images)" = "$work/a.img a.img" ]
	done
	[ "$(vm-snapshot-list web --name)" = '' ]
}

@test "a disk that the user keeps by own means: the guest is left paused for it" {
	: >"$work/a.img"
	: >"$work/b.img"
	xml web "<devices><disk type='file'><source file='$work/a.img'/><target dev='vda'/></disk>
		<disk type='file'><source file='$work/b.img'/><target dev='vdb'/></disk></devices>" | vm-define -
	vm-start web
	run take x --diskspec vda,snapshot=manual
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-state web)" = running ]
	run take x --disk-only --diskspec vda,snapshot=manual --diskspec vdb,snapshot=no
	[ "$status" -eq "$FAULT_XML" ]
	take s1 --disk-only --diskspec vda,snapshot=manual
	[ "$(vm-state web --reason)" = 'paused (creating snapshot)' ]
	[ "$(images) $(ls b.*)" = $'a.img b.img\nb.s1' ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(//disks/disk[@name="vda"]/@snapshot)')" = manual ]
	vm-resume web
	vm-snapshot-delete web s1
	[ "$(images) $(ls b.*)" = 'a.img b.img' ]
}
