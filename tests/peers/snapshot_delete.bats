#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot_delete - external snapshots deleted: what was written since goes into what they stood on
#
# Guest g has vda on a.qcow2, which begins with 0xa, and vdb on b.qcow2.  needs qemu

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

# A mark on vda: by the guest that runs, or into the image of one that is off.
put() {                 # BYTE AT
	if [ "$(vm-state g)" = running ]; then write 0 "$1" "$2"; else mark "$(source_of vda)" "$1" "$2"; fi
}
take() { vm-snapshot-create-as g "$1" --disk-only "${@:2}"; }
domain_source() { vm-snapshot-dumpxml g "$1" --xpath "string(/domainsnapshot/domain//disk[target/@dev='${2:-vda}']/source/@file)"; }
names_in() { vm-snapshot-dumpxml g "$1" --security-info | grep -c "$2" || :; }
refuses() {             # STATUS TEXT COMMAND...
	run "${@:3}"
	[ "$status" -eq "$1" ]
	[[ $output == *"$2"* ]] || { echo "$output"; false; }
	[ "${#lines[@]}" -eq 1 ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}
gone() {                # FILE...: no image, and no metadata that names it
	local file
	for file; do
		[ ! -e "$img/$file" ]
		run ! grep -rqs "$img/$file'" "$VIRTUTILS_ROOT"/etc/qemu/{g.xml,snapshot} "$VIRTUTILS_ROOT"/run/qemu/g.xml
	done
}
in_state() { [ "$1" = off ] || vm-start g; }
# What the guest would read from vda is what it would have read before.
as_now() { remember "$(source_of vda)"; }
unchanged() { same_contents "$(source_of vda)"; }

@test "S52: the current leaf, running: the guest is back on the image below, with what it wrote" {
	vm-start g
	take e1
	put 0xd 1M
	put 0xe 0
	vm-snapshot-delete g e1 --progress=json 2>"$work/progress"
	[ "$(vm-state g)" = running ]
	[ "$(jq -rs 'map(.part) | unique | join(" ")' "$work/progress")" = 'vda vdb' ]
	for state in '' --inactive; do
		[ "$(source_of vda ${state:+"$state"})" = "$img/a.qcow2" ]
		[ "$(source_of vdb ${state:+"$state"})" = "$img/b.qcow2" ]
	done
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ -z "$(vm-snapshot-list g --name)" ]
	gone a.e1 b.e1
	put 0xf 2M
	vm-destroy g
	has "$img/a.qcow2" 0xd 1M
	has "$img/a.qcow2" 0xe 0
	has "$img/a.qcow2" 0xf 2M
	vm-start g
}

@test "the current leaf of a guest that is off, and its parent is current then" {
	take e0 --diskspec vdb,snapshot=no
	put 0xc 3M
	take e1
	put 0xd 1M
	as_now
	vm-snapshot-delete g e1
	[ "$(source_of vda)" = "$img/a.e0" ]
	[ "$(source_of vdb)" = "$img/b.qcow2" ]
	[ "$(vm-snapshot-current g --name)" = e0 ]
	gone a.e1 b.e1
	unchanged
	has "$img/a.e0" 0xd 1M
	vm-start g
	[ "$(chain_of)" = 'a.e0 a.qcow2' ]
}

# e1 <- e2 <- e3, each followed by a mark of its own.
given_three() {
	local n
	for n in 1 2 3; do
		take e$n "$@"
		put 0xd$n ${n}M
	done
}

middle_goes() {         # off|running
	in_state "$1"
	given_three
	[ "$1" = off ] || vm-suspend g
	as_now
	[ "$1" = off ] || vm-resume g
	vm-snapshot-delete g e2
	[ "$(vm-snapshot-parent g e3)" = e1 ]
	[ "$(vm-snapshot-current g --name)" = e3 ]
	[ "$(domain_source e3)" = "$img/a.e1" ]
	[ "$(domain_source e3 vdb)" = "$img/b.e1" ]
	gone a.e2 b.e2
	[ "$(backing_of "$img/a.e3")" = "$img/a.e1" ]
	[ "$(source_of vda --inactive)" = "$img/a.e3" ]
	unchanged
	has "$img/a.e1" 0xd2 2M
	has "$img/a.qcow2" 0 1M
	put 0xee 5M
	has "$img/a.e1" 0 5M
	[ "$1" = off ] || vm-destroy g
	vm-start g
	[ "$(chain_of)" = 'a.e3 a.e1 a.qcow2' ]
	# the one after it can be reverted to, as it was
	vm-snapshot-revert g e3
	has "$(source_of vda)" 0xd2 2M
	has "$(source_of vda)" 0 3M
}

