#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-xml-to-native - print what a virtual machine would be started with

load helpers

@test "a driver without a command line says so" {
	given_vm web
	run vm-xml-to-native qemu-argv web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "a guest or a document, not both, not neither" {
	given_vm web
	xml web >web.xml
	run vm-xml-to-native qemu-argv
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-xml-to-native qemu-argv web --xml=web.xml
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-xml-to-native qemu-argv --domain=nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	echo '<domain' >bad.xml
	run vm-xml-to-native qemu-argv --xml=bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *"bad.xml:2: "* ]]
}
