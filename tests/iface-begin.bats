#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# iface-begin - keep a copy of the host's network configuration

load helpers

@test "one copy at a time" {
	iface-begin
	run iface-begin
	[ "$status" -eq "$FAULT_STATE" ]
	iface-commit
	[ "$(iface-begin -n)" = 'keep a copy of the network configuration' ]
	iface-begin
}

@test "by itself it goes back, which is announced" {
	run -0 --separate-stderr iface-begin --rollback-after=0
	[[ $stderr == "iface-begin: hint: "*iface-commit* ]]
	until_so iface-begin
}
