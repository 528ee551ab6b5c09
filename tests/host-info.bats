#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-info - processors and memory of the host

load helpers

@test "key: value lines, of the simulated host" {
	[ "$(host-info)" = "CPU-MODEL: i686
CPUS: 16
CPU-FREQUENCY: 1400
SOCKETS: 2
CORES-PER-SOCKET: 2
THREADS-PER-CORE: 2
NUMA-CELLS: 2
MEMORY-SIZE: 3221225472" ]
}

@test "the figures are virsh's" {
	needs_libvirt
	diff <(libvirt_virsh nodeinfo | sed -n 's/^[^:]*: *\([^ ]*\).*/\1/p' | sed '$d') \
	     <(host-info | sed 's/^[^:]*: //; $d')
}

@test "JSON has numbers, a key alone is its value" {
	host-info --json | jq -e '.[0].cpus == 16 and .[0]["memory-size"] == 3221225472 and .[0]["cpu-model"] == "i686"'
	[ "$(host-info -o MEMORY-SIZE --bytes)" = 3221225472 ]
	run host-info -o NONSENSE
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "of this machine: the figures multiply, and are the kernel's" {
	eval "$(host-info -c qemu:///system --raw -o CPUS,SOCKETS,CORES-PER-SOCKET,THREADS-PER-CORE,NUMA-CELLS |
		{ read -r a b c d e; echo "cpus=$a product=$((b * c * d * e))"; })"
	[ "$cpus" -eq "$(getconf _NPROCESSORS_ONLN)" ]
	[ "$product" -eq "$cpus" ]
	[ "$(host-info -c qemu:///system -o MEMORY-SIZE)" -eq $(($(getconf _PHYS_PAGES) * $(getconf PAGESIZE))) ]
	[ "$(host-info -c qemu:///system -o CPU-MODEL)" = "$(uname -m)" ]
}

@test "a host of a driver that is not there" {
	run host-info -c nonsense:///
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
