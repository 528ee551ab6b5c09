#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-metadata - XML that applications keep with a network

load helpers

@test "XML of an application is kept, shown and removed" {
	net-metadata default http://a.example/ --key=a --set='<app x="1"/>'
	[[ $(net-metadata default http://a.example/) == "<app x=\"1\"/>"* ]] || [[ $(net-metadata default http://a.example/) == "<app x='1'/>"* ]]
	net-metadata default http://a.example/ --remove
	run net-metadata default http://a.example/
	[ "$status" -eq "$FAULT_MISSING" ]
}
