#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-delete - unmake what a storage pool is made of

load storage

@test "an empty directory goes, one with volumes stays" {
	given_pool images
	run pool-delete images
	[ "$status" -eq "$FAULT_STATE" ]
	vol-create-as images a 1M
	pool-destroy images
	run pool-delete images
	[ "$status" -eq 1 ]
	[[ $output == *"Directory not empty" ]]
	[ -e images/a ]
	rm images/a
	pool-delete images
	[ ! -e images ]
	[ "$(pool-list --all --name)" = images ]
}

@test "the mark of a volume that was not whole and is gone is in nobody's way" {
	given_pool images
	vol-create-as images a 1M
	vol-create-as images b 1M
	touch images/.virtutils-torn-a images/.virtutils-torn-b
	rm images/a
	pool-refresh images
	[ "$(ls -A images)" = $'.virtutils-torn-b\nb' ]
	pool-destroy images
	rm images/b
	pool-delete images
	[ ! -e images ]
}
