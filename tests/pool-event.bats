#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-event - wait for what happens to storage pools

load storage

# follow OPTION...: follows in the background, and is at it when this returns: it has told of a
# pool that was defined for that.
follow() {
	in_background pool-event --loop "$@" >events
	until_so tells_of_probe
}
tells_of_probe() {
	pool_xml probe | pool-define - 2>/dev/null
	grep -q probe events
}
has_told() { [ "$(grep -vc probe events)" -ge "$1" ]; }

@test "made, started, looked at, stopped, unmade, forgotten" {
	follow --all
	given_stored_pool images
	pool-build images
	pool-start images
	pool-refresh images
	pool-destroy images
	pool-delete images
	pool-undefine images
	until_so has_told 7
	grep -v probe events | diff - <(cat <<-E
	event 'lifecycle' for storage pool images: Defined
	event 'lifecycle' for storage pool images: Created
	event 'lifecycle' for storage pool images: Started
	event 'refresh' for storage pool images
	event 'lifecycle' for storage pool images: Stopped
	event 'lifecycle' for storage pool images: Deleted
	event 'lifecycle' for storage pool images: Undefined
	E
	)
}

@test "what fails, is only tried or was so before is no event" {
	given_stored_pool images
	follow --all
	run pool-destroy images
	[ "$status" -eq "$FAULT_STATE" ]
	pool-start --dry-run --build images
	pool_xml images | pool-define - --if-changed
	pool-build images
	pool-start images
	until_so has_told 2
	[ "$(grep -v probe events)" = "event 'lifecycle' for storage pool images: Created
event 'lifecycle' for storage pool images: Started" ]
}

@test "one pool by its UUID, one kind, JSON, until it happened once" {
	given_pool images
	given_pool other
	in_background pool-event --event=refresh --json "$(pool-uuid images)" >events
	event=${started[-1]}
	until_so bash -c 'pool-refresh other && pool-refresh images && [ -s events ]'
	wait "$event"
	[ "$(jq -r '[.pool, .event, .detail] | @csv' events)" = '"images","refresh",' ]
}

@test "the command line, and time that is up" {
	[ "$(pool-event --list)" = $'lifecycle\nrefresh' ]
	for wrong in '' --event=birth; do
		run pool-event $wrong
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run pool-event --all --timeout=0
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	run pool-event --all nobody
	[ "$status" -eq "$FAULT_MISSING" ]
	run pool-event --all - </dev/null
	[ "$status" -eq 0 ]
}
