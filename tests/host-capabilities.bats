#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-capabilities - what the host and its hypervisors can do

load helpers

@test "a document" {
	[ "$(host-capabilities --xpath 'count(/capabilities/host)')" = 1 ]
	[ "$(host-capabilities --xpath 'string(//guest[1]/arch/domain/@type)')" = test ]
}

@test "the document is virsh's" {
	needs_libvirt
	export VIRTUTILS_ROOT=$work/fresh
	libvirt_virsh capabilities | sed '/^$/d' >theirs
	host-capabilities | sed '/^$/d' >ours
	diff theirs ours
}

@test "bad expression, no such driver" {
	run host-capabilities --xpath '['
	[ "$status" -eq "$FAULT_USAGE" ]
	run host-capabilities -c nonsense:///
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
