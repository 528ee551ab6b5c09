#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-reap - clean up after virtual machines whose hypervisor died

load helpers

# The word in NAME.state is what the simulated hypervisor lives by: without notice, it is dead.
kill_hypervisor() {
	printf 'shut off|crashed|1.0\n' >"$VIRTUTILS_ROOT/run/test/$1.state"
}

@test "what a dead hypervisor left is removed" {
	given_vm web running
	kill_hypervisor web
	[ -e "$VIRTUTILS_ROOT/run/test/web.xml" ]
	run vm-reap web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ ! -e "$VIRTUTILS_ROOT/run/test/web.xml" ]
	[ "$(vm-state web)" = "shut off" ]
	vm-start web
}

@test "a transient guest is gone" {
	given_transient web
	kill_hypervisor web
	vm-reap web
	[ -z "$(find "$VIRTUTILS_ROOT/run/test" -name 'web.xml' -o -name 'web.state')" ]
	run vm-reap web
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "all of them, and those that live are left alone" {
	given_vm one running
	given_vm two running
	given_transient three
	kill_hypervisor two
	kill_hypervisor three
	run vm-reap --all
	[ "$status" -eq 0 ]
	[ "$(vm-list --all -o NAME,STATE --raw --noheadings)" = $'one running\ntwo shut\\x20off' ]
	run vm-reap one
	[ "$status" -eq 0 ]
	[ "$(vm-state one)" = running ]
}

@test "names or --all, unknown, dry" {
	run vm-reap
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-reap --all web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-reap nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_vm web running
	kill_hypervisor web
	run vm-reap -n web
	[ "$output" = "clean up after web" ]
	[ -e "$VIRTUTILS_ROOT/run/test/web.xml" ]
}
