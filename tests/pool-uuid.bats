#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-uuid - UUID of a storage pool

load storage

@test "the UUID of the document" {
	pool_xml images | sed 's,<name>,<uuid>00000000-0000-4000-8000-000000000001</uuid><name>,' | pool-define -
	[ "$(pool-uuid images)" = 00000000-0000-4000-8000-000000000001 ]
	run pool-uuid none
	[ "$status" -eq "$FAULT_MISSING" ]
}
