#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-info - processors and memory of the host

load helpers

@test "the figures multiply" {
	eval "$(host-info --raw -o CPUS,SOCKETS,CORES-PER-SOCKET,THREADS-PER-CORE,NUMA-CELLS |
		{ read -r a b c d e; echo "cpus=$a product=$((b * c * d * e))"; })"
	[ "$cpus" -gt 0 ]
	[ "$product" -eq "$cpus" ]
}

@test "JSON has numbers, a key alone is its value" {
	host-info --json | jq -e '.[0].cpus > 0 and .[0]["memory-size"] > 0 and (.[0]["cpu-model"] | type) == "string"'
	[[ "$(host-info -o MEMORY-SIZE --bytes)" =~ ^[0-9]+$ ]]
	run host-info -o NONSENSE
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a host of a driver that is not there" {
	run host-info -c nonsense:///
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