@test "S51: one in the middle, running: the chain is one shorter, and nothing else has changed" {
	middle_goes running
}

@test "S53: one in the middle, off: the next layer says what it stands on now" {
	middle_goes off
}

@test "all of a chain, from the oldest on, and each time the contents stay" {
	vm-start g
	given_three
	vm-suspend g
	as_now
	vm-resume g
	for name in e1 e2 e3; do
		vm-snapshot-delete g $name
		unchanged
	done
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	gone a.e1 a.e2 a.e3 b.e1 b.e2 b.e3
	good "$img/a.qcow2"
}

older_goes() {          # off|running
	in_state "$1"
	take e1
	put 0xd1 1M
	take e2 --diskspec vdb,snapshot=no
	put 0xd2 2M
	vm-snapshot-delete g e1
	[ "$(source_of vda)" = "$img/a.e2" ]
	[ "$(backing_of "$img/a.e2")" = "$img/a.qcow2" ]
	[ "$(source_of vdb)" = "$img/b.qcow2" ]
	[ "$(domain_source e2 vdb)" = "$img/b.qcow2" ]
	gone a.e1 b.e1
	has "$img/a.qcow2" 0xd1 1M
	has "$img/a.qcow2" 0 2M
	vm-snapshot-delete g e2
	[ "$(source_of vda --inactive)" = "$img/a.qcow2" ]
	gone a.e2
}

@test "several at once, and those that are too many for vm-snapshot-prune" {
	vm-start g
	given_three
	take e4
	vm-snapshot-delete g e1 e3
	[ "$(chain_of)" = 'a.e4 a.e2 a.qcow2' ]
	[ "$(vm-snapshot-prune g --keep=1)" = e2 ]
	[ "$(chain_of)" = 'a.e4 a.qcow2' ]
	vm-destroy g
	has "$img/a.e4" 0xd1 1M
	has "$img/a.e4" 0xd2 2M
	has "$img/a.e4" 0xd3 3M
	[ "$(ls "$img" | paste -sd' ')" = 'a.e4 a.qcow2 b.e4 b.qcow2' ]
}

@test "a disk that only the older one has part in: its top image is committed, the other's middle one" {
	older_goes running
}

@test "the same of a guest that is off" {
	older_goes off
}

@test "S54: those that others stand on in more than one way stay" {
	take e1
	refuses 9 'goes only by itself' vm-snapshot-delete g e1 --children
	take e2
	refuses 9 'external' vm-snapshot-delete g e1 --children
	refuses 9 'external' vm-snapshot-delete g e1 --children-only
	vm-snapshot-revert g e1
	refuses 9 'current and has children' vm-snapshot-delete g e1
	take e3
	refuses 9 'more than one child' vm-snapshot-delete g e1
	vm-snapshot-create-as g e0 --disk-only
	vm-snapshot-revert g e2
	refuses 9 'the current one is not below it' vm-snapshot-delete g e3
	[ "$(vm-snapshot-list g --name | paste -sd' ')" = 'e0 e1 e2 e3' ]
	# but what is known of them can be forgotten
	vm-snapshot-delete g e1 --children --metadata
	[ -z "$(vm-snapshot-list g --name)" ]
	[ -e "$img/a.e1" ]
}

@test "S55: internal ones in an image are in the way of merges, and of deletes while it is not in use" {
	vm-snapshot-create-as g i1
	vm-start g
	take e1
	put 0xd 1M
	refuses 6 'internal snapshot' vm-snapshot-delete g e1
	refuses 6 'does not use the image' vm-snapshot-delete g i1
	[ "$(chain_of)" = 'a.e1 a.qcow2' ]
	[ "$(vm-snapshot-list g --name | paste -sd' ')" = 'e1 i1' ]
	qemu-img snapshot -U -l "$img/a.qcow2" | grep -q i1
	vm-destroy g
	refuses 6 'internal snapshot' vm-snapshot-delete g e1
}

@test "an internal one in the image that would be merged away is in the way" {
	take e1
	vm-snapshot-create-as g i2
	take e3
	refuses 6 "internal snapshot 'i2' is in the image" vm-snapshot-delete g e1
	[ "$(backing_of "$img/a.e3")" = "$img/a.e1" ]
}

