#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_logical.bats - pools that are volume groups: the real LVM on loop devices
#
# LVM keeps its records without the device mapper, which not every kernel has.  Where contents
# matter, a loop device stands in for the node that it would make.

load ../helpers
load storage_inside

setup() {
	needs_storage lvs
	given_device 64M
	vg=vt$$x$RANDOM
	mkdir lvm
	cat >lvm/lvm.conf <<-C
	global { activation = 0 }
	devices {
		global_filter = [ "a|^$device\$|", "r|.*|" ]
		use_devicesfile = 0
	}
	C
	export vg LVM_SYSTEM_DIR=$work/lvm LVM_SUPPRESS_FD_WARNINGS=1
}
teardown() {
	rm -rf "/dev/${vg:?}"
	remove_storage
}

given_group() {
	pool-define-as group logical - - "$device" "$vg" "/dev/$vg"
	pool-start --build group
}

# stand_in NAME SIZE: the node of a volume.
stand_in() {
	local was=$device
	given_device "$2"
	mkdir -p "/dev/$vg"
	ln -sfn "$device" "/dev/$vg/$1"
	device=$was
}

@test "define, build, start, create, list, resize, delete, stop, unmake: LVM says the same" {
	given_group
	[ "$(pool-info group -o CAPACITY --bytes)" = "$(vgs --noheadings --units b --nosuffix -o vg_size "$vg" 2>/dev/null | tr -d ' ')" ]
	vol-create-as group a 8M
	vol-create-as group b 5M
	[ "$(vol-list group -o NAME,PATH,TYPE,CAPACITY --noheadings --raw)" = "a /dev/$vg/a block 8388608"$'\n'"b /dev/$vg/b block 8388608" ]
	[ "$(vol-key group/a)" = "$(lvs --noheadings -o lv_uuid "$vg/a" 2>/dev/null | tr -d ' ')" ]
	[ "$(vol-path "$(vol-key group/b)")" = "/dev/$vg/b" ]
	run vol-name AbCdEf-0000-0000-0000-0000-0000-000000
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(vol-dumpxml group/b --xpath 'string(//source/device/@path)')" = "$device" ]
	[ "$(vol-dumpxml group/b --xpath 'string(//source/device/extent/@start)')" = 8388608 ]
	[ "$(vol-dumpxml group/b --xpath 'string(//source/device/extent/@end)')" = 16777216 ]
	vol-resize group/a 12M
	[ "$(vol-info group/a -o CAPACITY --bytes)" = 12582912 ]
	vol-resize group/a 4M --shrink
	[ "$(lvs --noheadings --units b --nosuffix -o lv_size "$vg/a" 2>/dev/null | tr -d ' ')" = 4194304 ]
	run vol-create-as group a 4M
	[ "$status" -eq "$FAULT_STATE" ]
	run vol-create-as group big 1G
	[ "$status" -eq 1 ] && [[ ${lines[-1]} == *"insufficient free space"* ]]
	vol-delete group/a group/b
	[ -z "$(vol-list group --noheadings)" ]
	pool-destroy group
	pool-delete group
	if vgs "$vg" 2>/dev/null; then exit 1; fi
	pool-undefine group
}

@test "bytes go in and out, a copy has them" {
	given_group
	vol-create-as group a 4M
	stand_in a 4M
	stand_in b 4M
	head -c 4M /dev/urandom >data
	vol-upload group/a data
	vol-download group/a - | cmp data -
	vol-clone group/a b
	vol-download group/b - | cmp data -
	run vol-upload group/a /dev/zero --length 8M
	[ "$status" -eq 1 ]
	[ "$(vol-info group/a -o TORN)" = yes ]
	lvs --noheadings -o lv_tags "$vg/a" 2>/dev/null | grep -q virtutils_torn
	vol-upload group/a data
	[ "$(vol-info group/a -o TORN)" = no ]
}

@test "what a killed program was making is no volume, and goes with the next" {
	given_group
	lvcreate -qq --yes --name half --addtag virtutils_draft_1_1 --size 4M "$vg" 2>/dev/null
	lvcreate -qq --yes --name growing --addtag "virtutils_draft_$$_$(awk '{ print $22 }' /proc/$$/stat)" --size 4M "$vg" 2>/dev/null
	[ -z "$(vol-list group --noheadings)" ]
	vol-create-as group a 4M
	[ "$(lvs --noheadings -o lv_name "$vg" 2>/dev/null | tr -d ' ' | sort)" = $'a\ngrowing' ]
	# No node, nothing to copy into: the copy fails, and nothing of it is left.
	stand_in a 4M
	run vol-clone group/a b
	[ "$status" -eq 1 ]
	[ "$(lvs --noheadings -o lv_name "$vg" 2>/dev/null | tr -d ' ' | sort)" = $'a\ngrowing' ]
}

@test "groups that are there are found; what a device holds is not overwritten" {
	given_group
	[ "$(pool-find-sources logical --xpath 'string(//source/name)')" = "$vg" ]
	[ "$(pool-find-sources logical --xpath 'string(//source/device/@path)')" = "$device" ]
	pool-destroy group
	run pool-build group
	[ "$status" -eq 1 ]
	vgs "$vg" 2>/dev/null | grep -q "$vg"
	run pool-define-as other logical - - - "$vg" "/dev/$vg"
	[ "$status" -eq 1 ]
	[[ $output == *"storage pool 'group' has that source already" ]]
}

@test "devices of which no group can be made are as they were" {
	needs mkfs.ext4 && needs blkid
	first=$device
	given_device 64M
	sed -i "s#\"a|[^\"]*\"#\"a|^$first\$|\", \"a|^$device\$|\"#" lvm/lvm.conf
	mkfs.ext4 -q "$device"
	cat >group.xml <<-X
	<pool type='logical'><name>group</name><source><name>$vg</name><device path='$first'/><device path='$device'/></source></pool>
	X
	pool-define group.xml
	run pool-build group
	[ "$status" -eq 1 ]
	run blkid -p -o value -s TYPE "$first"
	[ -z "$output" ]
	[ "$(blkid -p -o value -s TYPE "$device")" = ext4 ]
	# Nor when both could be taken, but not the name.
	wipefs -qa "$device"
	pool-undefine group
	sed -i "s/<name>$vg/<name>bad*name/" group.xml
	pool-define group.xml
	run pool-build group
	[ "$status" -eq 1 ]
	for d in "$first" "$device"; do
		run blkid -p -o value -s TYPE "$d"
		[ -z "$output" ]
	done
}
