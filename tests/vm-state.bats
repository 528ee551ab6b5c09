#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-state - run state of a virtual machine

load helpers

@test "a word for each guest" {
	given_vm one running
	given_vm two paused
	given_vm three
	[ "$(vm-state one two three)" = $'running\npaused\nshut off' ]
	[ "$(vm-state --reason one two three | head -2)" = $'running (booted)\npaused (user)' ]
}

@test "the words are virsh's" {
	needs_libvirt
	given_vm web running
	for step in suspend resume destroy; do
		"vm-$step" web
		ours=$(vm-state web --reason)
		theirs=$(libvirt_virsh "destroy test; start test; $(case $step in
			resume) echo 'suspend test; resume test' ;;
			*) echo "$step test" ;; esac); domstate test --reason" | tail -1)
		[ "$ours" = "$theirs" ]
	done
}

@test "the predicate answers by its exit status" {
	given_vm web running
	run vm-state -q --is=running web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	run vm-state -q --is=paused web
	[ "$status" -eq "$FAULT_NO" ]
	[ "$output" = "" ]
	vm-destroy web
	vm-state -q --is=shutoff web
	vm-state -q --is='shut off' web
}

@test "of several, all must hold" {
	given_vm one running
	given_vm two running
	vm-state -q --is=running one two
	vm-suspend two
	run vm-state -q --is=running one two
	[ "$status" -ne 0 ]
}

@test "no such state, no such guest" {
	given_vm web
	run vm-state --is=happy web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-state nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	[ "$output" = "vm-state: nobody: no such virtual machine" ]
}
