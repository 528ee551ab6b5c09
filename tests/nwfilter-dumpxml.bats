#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-dumpxml - print a network filter

load helpers

@test "the XML is that of libvirt, rules and references in their order" {
	given_filter lab '<uuid>11111111-1111-4111-8111-111111111111</uuid>' "<filterref filter='b'/>" \
		"<rule action='accept' direction='out' priority='-100'><tcp dstportstart='0x16'/></rule>" \
		"<filterref filter='a'><parameter name='X' value='2'/><parameter name='A' value='1'/></filterref>"
	run nwfilter-dumpxml lab
	[ "$output" = "<filter name='lab' chain='root'>
  <uuid>11111111-1111-4111-8111-111111111111</uuid>
  <filterref filter='b'/>
  <rule action='accept' direction='out' priority='-100'>
    <tcp dstportstart='0x16'/>
  </rule>
  <filterref filter='a'>
    <parameter name='A' value='1'/>
    <parameter name='X' value='2'/>
  </filterref>
</filter>" ]
}

@test "one that is not there" {
	run nwfilter-dumpxml none
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "nwfilter-dumpxml: none: no such network filter" ]
}
