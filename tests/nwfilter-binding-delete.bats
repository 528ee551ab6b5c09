#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-binding-delete - filter a port no more

load helpers

@test "a binding goes, once" {
	given_filter lab
	given_binding vnet0 lab
	given_binding vnet1 lab
	nwfilter-binding-delete vnet0
	[ "$(nwfilter-binding-list -o PORT --noheadings)" = vnet1 ]
	run nwfilter-binding-delete vnet0
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "nwfilter-binding-delete: vnet0: no such binding of a network filter" ]
	nwfilter-binding-delete --if-needed vnet0
	nwfilter-binding-delete 'vnet*'
	[ -z "$(nwfilter-binding-list --noheadings)" ]
}
