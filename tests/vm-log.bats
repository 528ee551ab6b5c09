#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-log - what the hypervisor itself has to say of a virtual machine

load helpers

given_two_starts() {
	given_vm web running
	vm-destroy web
	vm-start web
	vm-suspend web
}

@test "everything, or one start" {
	given_two_starts
	[ "$(vm-log web | grep -c ': starting web$')" -eq 2 ]
	[ "$(vm-log web --boot=0 | grep -c ': starting ')" -eq 1 ]
	[[ "$(vm-log web --boot=0)" == *"paused (user)"* ]]
	[[ "$(vm-log web --boot=-1)" != *"paused (user)"* ]]
	[[ "$(vm-log web --boot=1)" == *"shut off (destroyed)" ]]
	[ "$(cat <(vm-log web --boot=1) <(vm-log web --boot=2))" = "$(vm-log web)" ]
	run vm-log web --boot=3
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-log web --boot=-2
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "the last lines" {
	given_two_starts
	[ "$(vm-log web --lines=1)" = "$(vm-log web | tail -1)" ]
	[ "$(vm-log web --lines=2 --boot=1)" = "$(vm-log web --boot=1 | tail -2)" ]
	[ "$(vm-log web --lines=0)" = "" ]
	[ "$(vm-log web --lines=1000)" = "$(vm-log web)" ]
}

@test "since a time; lines without one belong to the line before" {
	given_vm web running
	cat >"$VIRTUTILS_ROOT/log/test/web.log" <<-'LOG'
	2026-01-31 04:00:00.000+0000: starting web
	a line of the emulator
	2026-01-31T05:00:00.123456Z qemu-system-x86_64: warning
	the end
	LOG
	[ "$(vm-log web --since='2026-01-31 05:00' | wc -l)" -eq 2 ]
	[ "$(vm-log web --since='2026-01-31 04:30' | head -1)" = "2026-01-31T05:00:00.123456Z qemu-system-x86_64: warning" ]
	[ "$(vm-log web --since=@1 | wc -l)" -eq 4 ]
	[ "$(vm-log web --since='2026-01-31 05:01')" = "" ]
	run vm-log web --since=sometime
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "--follow goes on until the log is gone" {
	given_vm web running
	vm-log --follow web >out 3>&- &
	follower=$!
	started+=("$follower")
	until_so grep -q starting out
	vm-suspend web
	until_so grep -q 'paused (user)' out
	rm "$VIRTUTILS_ROOT/log/test/web.log"
	wait "$follower"
	run vm-log --follow --boot=1 web
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "nothing logged yet, unknown" {
	given_vm web
	run vm-log web
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vm-log: web: nothing was logged yet" ]
	run vm-log nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "a full disk is a failure" {
	given_vm web running
	run bash -c 'vm-log web >/dev/full'
	[ "$status" -eq 1 ]
	[[ "$output" == *"No space left on device" ]]
}
