#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter-binding-dumpxml - print what filters a port

load helpers

@test "the XML is that of libvirt" {
	given_filter lab
	given_binding vnet0 lab IP=10.0.0.1
	run nwfilter-binding-dumpxml vnet0
	[ "$output" = "$(binding_xml vnet0 lab IP=10.0.0.1)" ]
}

@test "a port that has no filter" {
	run nwfilter-binding-dumpxml vnet0
	[ "$status" -eq "$FAULT_MISSING" ]
}