@test "a leaf elsewhere takes its own images with it, and none that is needed" {
	vm-start g
	take e1 --diskspec vdb,snapshot=no
	put 0xd 1M
	take e2 --diskspec vdb,snapshot=no
	put 0xe 2M
	vm-snapshot-revert g e1
	now=$(source_of vda)
	mark "$now" 0xf 3M
	run vm-snapshot-delete g e2 --dry-run
	[[ $output == *"remove $img/a.e1"* ]]
	[[ $output != *a.qcow2* ]]
	[ -e "$img/a.e1" ]
	vm-snapshot-delete g e2
	gone a.e1 a.e2
	# e1 is the only one, and stands alone with what was written since the revert
	[ "$(disk_part e1 vda)" = "$now" ]
	[ -z "$(revert_part e1 vda)" ]
	vm-snapshot-delete g e1
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	has "$img/a.qcow2" 0xf 3M
	has "$img/a.qcow2" 0 1M
	[ "$(overlays)" = '' ]
}

@test "branches that stand on a merged image stand on the one below it, with what it had" {
	local branch state
	for state in off running; do
		in_state $state
		take e1 --diskspec vdb,snapshot=no
		put 0xd1 1M
		take e2 --diskspec vdb,snapshot=no
		put 0xd2 2M
		take e3 --diskspec vdb,snapshot=no
		vm-snapshot-revert g e2
		in_state $state
		put 0xd4 4M
		branch=$(source_of vda)
		take e4 --diskspec vdb,snapshot=no
		# e1 <- e2 <- (e3, e4): both of the latter stand on what e2 was taken of
		[ "$(backing_of "$branch")" = "$img/a.e1" ]
		[ "$(backing_of "$img/a.e2")" = "$img/a.e1" ]
		vm-snapshot-delete g e1
		gone a.e1
		[ "$(backing_of "$branch")" = "$img/a.qcow2" ]
		[ "$(backing_of "$img/a.e2")" = "$img/a.qcow2" ]
		has "$branch" 0xd1 1M
		has "$branch" 0xd4 4M
		has "$branch" 0 2M
		has "$img/a.e2" 0xd1 1M
		has "$img/a.e2" 0xd2 2M
		vm-snapshot-revert g e3
		has "$(source_of vda)" 0xd2 2M
		vm-snapshot-revert g e4
		has "$(source_of vda)" 0xd4 4M
		vm-undefine g --snapshots-metadata
		rm -f "$img"/?.[!q]* "$img"/*.qcow2
		given_disks
	done
}

@test "a dry run names the images that are committed and removed, and touches nothing" {
	vm-start g
	given_three --diskspec vdb,snapshot=no
	before=$(nodes)
	run vm-snapshot-delete g e3 --dry-run
	[[ $output == *"commit $img/a.e3 into $img/a.e2, remove it"* ]]
	run vm-snapshot-delete g e1 --dry-run
	[[ $output == *"commit $img/a.e1 into $img/a.qcow2, remove it"* ]]
	[ "$(nodes)" = "$before" ]
	[ "$(vm-snapshot-list g --name | paste -sd' ')" = 'e1 e2 e3' ]
}

@test "chains that are not as they were when it was taken are left alone" {
	given_three --diskspec vdb,snapshot=no
	image "$img/other"
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/other" "$img/a.e2"
	refuses 1 "a.e2 does not stand on $img/a.e1" vm-snapshot-delete g e2
	refuses 1 "does not stand on $img/a.e1" vm-snapshot-delete g e1
	vm-define <(sed "s,$img/a.qcow2,$img/other," "$work/g.xml")
	refuses 1 'does not write to' vm-snapshot-delete g e3
	[ "$(ls "$img" | paste -sd' ')" = 'a.e1 a.e2 a.e3 a.qcow2 b.qcow2 other' ]
}

@test "while a job is at work: refused" {
	vm-start g
	take e1
	vm-checkpoint-create-as g c1
	vm-blockcopy g vda "$img/copy" --transient-job --bandwidth=1 --bytes
	refuses 6 'a job is at work' vm-snapshot-delete g e1
	vm-blockjob g vda --abort
	vm-snapshot-delete g e1
	gone a.e1
}

@test "checkpoints, running and off: what was written since each of them is still known" {
	local state
	size() { vm-checkpoint-dumpxml g "$1" --size --no-domain --xpath "string(//disk[@name='vda']/@size)"; }
	for state in running off; do
		[ "$(vm-state g)" = running ] || vm-start g
		vm-checkpoint-create-as g c1
		put 0xd 1M
		take e1
		put 0xd 2M
		vm-checkpoint-create-as g c2
		put 0xd 3M
		take e2
		put 0xd 4M
		[ $state = running ] || vm-destroy g
		vm-snapshot-delete g e1
		vm-snapshot-delete g e2
		gone a.e1 a.e2
		[ $state = running ] || vm-start g
		[ "$(size c1) $(size c2)" = "$((4 * 65536)) $((2 * 65536))" ]
		vm-checkpoint-delete g c1
		vm-checkpoint-delete g c2
	done
}

@test "a merge that fails at the second disk is gone on with, and until then nobody reverts to it" {
	take e1
	put 0xd 1M
	mark "$(source_of vdb)" 0xd 1M
	coproc holder { exec qemu-io -f qcow2 "$img/b.qcow2" 3>&-; }
	local pid=$holder_PID
	echo 'read 0 512' >&"${holder[1]}"
	read -ru "${holder[0]}" _
	run vm-snapshot-delete g e1
	[ "$status" -eq 1 ]
	[[ $output == *vdb*"another process"* ]] || { echo "$output"; false; }
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	[ "$(source_of vdb)" = "$img/b.e1" ]
	gone a.e1
	refuses 3 'a delete of the snapshot was begun' vm-snapshot-revert g e1
	echo quit >&"${holder[1]}"
	wait "$pid"
	vm-snapshot-delete g e1
	[ "$(source_of vdb)" = "$img/b.qcow2" ]
	gone b.e1
	has "$img/a.qcow2" 0xd 1M
	has "$img/b.qcow2" 0xd 1M
	[ -z "$(vm-snapshot-list g --name)" ]
}

# What a delete of e2 leaves after a kill and the next program: all of it or nothing, and the same contents.
killed_deletes() {      # off|running NAME
	local point all seen='' state=$1 name=$2
	fresh() {
		vm-destroy -q --if-needed g
		rm -rf "$img" "$VIRTUTILS_ROOT/etc"
		cp -a "$work/kept/img" "$img"
		cp -a "$work/kept/etc" "$VIRTUTILS_ROOT/etc"
		in_state "$state"
	}
	in_state "$state"
	take e1 --diskspec vdb,snapshot=no
	put 0xd1 1M
	take e2
	put 0xd2 2M
	vm-destroy -q --if-needed g
	mkdir "$work/kept"
	cp -a "$img" "$VIRTUTILS_ROOT/etc" "$work/kept"
	fresh
	local calls='write sendto renameat unlink mkdirat fsync vfork clone'
	all=$(many=4 points "$calls" vm-snapshot-delete g "$name")
	[ "$(wc -l <<<"$all")" -ge 4 ]
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-snapshot-delete g "$name" || :
		vm-desc g --title 'after the kill'
		[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
		# one that failed, and was not killed, is gone on with
		[ "$(names_in "$name" snapshotDeleteInProgress)" -eq 0 ] || vm-snapshot-delete g "$name"
		if [[ " $(vm-snapshot-list g --name | paste -sd' ') " == *" $name "* ]]; then
			seen+=0
			[ "$(source_of vda --inactive)" = "$img/a.e2" ]
		else
			seen+=1
			# what could not be removed is told
			grep -q "$img/.*: Input/output error" "$work/said.met" || gone "a.$name" $([ "$name" = e1 ] || echo b.e2)
		fi
		[ "$(source_of vda --inactive)" = "$(source_of vda)" ]
		[ "$state" = off ] || { vm-suspend g; vm-destroy g; }
		has "$(source_of vda)" 0xd1 1M
		has "$(source_of vda)" 0xd2 2M
		has "$(source_of vda)" 0xa 0
		good "$(source_of vda)"
		[ "$state" = running ] || vm-start g
	done <<<"$all"
	[[ $seen == *0* && $seen == *1* ]]
}

@test "a delete of the leaf, killed or failing anywhere, running" {
	killed_deletes running e2
}

@test "a delete in the middle, killed or failing anywhere, running" {
	killed_deletes running e1
}

@test "a delete of the leaf, killed or failing anywhere, off" {
	killed_deletes off e2
}

@test "a delete in the middle, killed or failing anywhere, off" {
	killed_deletes off e1
}
