#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-info - summary of a network

load helpers

@test "a summary, as lines and as JSON" {
	run net-info default
	[ "${lines[0]}" = "NAME: default" ]
	[ "${lines[2]}" = "ACTIVE: yes" ]
	[ "$(net-info default -o SUBNET)" = 192.168.122.1/24 ]
	[ "$(net-info default --json | jq -r '.[0].bridge')" = virbr0 ]
}
