#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-version - versions of virtutils, its driver and the hypervisor

load helpers

@test "versions" {
	run host-version
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "VIRTUTILS: $(host-version --version | awk 'NR == 1 { print $3 }')" ]
	[ "${lines[1]}" = "DRIVER: test" ]
	[ "$(host-version -o HYPERVISOR)" = TEST ]
	[[ "$(host-version -o HYPERVISOR-VERSION)" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "the hypervisor is virsh's" {
	needs_libvirt
	[ "$(host-version --raw -o HYPERVISOR,HYPERVISOR-VERSION)" = \
	  "$(libvirt_virsh version | sed -n 's/^Running hypervisor: //p')" ]
}
