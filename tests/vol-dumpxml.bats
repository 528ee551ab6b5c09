#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-dumpxml - print the XML of a storage volume

load storage

@test "a raw volume: sizes, owner, times" {
	given_pool images
	truncate -s 3M images/v
	touch -d @1000000000.5 images/v
	chmod 640 images/v
	[ "$(vol-dumpxml images/v --xpath 'string(/volume/@type)')" = file ]
	[ "$(vol-dumpxml images/v --xpath 'string(/volume/capacity)')" = 3145728 ]
	[ "$(vol-dumpxml images/v --xpath 'string(/volume/allocation)')" = 0 ]
	[ "$(vol-dumpxml images/v --xpath 'string(/volume/physical)')" = 3145728 ]
	[ "$(vol-dumpxml images/v --xpath 'string(//permissions/mode)')" = 0640 ]
	[ "$(vol-dumpxml images/v --xpath 'string(//timestamps/mtime)')" = 1000000000.500000000 ]
	[ "$(vol-dumpxml --pool images v --xpath 'string(//format/@type)')" = raw ]
}

@test "formats are recognised by their headers, as qemu-img makes them" {
	needs qemu-img
	given_pool images
	for format in qcow2 qcow qed vmdk vdi vpc; do
		qemu-img create -q -f $format images/$format 8M
		[ "$(vol-dumpxml images/$format --xpath 'string(//format/@type)')" = $format ]
		[ "$(vol-info images/$format -o CAPACITY --bytes)" = \
			"$(qemu-img info --output=json images/$format | jq '."virtual-size"')" ]
	done
}

@test "backing images: format, relative paths, none" {
	needs qemu-img
	given_pool images
	qemu-img create -q -f qcow2 images/base 8M
	(cd images && qemu-img create -q -f qcow2 -b base -F qcow2 top)
	[ "$(vol-dumpxml images/top --xpath 'string(//backingStore/path)')" = "$work/images/base" ]
	[ "$(vol-dumpxml images/top --xpath 'string(//backingStore/format/@type)')" = qcow2 ]
	[ "$(vol-dumpxml images/base --xpath 'count(//backingStore)')" = 0 ]
}

@test "headers that make no sense: format unknown, a warning, nothing else" {
	needs qemu-img
	given_pool images
	qemu-img create -q -f qcow2 good 8M
	i=0
	for edit in '8:\377\377\377\377\377\377\377\377' '16:\377\377\377\377' '20:\0\0\0\100' '24:\377\377\377\377\377\377\377\377' '4:\0\0\0\11'; do
		cp good images/bad$((++i))
		printf "${edit#*:}" | dd of=images/bad$i bs=1 seek="${edit%%:*}" conv=notrunc status=none
		[ "${edit%%:*}" != 16 ] || printf '\1' | dd of=images/bad$i bs=1 seek=14 conv=notrunc status=none
	done
	head -c 30 good >images/bad6
	for i in 1 2 3 4 5 6; do
		run --separate-stderr vol-dumpxml images/bad$i
		[ "$status" -eq 0 ]
		[[ $stderr == *"damaged qcow2 header"* ]] && [ "${#stderr_lines[@]}" -eq 1 ]
		[ "$(xmllint --xpath 'string(//format/@type)' - <<<"$output")" = unknown ]
		run --separate-stderr vol-resize images/bad$i 1G
		[ "$status" -eq "$FAULT_XML" ]
	done
	run --separate-stderr vol-list images -o NAME,FORMAT --noheadings
	[ "${#lines[@]}" -eq 6 ]
}

@test "an overlay tells of its base; a directory has no size" {
	needs qemu-img
	given_pool images
	vol-create-as images base 1M
	chmod 640 images/base
	touch -d @1000000000.5 images/base
	vol-create-as images top 1M --format qcow2 --backing-vol base
	[ "$(vol-dumpxml images/top --xpath 'string(//backingStore/permissions/mode)')" = 0640 ]
	[ "$(vol-dumpxml images/top --xpath 'string(//backingStore/timestamps/mtime)')" = 1000000000.500000000 ]
	mkdir images/folder
	[ "$(vol-dumpxml images/folder --xpath 'concat(//capacity, //allocation, count(//physical))')" = 000 ]
}

@test "a name that no document can hold makes a document all the same" {
	given_pool images
	for name in $'bad\xff' $'cut\xe2\x82' $'\xef\xbf\xbf' $'over\xc0\xaf' $'high\xed\xa0\x80'; do
		touch "images/$name"
		[[ $(vol-dumpxml "images/$name" --xpath 'string(/volume/name)') == *$'\xef\xbf\xbd'* ]]
		vol-dumpxml "images/$name" --json | grep -q '"name"'
	done
	touch $'images/\u20ac\U1f600'
	[ "$(vol-dumpxml $'images/\u20ac\U1f600' --xpath 'string(/volume/name)')" = $'\u20ac\U1f600' ]
}
