#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-undefine - drop a network filter

load helpers

@test "a filter goes by name or UUID" {
	given_filter one
	given_filter two '<uuid>22222222-1111-4111-8111-111111111111</uuid>'
	nwfilter-undefine one 22222222-1111-4111-8111-111111111111
	[ -z "$(nwfilter-list -o NAME --noheadings)" ]
	run nwfilter-undefine one
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "nwfilter-undefine: one: no such network filter" ]
	nwfilter-undefine --if-needed one
}

@test "one that is in use stays, also when others refer to it" {
	given_filter inner
	given_filter outer "<filterref filter='inner'/>"
	given_binding vnet0 outer
	for name in inner outer; do
		run nwfilter-undefine "$name"
		[ "$status" -eq "$FAULT_STATE" ]
		[ "$output" = "nwfilter-undefine: $name: in use by vnet0" ]
	done
	nwfilter-binding-delete vnet0
	nwfilter-undefine inner outer
}
