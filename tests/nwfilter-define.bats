#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-define - store a network filter

load helpers

@test "a definition is stored, and completed as libvirt does" {
	filter_xml lab "<rule action='drop' direction='in'><mac protocolid='0x806'/></rule>" >lab.xml
	nwfilter-define lab.xml
	nwfilter-dumpxml lab | grep -x "  <rule action='drop' direction='in' priority='500'>"
	nwfilter-dumpxml lab | grep -x "    <mac protocolid='arp'/>"
	[ -n "$(nwfilter-dumpxml lab --xpath='string(/filter/uuid)')" ]
}

@test "the same again is unchanged and keeps its UUID" {
	given_filter lab
	before=$(nwfilter-dumpxml lab)
	run nwfilter-define -v --if-changed <(filter_xml lab)
	[[ $output == *'lab unchanged' ]]
	given_filter lab
	[ "$(nwfilter-dumpxml lab)" = "$before" ]
}

@test "another filter's UUID is refused, and another UUID of a filter" {
	given_filter one '<uuid>11111111-1111-4111-8111-111111111111</uuid>'
	run nwfilter-define <(filter_xml two '<uuid>11111111-1111-4111-8111-111111111111</uuid>')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"filter with same UUID but different name ('one') already exists" ]]
	run nwfilter-define <(filter_xml one '<uuid>22222222-1111-4111-8111-111111111111</uuid>')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"filter 'one' already exists with uuid 11111111-1111-4111-8111-111111111111" ]]
	[ "$(nwfilter-list -o NAME --noheadings)" = one ]
}

@test "a filter may refer to one that is not there yet, but not to itself, through whatever others" {
	given_filter a "<filterref filter='b'/>"
	given_filter b "<filterref filter='c'/>"
	run nwfilter-define <(filter_xml c "<filterref filter='a'/>")
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"filter 'c' would refer to itself through 'a'" ]]
	run nwfilter-define <(filter_xml d "<filterref filter='d'/>")
	[ "$status" -eq "$FAULT_FAILED" ]
}

@test "what cannot be is refused in one line, and nothing is stored" {
	local bad
	while read -r bad; do
		run nwfilter-define <(filter_xml bad "$bad")
		[ "$status" -ne 0 ] || { echo "taken: $bad"; return 1; }
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == "nwfilter-define: "* ]]
	done <<-'X'
	<rule action='vanish' direction='in'/>
	<rule action='drop'/>
	<filterref/>
	<uuid>nonsense</uuid>
	X
	run nwfilter-define <(filter_xml a/b)
	[ "$status" -eq "$FAULT_XML" ]
	run nwfilter-define <(filter_xml bad | sed 's/root/tcp-mine/')
	[ "$status" -ne 0 ]
	[ -z "$(nwfilter-list -o NAME --noheadings)" ]
}

@test "with --dry-run nothing is stored" {
	run nwfilter-define -n <(filter_xml lab)
	[ "$output" = "define network filter lab" ]
	[ -z "$(nwfilter-list -o NAME --noheadings)" ]
}
