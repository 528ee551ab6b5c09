#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# host-uri - the URI that -c and the environment come to

load helpers

@test "the option goes before the environment, ours before libvirt's" {
	[ "$(host-uri)" = test:///default ]
	[ "$(VIRTUTILS_URI=nonsense:/// host-uri -c test:///default)" = test:///default ]
	[ "$(LIBVIRT_DEFAULT_URI=nonsense:/// host-uri)" = test:///default ]
	unset VIRTUTILS_URI
	[ "$(LIBVIRT_DEFAULT_URI=test:///default host-uri)" = test:///default ]
	[ "$(VIRSH_DEFAULT_CONNECT_URI=test:///default host-uri)" = test:///default ]
}

@test "no such driver, no URI" {
	run host-uri -c nonsense:///system
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$output" = "host-uri: no driver 'nonsense'" ]
	run host-uri -c nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
	run host-uri surplus
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a file of the test driver" {
	printf '<node>\n%s\n</node>\n' "$(xml web)" >node.xml
	export VIRTUTILS_URI=test://$work/node.xml
	[ "$(host-uri)" = "$VIRTUTILS_URI" ]
	[ "$(vm-list --all --name)" = web ]
}
