#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-edit - change the stored definition of a storage pool

load storage

@test "an editor and --set change it" {
	given_stored_pool images
	editor "s,$work/images<,$work/elsewhere<,"
	pool-edit images
	[ "$(pool-dumpxml images --xpath 'string(//path)')" = "$work/elsewhere" ]
	pool-edit images --set="/pool/target/path=$work/back"
	[ "$(pool-dumpxml images --xpath 'string(//path)')" = "$work/back" ]
}

@test "what is wrong is refused, what was meanwhile changed too" {
	given_stored_pool images
	before=$(pool-dumpxml images)
	editor 's,type=.dir.,type="cloud",'
	run pool-edit images </dev/null
	[ "$status" -ne 0 ]
	[ "$(pool-dumpxml images)" = "$before" ]
	printf '#!/bin/sh\nsed -i s,/images,/mine, "$1"\npool-edit images --set=/pool/target/path=/theirs\n' >editor
	chmod +x editor
	EDITOR=$work/editor run pool-edit images </dev/null
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(pool-dumpxml images --xpath 'string(//path)')" = /theirs ]
}
