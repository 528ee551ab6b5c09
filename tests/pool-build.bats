#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-build - make what a storage pool is made of

load storage

@test "a directory is made, with its mode; again is fine" {
	pool_xml images | sed 's,</path>,</path><permissions><mode>0750</mode></permissions>,' | pool-define -
	pool-build images
	[ "$(stat -c %a images)" = 750 ]
	pool-build images
	pool-start images
	run pool-build images
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "a directory cannot be overwritten; a dry run makes none" {
	given_stored_pool images
	run pool-build --overwrite images
	[ "$status" -eq "$FAULT_OPTION" ]
	pool_xml fast >fast.xml
	for how in --overwrite --no-overwrite; do
		for program in 'pool-build images' 'pool-start --build images' 'pool-create --build fast.xml' "pool-create-as more dir --target $work/more --build"; do
			run $program $how
			[ "$status" -eq "$FAULT_OPTION" ]
			[ ! -e images ] && [ ! -e fast ] && [ ! -e more ]
		done
	done
	pool-build -n images
	[ ! -e images ]
}

@test "a file in its place is left alone" {
	given_stored_pool images
	echo precious >images
	run pool-build images
	[ "$status" -eq 1 ]
	[ "$(cat images)" = precious ]
}
