#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot_external - snapshots in files of their own, of real QEMU guests that run or are off
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
teardown() {
	[ -z "${loop:-}" ] || losetup --detach "$loop"
	[ ! -e "$work/nbd.pid" ] || kill "$(cat "$work/nbd.pid")"
	blockjob_teardown
}

refused() {             # STATUS TEXT COMMAND...
	run "${@:3}"
	[ "$status" -eq "$1" ]
	[[ $output == *"$2"* ]] || { echo "$output"; false; }
	[ "${#lines[@]}" -eq 1 ]
	[ -z "$(vm-snapshot-list g --name)" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}

@test "S9: the disks of a guest that runs get overlays, and what it writes lands there" {
	vm-start g
	vm-snapshot-create-as g s2 --disk-only
	[ "$(vm-state g)" = running ]
	[ "$(vm-snapshot-info g s2 -o STATE)" = disk-snapshot ]
	for state in '' --inactive; do
		[ "$(source_of vda ${state:+"$state"})" = "$img/a.s2" ]
		[ "$(source_of vdb ${state:+"$state"})" = "$img/b.s2" ]
	done
	[ "$(chain_of)" = 'a.s2 a.qcow2' ]
	[ "$(nodes)" = 'a.qcow2 a.s2 b.qcow2 b.s2' ]
	[ "$(disk_part s2 vda)" = "$img/a.s2" ]
	[ "$(vm-snapshot-dumpxml g s2 --xpath "string(/domainsnapshot/domain//disk[target/@dev='vda']/source/@file)")" = "$img/a.qcow2" ]
	write 0 0xd 1M
	write 0 0xe 0
	vm-destroy g
	has "$img/a.s2" 0xd 1M
	has "$img/a.s2" 0xe 0
	has "$img/a.qcow2" 0xa 0
	has "$img/a.qcow2" 0 1M
	vm-start g
	[ "$(chain_of)" = 'a.s2 a.qcow2' ]
}

@test "S10: a guest that is off: overlays too, and the list's filters know the difference" {
	vm-snapshot-create-as g s2 --disk-only
	[ "$(vm-snapshot-info g s2 -o STATE)" = shutoff ]
	[ "$(vm-snapshot-list g --inactive --name)" = s2 ]
	[ "$(vm-snapshot-list g --external --name)" = s2 ]
	[ -z "$(vm-snapshot-list g --disk-only --name)" ]
	[ "$(source_of vda)" = "$img/a.s2" ]
	[ "$(backing_of "$img/a.s2")" = "$img/a.qcow2" ]
	[ "$(qemu-img info --output=json "$img/a.s2" | jq -r '."backing-filename-format"')" = qcow2 ]
	vm-start g
	[ "$(nodes)" = 'a.qcow2 a.s2 b.qcow2 b.s2' ]
}

@test "a chain grows by one image with each snapshot, and the tree with it" {
	vm-start g
	vm-snapshot-create-as g one --disk-only --diskspec vdb,snapshot=no
	vm-snapshot-create-as g two --disk-only --diskspec vdb,snapshot=no --diskspec "vda,file=$img/second"
	vm-destroy g
	vm-snapshot-create-as g three --disk-only --diskspec vdb,snapshot=no
	[ "$(source_of vda)" = "$img/second.three" ]
	[ "$(source_of vdb)" = "$img/b.qcow2" ]
	[ "$(backing_of "$img/second.three")" = "$img/second" ]
	[ "$(backing_of "$img/second")" = "$img/a.one" ]
	[ "$(vm-snapshot-parent g three)" = two ]
	[ "$(vm-snapshot-parent g two)" = one ]
	vm-start g
	[ "$(nodes)" = 'a.one a.qcow2 b.qcow2 second second.three' ]
}

# All disks of a guest that runs are in its images with its memory, or none.
refuses_mixtures() {
	refused 9 vdz vm-snapshot-create-as g x --diskspec vdz
	refused 9 vda vm-snapshot-create-as g x --diskspec vda --diskspec "$img/a.qcow2"
	refused 9 vda vm-snapshot-create-as g x --diskspec vda,snapshot=no
	refused 9 vda vm-snapshot-create-as g x --diskspec vda,snapshot=external
	[ "$(vm-qemu-monitor-command g query-status | jq -r .return.status)" = running ]
	! qemu-img snapshot -U -l "$img/b.qcow2" | grep -q x
}

@test "S17, S18: disks that there are not, that are named twice, that cannot take part" {
	for state in off running; do
		[ $state = off ] || vm-start g
		refused 9 vdz vm-snapshot-create-as g x --disk-only --diskspec vdz
		refused 9 vda vm-snapshot-create-as g x --disk-only --diskspec vda --diskspec "$img/a.qcow2"
		refused 9 '' vm-snapshot-create-as g x --disk-only --diskspec vda,snapshot=internal
		refused 9 '' vm-snapshot-create-as g x --disk-only --diskspec vda,snapshot=no --diskspec vdb,snapshot=no
		refused 9 raw vm-snapshot-create-as g x --disk-only --diskspec vda,driver=raw
		[ $state = off ] || refuses_mixtures
		[ "$(source_of vda)" = "$img/a.qcow2" ]
	done
}

@test "S19: an overlay that would overwrite something is refused, and no disk is switched" {
	echo something >"$img/full"
	for state in off running; do
		[ $state = off ] || vm-start g
		refused 9 'there already' vm-snapshot-create-as g x --disk-only --diskspec "vda,file=$img/full"
		refused 9 'is an image of disk' vm-snapshot-create-as g x --disk-only --reuse-external \
			--diskspec "vda,file=$img/b.qcow2" --diskspec vdb,snapshot=no
		refused 9 'would share' vm-snapshot-create-as g x --disk-only \
			--diskspec "vda,file=$img/same" --diskspec "vdb,file=$img/same"
	done
	[ "$(cat "$img/full")" = something ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ ! -e "$img/b.x" ]
}

@test "--atomic: all disks or none" {
	vm-start g
	echo mine >"$img/b.s1"
	refused 9 b.s1 vm-snapshot-create-as g s1 --disk-only --atomic
	[ "$(source_of vda) $(source_of vdb)" = "$img/a.qcow2 $img/b.qcow2" ]
	[ ! -e "$img/a.s1" ]
	rm "$img/b.s1"
	vm-snapshot-create-as g s1 --disk-only --atomic
	[ "$(source_of vda) $(source_of vdb)" = "$img/a.s1 $img/b.s1" ]
}

@test "S20, S21: an image that was made before is used as it is; one that is not there is missed" {
	vm-start g
	refused 1 "$img/none" vm-snapshot-create-as g x --disk-only --reuse-external --diskspec "vda,file=$img/none"
	qemu-img create -q -f qcow2 -F qcow2 -b a.qcow2 "$img/pre" 64M
	chmod 666 "$img/pre"
	vm-snapshot-create-as g x --disk-only --reuse-external --diskspec "vda,file=$img/pre" --diskspec vdb,snapshot=no
	[ "$(backing_of "$img/pre")" = a.qcow2 ]
	[ "$(source_of vda)" = "$img/pre" ]
	write 0 0xd 1M
	vm-destroy g
	has "$img/pre" 0xd 1M
	has "$img/pre" 0xa 0
}

# The image of vdb comes from a server.
given_served() {
	truncate -s 128M "$img/b.qcow2"         # what is served does not grow
	qemu-nbd --persistent --shared=4 --fork --pid-file="$work/nbd.pid" -x b -f raw -k "$img/served" "$img/b.qcow2" 3>&-
	chmod 666 "$img/served"
	sed -i -z "s,<disk type='file'\([^<]*<[^<]*\)<source file='$img/b.qcow2'/>,<disk type='network'\1<source protocol='nbd' name='b'><host transport='unix' socket='$img/served'/></source>," "$work/g.xml"
	vm-define "$work/g.xml"
}

@test "a disk on a server: its overlay says where it stands, and comes up again" {
	given_served
	vm-start g
	write 1 0xd 0
	vm-snapshot-create-as g s1 --disk-only --diskspec "vdb,file=$img/b.s1" --diskspec vda,snapshot=no
	write 1 0xe 1M
	vm-destroy g
	[[ $(qemu-img info -U --output=json "$img/b.s1" | jq -r '."backing-filename"') == 'json:{"file":{"driver":"nbd"'* ]]
	has "$img/b.s1" 0xd 0
	has "$img/b.s1" 0xe 1M
	[ -z "$(vm-chain-check g --noheadings)" ]
	vm-start g
	write 1 0xf 2M
	vm-destroy g
	has "$img/b.s1" 0xd 0
	has "$img/b.s1" 0xf 2M
}

@test "S26: without metadata there are overlays, and no snapshot is known" {
	vm-start g
	vm-snapshot-create-as g x --disk-only --no-metadata
	[ -z "$(vm-snapshot-list g --name)" ]
	[ "$(chain_of)" = 'a.x a.qcow2' ]
	refused 4 '' vm-snapshot-current g
}

@test "a dry run names the images, and touches nothing" {
	run vm-snapshot-create-as g s2 --disk-only --dry-run
	[[ $output == *"vda external ($img/a.s2)"*"vdb external ($img/b.s2)"* ]]
	[ ! -e "$img/a.s2" ]
	[ -z "$(vm-snapshot-list g --name)" ]
}

@test "S46: back at the leaf: the guest is off, on new overlays, and what it wrote since is given up" {
	vm-start g
	vm-snapshot-create-as g s2 --disk-only
	write 0 0xd 1M
	vm-snapshot-revert g s2
	[ "$(vm-state g --reason)" = 'shut off (from snapshot)' ]
	now=$(source_of vda)
	[[ $now =~ ^$img/a\.[0-9]{10}$ ]]
	[ "$(backing_of "$now")" = "$img/a.qcow2" ]
	[ ! -e "$img/a.s2" ]
	[ ! -e "$img/b.s2" ]
	[ "$(disk_part s2 vda)" = "$now" ]
	[ "$(vm-snapshot-current g --name)" = s2 ]
	has "$now" 0 1M
	vm-start g
	[ "$(nodes)" = "$(basename -a "$now" "$(source_of vdb)" "$img/a.qcow2" "$img/b.qcow2" | sort | paste -sd' ')" ]
	write 0 0xe 2M
	vm-snapshot-revert g s2 --running --force
	[ "$(vm-state g)" = running ]
	# one overlay for each disk, however often
	[ "$(overlays | wc -w)" -eq 2 ]
	vm-destroy g
	has "$(source_of vda)" 0 2M
	has "$(source_of vda)" 0xa 0
}

@test "S47, S48: back at one with children: a branch beside theirs, and then a snapshot on it" {
	vm-start g
	vm-snapshot-create-as g e1 --disk-only --diskspec vdb,snapshot=no
	write 0 0xd 1M
	vm-snapshot-create-as g e2 --disk-only --diskspec vdb,snapshot=no
	write 0 0xe 2M
	vm-snapshot-revert g e1
	now=$(source_of vda)
	[ "$(backing_of "$now")" = "$img/a.qcow2" ]
	[ "$(revert_part e1 vda)" = "$now" ]
	[ "$(disk_part e1 vda)" = "$img/a.e1" ]
	[ ! -e "$img/a.e2" ]
	has "$img/a.e1" 0xd 1M
	has "$now" 0 1M
	vm-start g
	write 0 0xf 3M
	vm-snapshot-create-as g e3 --disk-only --diskspec vdb,snapshot=no
	[ "$(vm-snapshot-parent g e3)" = e1 ]
	[ -z "$(revert_part e1 vda)" ]
	vm-destroy g
	# and over to the other branch, which is as it was
	vm-snapshot-revert g e2
	[ "$(backing_of "$(source_of vda)")" = "$img/a.e1" ]
	has "$(source_of vda)" 0xd 1M
	has "$(source_of vda)" 0 2M
	has "$now" 0xf 3M
	vm-snapshot-revert g e3
	has "$(source_of vda)" 0xf 3M
	for file in "$img"/*; do good "$file"; done
}

@test "S50: no way back to images that are no files, or are gone; the guest runs on" {
	vm-start g
	vm-snapshot-create-as g s2 --disk-only
	vm-snapshot-dumpxml g s2 --security-info >"$work/s2.xml"
	mv "$img/b.qcow2" "$img/away"
	run vm-snapshot-revert g s2
	[ "$status" -eq 1 ]
	[[ $output == *"b.qcow2: No such file"* ]]
	[ "$(vm-state g)" = running ]
	mv "$img/away" "$img/b.qcow2"
	sed "/<domain type/,/<\/domain>/{s/<disk type='file'/<disk type='block'/;s/<source file=/<source dev=/}" "$work/s2.xml" >"$work/block.xml"
	vm-snapshot-create g "$work/block.xml" --redefine --current
	run vm-snapshot-revert g s2
	[ "$status" -eq 6 ]
	[ "$(vm-state g)" = running ]
	[ -z "$(overlays)" ]
}

# The first disk is a volume of a pool.
given_volume() {
	mkdir -m 755 "$work/pool"
	cp "$img/a.qcow2" "$work/pool/v.qcow2"
	pool-define-as p dir --target="$work/pool"
	pool-start p
	sed -i "0,/type='file' device/s//type='volume' device/; s,file='$img/a.qcow2',pool='p' volume='v.qcow2'," "$work/g.xml"
	vm-define "$work/g.xml"
}

@test "a volume of a guest that is off: inside it, upon it, and a backup" {
	local volume=$work/pool/v.qcow2 point
	given_volume
	vm-snapshot-create-as g i1
	qemu-img snapshot -l "$volume" | grep -q ' i1 '
	qemu-io -f qcow2 -c 'write -q -P 0xd 1M 64k' "$volume"
	vm-backup -q g --to="$work/kept"
	qemu-io -f qcow2 -c 'write -q -P 0xe 2M 64k' "$volume"
	vm-backup -q g --to="$work/kept"
	has "$(ls -d "$work"/kept/g/*/vda.qcow2 | tail -n 1)" 0xd 1M
	has "$(ls -d "$work"/kept/g/*/vda.qcow2 | tail -n 1)" 0xe 2M
	for point in $(vm-checkpoint-list g --name); do vm-checkpoint-delete g "$point"; done
	[ "$(qemu-img info --output=json "$volume" | jq '."format-specific".data.bitmaps | length')" -eq 0 ]
	vm-snapshot-revert g i1
	has "$volume" 0 1M
	vm-snapshot-delete g i1
	[ -z "$(qemu-img snapshot -l "$volume")" ]
	[ "$(vm-dumpxml g --xpath "string(//disk[1]/source/@volume)")" = v.qcow2 ]
	vm-snapshot-create-as g e1 --disk-only
	[ "$(source_of vda)" = "$work/pool/v.e1" ]
	[ "$(qemu-img info --output=json "$work/pool/v.e1" | jq -r '."backing-filename"')" = "$volume" ]
	vm-snapshot-delete g e1
	[ "$(source_of vda)" = "$volume" ]
	vm-define "$work/g.xml"
	pool-destroy p
	refused 3 "storage pool 'p': not active" vm-snapshot-create-as g i2
	refused 3 "storage pool 'p': not active" vm-snapshot-create-as g e2 --disk-only
}

@test "a volume of a pool: the stored definition follows to the overlay, and to a copy" {
	given_volume
	vm-start g
	[ "$(vm-dumpxml g --inactive --xpath "string(//disk[1]/source/@volume)")" = v.qcow2 ]
	vm-snapshot-create-as g s1 --disk-only
	write 0 0xd 1M
	for state in '' --inactive; do
		[ "$(source_of vda ${state:+"$state"})" = "$work/pool/v.s1" ]
	done
	vm-destroy g
	vm-start g
	vm-suspend g
	has "$work/pool/v.s1" 0xd 1M
	has "$work/pool/v.qcow2" 0 1M
	vm-destroy g
	vm-snapshot-delete g s1
	vm-define "$work/g.xml"
	vm-start g
	vm-blockcopy g vda "$img/copy" --transient-job --wait --pivot
	[ "$(source_of vda --inactive)" = "$img/copy" ]
}

@test "a block device: overlay of a guest, given up by a revert and by a delete, and still there" {
	local device=$work/device part
	[ "$(id -u)" -eq 0 ] || needs root
	truncate -s 128M "$work/disk.img"
	loop=$(losetup --find --show "$work/disk.img")
	# a node of our own: it would be the one that is removed
	mknod -m 600 "$device" b $((0x$(stat -c %t "$loop"))) $((0x$(stat -c %T "$loop")))
	part="vda,stype=block,file=$device"
	vm-start g
	vm-snapshot-create-as g s1 --disk-only --diskspec "$part" --diskspec vdb,snapshot=no
	[ "$(vm-dumpxml g --xpath "string(//disk[target/@dev='vda']/source/@dev)")" = "$device" ]
	write 0 0xd 1M
	vm-snapshot-revert g s1
	[ -b "$device" ]
	has "$(source_of vda)" 0 1M
	vm-snapshot-delete g s1
	qemu-img create -q -f qcow2 -F qcow2 -b "$img/a.qcow2" "$device"
	vm-start g
	vm-snapshot-create-as g s2 --disk-only --reuse-external --diskspec "$part" --diskspec vdb,snapshot=no
	write 0 0xd 1M
	[[ "$(vm-snapshot-delete g s2 --dry-run)" != *remove* ]]
	vm-snapshot-delete g s2
	[ -b "$device" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	vm-destroy g
	has "$img/a.qcow2" 0xd 1M
	refused 9 'of another kind' vm-snapshot-create-as g x --disk-only --diskspec "vda,file=$device"
	refused 9 'of another kind' vm-snapshot-create-as g x --disk-only --diskspec "vda,stype=block,file=$img/b.qcow2"
	refused 6 'no block device' vm-snapshot-create-as g x --disk-only --diskspec "vda,stype=block,file=$work/none"
}

@test "a revert's dry run names the new images" {
	vm-snapshot-create-as g s2 --disk-only
	run vm-snapshot-revert g s2 --dry-run
	[[ $output == *"vda on $img/a."* ]]
	[ -z "$(overlays)" ]
	[ "$(source_of vda)" = "$img/a.s2" ]
}

@test "a revert, killed or failing anywhere, is done, or has not been begun" {
	local point all seen=
	fresh() {
		vm-destroy -q --if-needed g
		vm-undefine -q g --snapshots-metadata
		rm -f "$img"/?.[!q]*
		vm-define "$work/g.xml"
		vm-start g
		vm-snapshot-create-as g s2 --disk-only
		write 0 0xd 1M
	}
	fresh
	local calls='write sendto renameat unlink fsync fchownat vfork clone pidfd_send_signal'
	all=$(points "$calls" vm-snapshot-revert g s2)
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-snapshot-revert g s2 || :
		vm-desc g --title 'after the kill'
		# what could not be removed is told
		if [ -e "$img/a.s2" ] && ! grep -q 'a.s2: Input/output error' "$work/said.met"; then
			seen+=0
			started_after_failure
			[ "$(vm-state g)" = running ]
			[ "$(source_of vda)" = "$img/a.s2" ]
			[ "$(source_of vda --inactive)" = "$img/a.s2" ]
			[ -z "$(overlays)" ]
			vm-destroy g
			has "$img/a.s2" 0xd 1M
		else
			seen+=1
			[ "$(vm-state g)" = 'shut off' ]
			[ "$(overlays | wc -w)" -eq 2 ]
			[ "$(disk_part s2 vda)" = "$(source_of vda)" ]
			has "$(source_of vda)" 0 1M
		fi
		[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
		vm-start g
	done <<<"$all"
	[[ $seen == *0* && $seen == *1* ]]
}

# Everything that says what the disks of g are made of agrees, and it is the old or the new.
all_or_nothing() {
	local images
	images=$(source_of vda)' '$(source_of vdb)
	case $(vm-snapshot-list g --name) in
	s2)	[ "$images" = "$img/a.s2 $img/b.s2" ] ;;
	'')	[ "$images" = "$img/a.qcow2 $img/b.qcow2" ]
		[ ! -e "$img/a.s2" ]
		[ ! -e "$img/b.s2" ] ;;
	esac
	[ "$(source_of vda --inactive) $(source_of vdb --inactive)" = "$images" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}

killed_anywhere() {     # off|running
	local point all seen=
	fresh() {
		vm-destroy -q --if-needed g
		vm-undefine -q g --snapshots-metadata
		rm -f "$img"/?.s2
		vm-define "$work/g.xml"
		[ "$1" = off ] || vm-start g
	}
	fresh "$1"
	all=$(points 'write sendto renameat unlink mkdirat fsync fchownat vfork clone' vm-snapshot-create-as g s2 --disk-only)
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		fresh "$1"
		echo "met by $point"
		met $point vm-snapshot-create-as g s2 --disk-only || :
		vm-desc g --title 'after the kill'
		all_or_nothing
		seen+=$(vm-snapshot-list g --name | wc -l)
		[ "$1" = off ] || [ "$(nodes)" = "$(basename -a "$(source_of vda)" "$(source_of vdb)" "$img/a.qcow2" "$img/b.qcow2" | sort -u | paste -sd' ')" ]
		[ "$1" = off ] || vm-destroy g
		vm-start g
	done <<<"$all"
	[[ $seen == *0* && $seen == *1* ]]      # both were met
}

@test "S30: killed anywhere with the guest running, the snapshot is whole or there is none" {
	killed_anywhere running
}

@test "killed anywhere with the guest off, the snapshot is whole or there is none" {
	killed_anywhere off
}
