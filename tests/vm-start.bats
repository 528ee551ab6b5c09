#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-start - start a defined virtual machine

load helpers

@test "a guest starts and gets a number" {
	given_vm web
	run vm-start web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "running (booted)" ]
	[[ "$(vm-id web)" =~ ^[0-9]+$ ]]
}

@test "numbers count up" {
	given_vm web running
	first=$(vm-id web)
	vm-destroy web
	vm-start web
	[ "$(vm-id web)" -gt "$first" ]
}

@test "paused" {
	given_vm web
	vm-start --paused web
	[ "$(vm-state web)" = paused ]
	vm-resume web
	[ "$(vm-state web)" = running ]
}

@test "by UUID, by pattern, from standard input, from a file" {
	given_vm web-1
	given_vm web-2
	given_vm db
	vm-start "$(vm-uuid web-1)"
	vm-destroy web-1
	vm-start 'web-*'
	[ "$(vm-list --name)" = $'web-1\nweb-2' ]
	printf '# all of them\n\ndb\n' | vm-start -
	[ "$(vm-state db)" = running ]
	vm-destroy db
	echo db >names
	vm-start --names-from=names
	[ "$(vm-state db)" = running ]
}

@test "already running is wrong state, or fine with --if-needed" {
	given_vm web running
	run vm-start web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-start: web: already running" ]
	run vm-start --if-needed web
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
}

@test "several: some done, some failed" {
	given_vm one
	given_vm two running
	given_vm three
	run vm-start one two nobody three
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "${lines[0]}" = "vm-start: two: already running" ]
	[ "${lines[1]}" = "vm-start: nobody: no such virtual machine" ]
	[ "$(vm-list --name)" = $'one\nthree\ntwo' ]
	run vm-start nobody nobody2
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "in parallel" {
	for i in 1 2 3 4 5 6; do given_vm "vm$i"; done
	vm-start --parallel=3 'vm*'
	[ "$(vm-list --name | wc -l)" -eq 6 ]
	[ "$(vm-list --id | sort -u | wc -l)" -eq 6 ]
}

@test "a dry run tells and does not" {
	given_vm web
	run vm-start --dry-run web
	[ "$status" -eq 0 ]
	[[ "$output" == "start web"* ]]
	[ "$(vm-state web)" = "shut off" ]
	vm-start web
	run vm-start -n web
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "a live guest runs what was defined when it started" {
	given_vm web
	xml web '<title>one</title>' | vm-define -
	vm-start web
	xml web '<title>two</title>' | vm-define -
	[ "$(vm-dumpxml web --xpath 'string(//title)')" = one ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(//title)')" = two ]
}

@test "--wait returns when it is so, fails when it will never be, or when the time is over" {
	xml web '<devices><interface type="network"><source network="default"/></interface></devices>' | vm-define -
	vm-start --wait=ip --timeout=5 web
	[ "$(vm-state web)" = running ]
	vm-destroy web
	# Simulated guests have no agent.
	run vm-start --wait=agent web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$(vm-state web)" = running ]
	vm-destroy web
	given_vm bare
	run vm-start --wait=ip --timeout=1 bare
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$output" = "vm-start: bare: no address of it is known after 1 seconds" ]
	vm-start --wait=running --timeout=5 web
	[ "$(vm-state web)" = running ]
	given_vm db
	run vm-start --paused --wait=running --timeout=0.1 db
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-start --paused --wait=running --timeout=1 db
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	run vm-start --wait=nonsense db
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "--wait ends with the guest" {
	given_vm web
	in_background vm-start --paused --wait=running web
	until [ "$(vm-state web)" = paused ]; do :; done
	vm-destroy web
	status=0
	wait "$!" || status=$?
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "--publish needs ports, and a card that can" {
	given_vm web
	for ports in 80 :80 80: 8080:80:1 0:80 80:65536 8080:80, x:y; do
		run vm-start --publish="$ports" web
		[ "$status" -eq "$FAULT_USAGE" ]
		[[ $output = *"is no HOSTPORT:PORT" ]]
	done
	run vm-start --publish=8080:80 web
	[ "$status" -eq 9 ]
	[[ $output = *"no interface of type 'user'"* ]]
	[ "$(vm-state web)" = "shut off" ]
	xml db '<devices><interface type="user"/></devices>' | vm-define -
	vm-start --publish=8080:80,2222:22 db
	run vm-dumpxml db --xpath='//portForward/range' --wrap
	[[ $output = *'start="8080" to="80"'*'start="2222" to="22"'* ]]
	run vm-dumpxml --inactive db
	[[ $output != *portForward* ]]
}

@test "no names at all: usage; an empty list: nothing to do" {
	run vm-start
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-start - </dev/null
	[ "$status" -eq 0 ]
	run vm-start 'x*'
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "a hostile name cannot write to the terminal" {
	run vm-start $'a\e[31mb'
	[ "$status" -eq "$FAULT_NO_VM" ]
	[[ "$output" != *$'\e'* ]]
	run vm-start "$(printf 'x%.0s' {1..300})"
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-start ../../etc/passwd
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "errors as JSON lines" {
	given_vm web running
	run vm-start --errors=json web
	[ "$status" -eq "$FAULT_STATE" ]
	jq -e '.tool == "vm-start" and .target == "web" and .code == "operation-invalid"
		and .message == "already running"' <<<"$output"
}

@test "its lock is somebody's: busy, and who" {
	given_vm web
	mkfifo held
	in_background flock "$VIRTUTILS_ROOT/run/lock/test/web" bash -c 'echo >held; sleep 20 & wait'
	read -r <held
	run vm-start --lock-timeout=0 web
	[ "$status" -eq "$FAULT_BUSY" ]
	[[ "$output" == "vm-start: web: busy"* ]]
	[ "$(vm-list --all -o STATE --noheadings web)" = "shut off" ]
}
