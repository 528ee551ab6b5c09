#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-dump - write the memory of a virtual machine to a file for analysis

load helpers
load saved

@test "memory goes to a file, and the guest runs on" {
	given_vm web running
	run vm-dump web core
	[ "$status" -eq 0 ] && [ "$output" = "" ]
	[ "$(cat core)" = 'memory of a simulated guest: web' ]
	[ "$(vm-state web)" = running ]
	[ "$(stat -c %a core)" = 600 ]
	no_drafts
	vm-suspend web
	vm-dump web core --live
	[ "$(vm-state web)" = paused ]
}

@test "--memory-only: a core file, in a format" {
	given_vm web running
	vm-dump web core --memory-only
	[ "$(cat core)" = 'memory of a simulated guest: web' ]
	vm-dump web core --memory-only --format=kdump-zlib
	[ "$(cat core)" = 'memory of a simulated guest: web, as kdump-zlib' ]
	[ "$(vm-state web)" = running ]
}

@test "what becomes of it afterwards" {
	given_vm web running
	vm-dump web core --reset
	[ "$(vm-state web)" = running ]
	[ "$(jq -r 'select(.event == "reboot") | .event' root/run/test/web.events)" = reboot ]
	grep -q reset root/log/test/web.log
	vm-dump web core --crash
	[ "$(vm-state web --reason)" = 'shut off (crashed)' ]
	[ "$(tail -n 1 root/run/test/web.events | jq -r '.detail + " " + .reason')" = 'stopped crashed' ]
}

@test "options that exclude each other" {
	local words
	given_vm web running
	for words in '--live --crash' '--crash --reset' '--live --reset' --format=elf '--memory-only --format=zip'; do
		run vm-dump web core $words
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run vm-dump web - --memory-only
	[ "$status" -eq "$FAULT_USAGE" ]
	[ ! -e core ]
}

@test "only of what is active; --dry-run tells" {
	given_vm web
	run vm-dump web core
	[ "$status" -eq "$FAULT_STATE" ]
	vm-start web
	[ "$(vm-dump -n web core --crash)" = 'dump the memory of web to core, and destroy it' ]
	run vm-dump web nowhere/core
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$(vm-state web)" = running ]
	[ ! -e core ]
}
