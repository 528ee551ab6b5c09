#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-apply - make a network match a document, while guests stay connected

load helpers

@test "the live definition becomes the document's; what is the same changes nothing" {
	net-dumpxml default | sed 's/\.253/.200/' >new.xml
	run net-apply --live --diff --exit-code new.xml
	[ "$status" -eq "$FAULT_NO" ]
	grep -x "+      <range start='192.168.122.128' end='192.168.122.200'/>" <<<"$output"
	[ "$(net-dumpxml default --xpath='string(//range/@end)')" = 192.168.122.200 ]
	[ "$(net-dumpxml --inactive default --xpath='string(//range/@end)')" = 192.168.122.253 ]
	run net-apply --live --diff --exit-code new.xml
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "a dry run changes nothing" {
	net-dumpxml default | sed 's/\.253/.200/' >new.xml
	run net-apply -n --live new.xml
	[ "$output" = "update network default" ]
	[ "$(net-dumpxml default --xpath='string(//range/@end)')" = 192.168.122.253 ]
}

@test "a network that is not there is missing; bad data is refused" {
	run net-apply <(network_xml none)
	[ "$status" -eq "$FAULT_MISSING" ]
	run net-apply <(echo '<network>')
	[ "$status" -eq "$FAULT_XML" ]
}
