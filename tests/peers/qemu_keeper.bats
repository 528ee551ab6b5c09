#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# The keeper of a guest, and life without it.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	private_root
}
teardown() { remove_root; }

run_file() { cat "$VIRTUTILS_ROOT/run/qemu/web.$1"; }
events() { jq -r "select($1) | \"\\(.detail) \\(.reason)\"" "$VIRTUTILS_ROOT/run/qemu/web.events"; }
nothing_left() {
	[ -z "$(ls "$VIRTUTILS_ROOT/run/qemu" | grep -vxE 'by-id|by-uuid|next-id|web.events|web.state')" ]
}

given_guest() { counting_guest web </dev/null | booted_guest web; }

# End the keeper as nothing but a bug or the kernel would.
kill_keeper() {
	keeper=$(run_file keeper)
	kill -KILL "$keeper"
	until_true has_ended "$keeper"
}

@test "a keeper has less than a mebibyte of its own" {
	! is_sanitized || skip 'a sanitizer takes more than it'
	given_guest
	private=$(awk '/^Private_(Clean|Dirty)/ { n += $2 } END { print n }' "/proc/$(run_file keeper)/smaps_rollup")
	[ "$private" -gt 0 ]
	[ "$private" -lt 1024 ]
}

@test "a keeper has no descriptor of its guest" {
	given_guest
	# Its log, its directory, its lock, its event socket and the emulator's pidfd.
	run ls -l "/proc/$(run_file keeper)/fd"
	[ "$(grep -c 'socket:' <<<"$output")" -eq 1 ]
	[[ $output != */dev/net/tun* ]]
}

@test "what happens inside the guest is in its log and in its state, unasked" {
	given_guest
	vm-qemu-monitor-command web stop >/dev/null
	until_true grep -q '^paused|' "$VIRTUTILS_ROOT/run/qemu/web.state"
	[ "$(events '.qemu == "STOP"')" = 'suspended paused' ]
	vm-qemu-monitor-command web cont >/dev/null
	until_true grep -q '^running|' "$VIRTUTILS_ROOT/run/qemu/web.state"
	[ "$(vm-state web)" = running ]
}

@test "a clock that is set back hides nothing of what happens after" {
	given_guest
	state=$VIRTUTILS_ROOT/run/qemu/web.state
	echo "running|booted|$(($(date +%s) + 3600)).000000" >"$state"
	vm-qemu-monitor-command web stop >/dev/null
	until_true grep -q '^paused|' "$state"
	vm-resume web
	[ "$(vm-state web)" = running ]
}

@test "an emulator that is killed is told of and cleaned up after" {
	given_guest
	kill -KILL "$(run_file pid)"
	until_true nothing_left
	[ "$(vm-state --reason web)" = 'shut off (crashed)' ]
	[ "$(events '.event == "lifecycle"' | tail -n 1)" = 'stopped crashed' ]
	vm-start web
}

@test "without its keeper a guest lives on, and QEMU is asked what it does" {
	given_guest
	pid=$(run_file pid)
	kill_keeper
	[ "$(vm-list --raw --noheadings -o NAME,STATE)" = 'web running' ]
	[ -d "/proc/$pid" ]
	vm-qemu-monitor-command web stop >/dev/null
	[ "$(vm-state web)" = paused ]
	vm-resume web
	[ "$(vm-state web)" = running ]
	vm-destroy web
	nothing_left
	vm-start web
}

@test "without its keeper a guest that powered off waits for the next change, which ends it" {
	given_guest
	kill_keeper
	vm-shutdown web
	until_true is_state web 'in shutdown'
	[ "$(vm-list --name)" = web ]
	vm-desc web --title changed
	[ "$(vm-state --reason web)" = 'shut off (shutdown)' ]
	nothing_left
}

@test "without its keeper a guest that was to reboot does so at the next change" {
	given_guest
	kill_keeper
	forget_console web
	vm-reboot web
	until_true is_state web 'in shutdown'
	vm-desc web --title changed
	[ "$(vm-state web)" = running ]
	starts_over web
}

@test "without its keeper an emulator that is killed leaves what the next change removes" {
	given_guest
	kill_keeper
	pid=$(run_file pid)
	kill -KILL "$pid"
	until_true has_ended "$pid"
	until_true is_state web 'shut off'
	vm-reap web
	nothing_left
	vm-start web
}

@test "an emulator that does not end when told to is killed" {
	given_guest
	pid=$(run_file pid)
	kill -STOP "$pid"
	run vm-destroy --graceful web
	[ "$status" -eq "$FAULT_BUSY" ]
	[ "$(vm-state web)" = running ]
	vm-destroy web
	has_ended "$pid"
	until_true nothing_left
}
