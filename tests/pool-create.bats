#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-create - start a storage pool straight from a document

load storage

@test "a transient pool is there until it is stopped" {
	pool_xml fast >fast.xml
	pool-create --build fast.xml
	[ "$(pool-info fast -o STATE)" = running ]
	[ "$(pool-info fast -o PERSISTENT)" = no ]
	[ "$(pool-list --transient --name)" = fast ]
	run pool-create fast.xml
	[ "$status" -eq "$FAULT_STATE" ]
	pool-destroy fast
	[ -z "$(pool-list --all --name)" ]
	[ -d fast ]
}

@test "without its directory it does not start, and nothing is left" {
	run pool-create <(pool_xml fast)
	[ "$status" -eq 1 ]
	[[ $output == *"open $work/fast: No such file or directory" ]]
	[ -z "$(pool-list --all --name)" ]
}
