#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-find-sources - what storage pools of a type could be made of here

load storage

@test "what has no sources, or is no type" {
	run pool-find-sources dir
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run pool-find-sources cloud
	[ "$status" -eq 1 ]
	run pool-find-sources netfs <(echo '<source')
	[ "$status" -eq "$FAULT_XML" ]
}

@test "a document of what to look for, as an argument and as an option" {
	mkdir tools
	printf '#!/bin/sh\nfor host; do :; done; echo "/srv/$host *"\n' >tools/showmount
	chmod +x tools/showmount
	PATH=$work/tools:$PATH
	echo "<source><host name='there'/></source>" >spec
	[ "$(pool-find-sources netfs spec --xpath 'string(//dir/@path)')" = /srv/there ]
	[ "$(pool-find-sources netfs --srcSpec=spec --xpath 'string(//dir/@path)')" = /srv/there ]
}
