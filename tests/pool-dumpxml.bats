#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-dumpxml - print the XML definition of a storage pool

load storage

@test "the sizes are those of the file system, of this moment" {
	given_pool images
	[ "$(pool-dumpxml images --xpath 'string(/pool/capacity)')" = "$(($(stat -fc '%b * %S' images)))" ]
	[ "$(pool-dumpxml images --inactive --xpath 'string(/pool/capacity)')" = 0 ]
	pool-destroy images
	[ "$(pool-dumpxml images --xpath 'string(/pool/capacity)')" = 0 ]
}

@test "what is printed can be defined again; JSON" {
	given_stored_pool images
	pool-dumpxml images >images.xml
	pool-undefine images
	pool-define images.xml
	pool-dumpxml images | diff images.xml -
	[ "$(pool-dumpxml images --json | jq -r '.pool["@type"] // .["@type"]')" = dir ]
	run pool-dumpxml none
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "owner, group and mode are those of the directory; what is stored is what was said" {
	given_pool images
	chmod 2750 images
	[ "$(pool-dumpxml images --xpath 'string(//mode)')" = 0750 ]
	[ "$(pool-dumpxml images --xpath 'concat(//owner, ":", //group)')" = "$(stat -c %u:%g images)" ]
	[ "$(pool-dumpxml images --inactive --xpath 'count(//permissions)')" = 0 ]
	pool-destroy images
	[ "$(pool-dumpxml images --xpath 'count(//permissions)')" = 0 ]
}
