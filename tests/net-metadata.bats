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

@test "what only one of the two definitions has is not removed from both, nor from that one" {
	net-metadata default urn:a --key=a --set='<b/>' --config
	run net-metadata default urn:a --remove --live --config
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "net-metadata: default: no metadata of the namespace 'urn:a'" ]
	net-metadata default urn:a --config | grep '<b'
}
