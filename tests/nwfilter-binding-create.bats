#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-binding-create - filter a port

load helpers

@test "a port is filtered, and only once" {
	given_filter lab
	given_binding vnet0 lab IP=10.0.0.1
	[ "$(nwfilter-binding-list -o PORT,FILTER,OWNER,MAC --noheadings --raw)" = "vnet0 lab web 52:54:00:00:00:11" ]
	run nwfilter-binding-create <(binding_xml vnet0 lab)
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"vnet0 has a filter already" ]]
	[ "$(nwfilter-binding-dumpxml vnet0 --xpath='string(//parameter/@value)')" = 10.0.0.1 ]
}

@test "a filter that is not there, itself or one that it refers to, and a port that cannot be" {
	run nwfilter-binding-create <(binding_xml vnet0 lab)
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == *"filter of vnet0: no such network filter: 'lab'" ]]
	given_filter lab "<filterref filter='gone'/>"
	run nwfilter-binding-create <(binding_xml vnet0 lab)
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == *"no such network filter: 'gone'" ]]
	given_filter gone
	for port in 'vnet 0' 'a"; drop' ../x a-name-of-16-byte; do
		run nwfilter-binding-create <(binding_xml "$port" lab)
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	[ -z "$(nwfilter-binding-list --noheadings)" ]
}

@test "with --dry-run nothing is filtered" {
	given_filter lab
	run nwfilter-binding-create -n <(binding_xml vnet0 lab)
	[ "$output" = "filter vnet0 by lab" ]
	[ -z "$(nwfilter-binding-list --noheadings)" ]
}
