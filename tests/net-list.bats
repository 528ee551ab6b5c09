#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-list - list networks

load helpers

@test "active, inactive and all" {
	given_network lab
	[ "$(net-list --name)" = default ]
	[ "$(net-list --inactive --name)" = lab ]
	[ "$(net-list --all --name)" = "$(printf 'default\nlab')" ]
	[ "$(net-list --uuid)" = dd8fe884-6c02-601e-7551-cca97df1c5df ]
}

@test "columns, JSON and names" {
	given_network lab '<title>under test</title>'
	[ "$(net-list lab -o NAME,STATE,TITLE --noheadings --raw)" = 'lab inactive under\x20test' ]
	[ "$(net-list --all --json | jq -c '[.[] | [.name, .persistent]]')" = '[["default",true],["lab",true]]' ]
	[ "$(net-list 'l*' --name)" = lab ]
	run net-list none
	[ "$status" -eq "$FAULT_MISSING" ]
	run net-list --table --name
	[ "$status" -eq "$FAULT_USAGE" ]
}
