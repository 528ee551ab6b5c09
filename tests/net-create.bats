#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-create - start a network that is not stored

load helpers

@test "a network starts straight from a document, and is gone when it is taken down" {
	network_xml lab >lab.xml
	net-create lab.xml
	[ "$(net-list --transient --name)" = lab ]
	net-destroy lab
	run net-info lab
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "an active network is not created again" {
	network_xml default '<uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>' >default.xml
	run net-create default.xml
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"network 'default' is already active" ]]
}

@test "networks that are created at the same time have bridges of their own" {
	local i pids=()

	for i in {1..8}; do
		network_xml "lab$i" "<ip address='192.168.$i.1' prefix='24'/>" >"$i.xml"
	done
	for i in {1..8}; do
		net-create "$i.xml" &
		pids+=("$!")
	done
	for i in "${pids[@]}"; do wait "$i"; done
	for i in {1..8}; do net-dumpxml "lab$i" --xpath=/network/bridge/@name; done >bridges
	[ "$(sort -u bridges | wc -l)" -eq 8 ]
}
