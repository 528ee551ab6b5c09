#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-dumpxml - print the definition of a network

load helpers

@test "the live and the stored definition" {
	net-update default add dns-txt '<txt name="a" value="b"/>' --live
	[ "$(net-dumpxml default --xpath='string(//txt/@value)')" = b ]
	run net-dumpxml --inactive default --xpath=//txt
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(net-dumpxml default --xpath='string(/network/name)')" = default ]
}
