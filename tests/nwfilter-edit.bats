#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-edit - change a network filter in an editor

load helpers

@test "a change is stored" {
	given_filter lab "<rule action='drop' direction='in'/>"
	nwfilter-edit lab --set=/filter/rule/@action=accept
	[ "$(nwfilter-dumpxml lab --xpath='string(//rule/@action)')" = accept ]
	editor "s/'in'/'inout'/"
	nwfilter-edit lab
	[ "$(nwfilter-dumpxml lab --xpath='string(//rule/@direction)')" = inout ]
}

@test "what is no filter is refused, and the old state stays" {
	given_filter lab "<rule action='drop' direction='in'/>"
	before=$(nwfilter-dumpxml lab)
	run nwfilter-edit lab --set=/filter/rule/@action=vanish
	[ "$status" -ne 0 ]
	[ "$(nwfilter-dumpxml lab)" = "$before" ]
}
