#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-limits - sizes beyond what a number or a file holds: one line, and everything as it was

load storage

# refused STATUS COMMAND...
refused() {
	run --separate-stderr "${@:2}"
	[ "$status" -eq "$1" ] || { echo "status $status of ${*:2}: $stderr"; return 1; }
	[ "$(grep -vc ': hint: ' <<<"$stderr")" -eq 1 ] || { echo "${*:2}: $stderr"; return 1; }
	[ -z "$output" ]
}

@test "capacities and allocations out of range make nothing" {
	given_pool images
	for size in 99999999999999999999 16E 8E; do
		refused "$FAULT_USAGE" vol-create-as images v $size
	done
	refused "$FAULT_USAGE" vol-create-as images v 1M --allocation 16E
	refused 1 vol-create-as images v 7E
	refused 1 vol-create-as images v 7E --allocation 7E
	for unit in EiB EB; do
		refused "$FAULT_XML" vol-create images \
			<(echo "<volume><name>v</name><capacity unit='$unit'>99</capacity></volume>")
	done
	refused "$FAULT_XML" vol-create images <(echo "<volume><name>v</name><capacity>-1</capacity></volume>")
	[ -z "$(ls -A images)" ]
}

@test "a format says itself what is too large for it" {
	needs qemu-img
	given_pool images
	refused 1 vol-create-as images v 7E --format qcow2
	[ -z "$(ls -A images)" ]
}

@test "new sizes, offsets and lengths out of range change nothing" {
	given_pool images
	vol-create-as images v 1M
	head -c 1000 /dev/urandom >data
	cp images/v before
	refused "$FAULT_USAGE" vol-resize images/v 8E
	refused 1 vol-resize images/v 7E
	refused "$FAULT_USAGE" vol-resize images/v --delta 18446744073709551615
	refused "$FAULT_USAGE" vol-upload images/v data --offset 18446744073709551615
	refused "$FAULT_USAGE" vol-upload images/v data --offset 9223372036854775000
	refused 1 vol-download images/v - --offset 18446744073709551615
	refused 1 vol-download images/v - --offset 1 --length 18446744073709551615
	cmp before images/v
	[ "$(ls -A images)" = v ]
}

@test "a qcow2 whose header is damaged is not resized, nor copied into another format" {
	needs qemu-img
	given_pool images
	qemu-img create -q -f qcow2 images/good 1M
	# Offsets in the header: version, backing name's length, cluster bits, size.
	while read -r at bytes; do
		cp images/good images/bad
		printf "$bytes" | dd of=images/bad bs=1 seek="$at" conv=notrunc status=none
		cp images/bad before
		run vol-resize images/bad 2M
		[ "$status" -ne 0 ]
		[[ $output == *"images/bad"* ]]
		run vol-clone images/bad new
		[ "$status" -eq "$FAULT_XML" ]
		[[ $output == *"vol-clone: it is no image that can be read" ]]
		run vol-create-from images <(echo "<volume><name>new</name><capacity>1</capacity></volume>") bad --inputpool images
		[ "$status" -ne 0 ]
		cmp before images/bad
		[ "$(ls -A images)" = $'bad\ngood' ]
	done <<-'S'
	4 \377\377\377\377
	20 \000\000\000\377
	24 \377\377\377\377
	S
}
