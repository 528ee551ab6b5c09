#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-list - list storage pools

load storage

@test "active, inactive, all; transient and persistent; by type" {
	given_pool on
	given_stored_pool off
	pool-create --build <(pool_xml fast)
	[ "$(pool-list --name)" = $'fast\non' ]
	[ "$(pool-list --inactive --name)" = off ]
	[ "$(pool-list --all --name)" = $'fast\noff\non' ]
	[ "$(pool-list --all --persistent --name)" = $'off\non' ]
	[ "$(pool-list --all --transient --name)" = fast ]
	[ -z "$(pool-list --all --type=netfs,logical --name)" ]
	[ "$(pool-list --all --type=netfs,dir --name | wc -l)" -eq 3 ]
	run pool-list --type=cloud
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(pool-list --all --uuid | wc -l)" -eq 3 ]
}

@test "columns, JSON and names" {
	given_pool images
	pool-autostart images
	given_pool more
	[ "$(pool-list --autostart --name) $(pool-list --no-autostart --name)" = 'images more' ]
	pool-destroy more
	pool-undefine more
	[ "$(pool-list -o NAME,STATE,AUTOSTART,TYPE,PATH --noheadings --raw)" = "images active yes dir $work/images" ]
	[ "$(pool-list --json -o NAME,CAPACITY | jq '.[0].capacity')" = "$(($(stat -fc '%b * %S' images)))" ]
	[ "$(pool-list --details --noheadings | wc -w)" -eq 7 ]
	run pool-list none
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "a document that cannot be read: that line is missing, the others are there" {
	given_pool good
	given_stored_pool broken
	file=$(find "$VIRTUTILS_ROOT/etc" -name broken.xml)
	echo '<pool' >"$file"
	run --separate-stderr pool-list --all -o NAME,TYPE --noheadings --raw
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$output" = "good dir" ]
	[[ $stderr == "pool-list: broken: $file:"* ]]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}
