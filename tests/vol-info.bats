#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-info - summary of a storage volume

load storage

@test "what is known of it" {
	given_pool images
	vol-create-as images v 2M --allocation 0
	[ "$(vol-info images/v)" = $'NAME: v\nTYPE: file\nCAPACITY: 2097152\nALLOCATION: 0' ]
	[ "$(vol-info images/v --physical -o PHYSICAL)" = 2097152 ]
	[ "$(vol-info --pool images v --json | jq '.[0].capacity')" = 2097152 ]
	vol-info --physical images/v | grep -qx 'PHYSICAL: 2097152'
	run vol-info v
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == *"say --pool=POOL or POOL/v" ]]
}
