#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-create-from - make a storage volume from a document, with the contents of another

load storage

document() { echo "<volume><name>$1</name><capacity>$2</capacity><target><format type='$3'/></target></volume>"; }

@test "the same bytes, holes kept, in a larger volume of another pool" {
	given_pool images
	given_pool more
	sparse images/a 32
	document b $((64 << 20)) raw | vol-create-from more - a --inputpool images
	[ "$(size_of more/b)" -eq $((64 << 20)) ]
	cmp -n $((32 << 20)) images/a more/b
	[ "$(blocks more/b)" -eq "$(blocks images/a)" ]
}

@test "another format" {
	needs qemu-img
	given_pool images
	sparse images/a 4
	document b 0 qcow2 | vol-create-from images - a
	[ "$(vol-info images/b -o CAPACITY --bytes)" = $((4 << 20)) ]
	qemu-img compare -q -f raw -F qcow2 images/a images/b
	run vol-create-from images <(document c 0 vdi) b --reflink
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run vol-create-from images <(document c 0 raw) none
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(vol-list images --noheadings -o NAME)" = $'a\nb' ]
}
