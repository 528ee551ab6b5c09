#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-binding-list - list the ports that have a network filter

load helpers

@test "ports and their filters" {
	given_filter one
	given_filter two
	given_binding vnet1 one
	given_binding vnet0 two
	run nwfilter-binding-list --noheadings --raw
	[ "${lines[0]}" = "vnet0 two" ]
	[ "${lines[1]}" = "vnet1 one" ]
	[ "$(nwfilter-binding-list --json vnet1 | jq -r '.[].filter')" = one ]
}
