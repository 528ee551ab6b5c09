#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-start - bring a network up

load helpers

@test "an inactive network starts, once" {
	given_network lab
	net-start lab
	[ "$(net-info lab -o ACTIVE)" = yes ]
	run net-start lab
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "net-start: lab: already active" ]
	net-start --if-needed lab
	net-start --repair lab
}

@test "patterns mean those that can be started; others are missing" {
	given_network lab1
	given_network lab2
	net-start 'lab*'
	[ "$(net-list --name)" = "$(printf 'default\nlab1\nlab2')" ]
	run net-start 'lab*'
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "net-start: lab*: no inactive network matches" ]
	run net-start none
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "net-start: none: no such network" ]
}

@test "a busy network names its holder" {
	given_network lab
	mkdir -p "$VIRTUTILS_ROOT/run/lock/test-network"
	in_background flock "$VIRTUTILS_ROOT/run/lock/test-network/lab" sleep 60
	until_so flock_is_held "$VIRTUTILS_ROOT/run/lock/test-network/lab"
	run net-start --lock-timeout=0 lab
	[ "$status" -eq "$FAULT_BUSY" ]
}
flock_is_held() { ! flock -n "$1" true; }
