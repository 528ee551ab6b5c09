#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-clone - copy a storage volume

load storage

@test "the same bytes, holes kept, the original untouched" {
	given_pool images
	sparse images/a 32
	sum=$(sha256sum <images/a)
	vol-clone images/a b
	cmp images/a images/b
	[ "$(blocks images/b)" -eq "$(blocks images/a)" ]
	[ "$(sha256sum <images/a)" = "$sum" ]
	run vol-clone images/a b
	[ "$status" -eq "$FAULT_STATE" ]
	run vol-clone images/a ../c
	[ "$status" -eq "$FAULT_XML" ]
}

@test "a qcow2 overlay stays one; --print-xml" {
	needs qemu-img
	given_pool images
	vol-create-as images base 8M --format qcow2
	vol-create-as images top 8M --format qcow2 --backing-vol base --backing-vol-format qcow2
	vol-clone images/top copy
	[ "$(vol-dumpxml images/copy --xpath 'string(//backingStore/path)')" = "$work/images/base" ]
	[ "$(vol-clone --pool images top other --print-xml | xmllint --xpath 'string(/volume/name)' -)" = other ]
	[ ! -e images/other ]
}

@test "--prealloc-metadata: the copy has all its tables, whatever the original has" {
	needs qemu-img
	given_pool images
	vol-create-as images base 64M --format qcow2
	vol-clone images/base copy --prealloc-metadata
	[ "$(size_of images/copy)" -gt "$((64 << 20))" ]
	vol-create-from images - base --inputpool images --prealloc-metadata \
		<<<"<volume><name>other</name><capacity>0</capacity><target><format type='qcow2'/></target></volume>"
	[ "$(size_of images/other)" -gt "$((64 << 20))" ]
	vol-create images - --prealloc-metadata \
		<<<"<volume><name>new</name><capacity>67108864</capacity><target><format type='qcow2'/></target></volume>"
	[ "$(size_of images/new)" -gt "$((64 << 20))" ]
	run vol-clone images/base shared --prealloc-metadata --reflink
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ ! -e images/shared ]
}

@test "directories are not copied, nor made to look as if they were" {
	given_pool images
	mkdir images/folder
	echo precious >images/folder/file
	run vol-clone images/folder copy
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$(ls -A images)" = folder ]
}

@test "a mode that no document can say is no obstacle" {
	given_pool images
	touch images/a
	chmod 2640 images/a
	vol-clone images/a b
	[ "$(stat -c %a images/b)" = 640 ]
}

@test "--reflink where the file system cannot is refused" {
	given_pool images
	sparse images/a 1
	cp --reflink=always images/a probe 2>/dev/null && skip "the file system can"
	run vol-clone --reflink images/a b
	[ "$status" -ne 0 ]
	[ "$(ls -A images)" = a ]
}

@test "a full file system: no copy, nothing left" {
	needs strace
	given_pool images
	sparse images/a 1
	run strace -qq -o trace -e trace=copy_file_range,pwrite64 -e inject=copy_file_range:error=ENOSPC \
		-e inject=pwrite64:error=ENOSPC:when=1 vol-clone images/a b
	[ "$status" -eq 1 ]
	[[ $output == *"No space left on device" ]]
	[ "$(ls -A images)" = a ]
}

@test "a copy of what is not whole would look whole: none is made" {
	given_pool images
	vol-create-as images v 1M
	touch images/.virtutils-torn-v
	run vol-clone images/v w
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"it is not whole: writing into it was cut short, or goes on" ]]
	run vol-create-from images - v <<<"<volume><name>w</name><capacity>1</capacity></volume>"
	[ "$status" -eq "$FAULT_STATE" ]
	[ ! -e images/w ]
	head -c 1M /dev/urandom | vol-upload images/v -
	vol-clone images/v w
	cmp images/v images/w
}
