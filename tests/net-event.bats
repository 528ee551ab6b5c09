#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-event - wait for what happens to networks

load helpers

# follow OPTION...: follows in the background, and is at it when this returns: it has told of a
# network that was made for that.
follow() {
	in_background net-event --loop "$@" >events
	until_so tells_of_probe
}
tells_of_probe() {
	network_xml probe | net-define -
	grep -q probe events
}
has_told() { [ "$(grep -c lab events)" -ge "$1" ]; }

@test "networks are defined, start, stop and are forgotten, as virsh words it" {
	follow --all
	given_network lab
	net-start lab
	net-desc lab --title 'under test' --live --config
	net-destroy lab
	net-undefine lab
	until_so has_told 5
	grep lab events | diff - <(cat <<-TOLD
	event 'lifecycle' for network lab: Defined
	event 'lifecycle' for network lab: Started
	event 'metadata-change' for network lab: Title
	event 'lifecycle' for network lab: Stopped
	event 'lifecycle' for network lab: Undefined
	TOLD
	)
}

@test "one network, one kind, JSON" {
	given_network lab
	in_background net-event --loop --event=lifecycle --json lab >events
	started_and_told() { net-start --if-needed lab; net-destroy lab; grep -q stopped events; }
	until_so started_and_told
	given_network other
	net-desc lab later
	net-undefine lab
	until_so grep -q undefined events
	[ "$(jq -r '[.network, .event] | @tsv' events | sort -u)" = $'lab\tlifecycle' ]
	jq -se '.[-1].detail == "undefined" and (now - .[-1].time) < 60' events
}

@test "one event is enough, and what changes nothing is none" {
	in_background bash -c 'exec net-event --event=lifecycle --timeout=20 >told'
	until_so bash -c 'net-start --if-needed --dry-run default >/dev/null; net-destroy default; net-start default; [ -s told ]'
	[ "$(wc -l <told)" -eq 1 ]
	[[ "$(<told)" == "event 'lifecycle' for network default: "* ]]
	net-destroy --dry-run default
	run net-event --all --timeout=0 default
	[ "$status" -eq "$FAULT_TIMEOUT" ]
}

@test "the command line" {
	[ "$(net-event --list)" = $'lifecycle\nmetadata-change' ]
	run net-event
	[ "$status" -eq "$FAULT_USAGE" ]
	run net-event --event=birth
	[ "$status" -eq "$FAULT_USAGE" ]
	run net-event --all nowhere
	[ "$status" -eq "$FAULT_MISSING" ]
	run net-event --all - </dev/null
	[ "$status" -eq 0 ]
}
