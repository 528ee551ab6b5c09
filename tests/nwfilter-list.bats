#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-list - list network filters

load helpers

@test "filters are listed by name" {
	given_filter two '<uuid>22222222-1111-4111-8111-111111111111</uuid>'
	given_filter one '<uuid>11111111-1111-4111-8111-111111111111</uuid>'
	run nwfilter-list --noheadings --raw
	[ "${lines[0]}" = "11111111-1111-4111-8111-111111111111 one" ]
	[ "${lines[1]}" = "22222222-1111-4111-8111-111111111111 two" ]
	[ "$(nwfilter-list -o NAME --noheadings 't*')" = two ]
}

@test "who uses a filter, itself or through others" {
	given_filter inner
	given_filter outer "<filterref filter='inner'/>"
	given_binding vnet0 outer
	given_binding vnet1 inner
	[ "$(nwfilter-list -o USED-BY --noheadings --raw inner)" = vnet0,vnet1 ]
	[ "$(nwfilter-list --json -o NAME,USED-BY outer | jq -r '.[]."used-by"')" = vnet0 ]
}
