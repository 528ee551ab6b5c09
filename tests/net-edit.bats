#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-edit - change the stored definition of a network in an editor

load helpers

@test "the stored definition changes, the live one stays" {
	net-edit default --set=/network/forward/@mode=route
	[ "$(net-dumpxml default --inactive --xpath='string(//forward/@mode)')" = route ]
	[ "$(net-dumpxml default --xpath='string(//forward/@mode)')" = nat ]
	editor "s/mode='route'/mode='open'/"
	net-edit default
	[ "$(net-dumpxml default --inactive --xpath='string(//forward/@mode)')" = open ]
}

@test "what is no network is refused, and the old state stays" {
	before=$(net-dumpxml --inactive default)
	run net-edit default --set=/network/forward/@mode=teleport
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(net-dumpxml --inactive default)" = "$before" ]
}
