#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# freeze - a guest's file systems stand still while its disks are copied or kept, and never longer.  needs qemu

load ../helpers
load ../inject
load guest

setup() {
	needs qemu-system-x86_64
	private_root
	chmod 1777 "$work"
}
teardown() { remove_root || rm -rf "$work"; }

# Guest web, with an agent or without.
given_guest() { counting_guest web <<<"${1:-}" | booted_guest web; }
agent="<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
# What the agent was asked for, in order.
asked() { tr -d '\r' <"$work/web.console" | grep -a -o 'AGENT-[A-Z]*' | paste -sd' '; }

@test "frozen before, thawed after: checkpoints, snapshots, backups, other people's copies" {
	local image
	given_guest "$agent"
	until_true vm-checkpoint-create-as web c1 --quiesce
	until_true eval '[[ "$(asked)" == *"AGENT-FREEZE AGENT-THAW" ]]'
	forget_console web
	vm-backup web --to="$work/shelf" --quiesce >/dev/null
	[ "$(asked)" = 'AGENT-FREEZE AGENT-THAW' ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/web.frozen" ]
	forget_console web
	image=$(vm-dumpxml web --xpath 'string(//disk/source/@file)')
	[ "$(vm-backup web --quiesce --snapshot-cmd='echo "$1 $2 $(grep -a -c AGENT-FREEZE '"$work"'/web.console)"')" = "web $image 1" ]
	[ "$(asked)" = 'AGENT-FREEZE AGENT-THAW' ]
	forget_console web
	run vm-backup web --quiesce --snapshot-cmd=false
	[ "$status" -eq 1 ]
	[ "$(asked)" = 'AGENT-FREEZE AGENT-THAW' ]
	forget_console web
	vm-snapshot-create-as web s1 --disk-only --quiesce
	[ "$(asked)" = 'AGENT-FREEZE AGENT-THAW' ]
}

@test "who is killed leaves nothing frozen" {
	given_guest "$agent"
	until_true vm-checkpoint-create-as web c1 --quiesce
	forget_console web
	timeout -s KILL 20 vm-backup web --quiesce --snapshot-cmd='kill -9 $PPID' || :
	[ "$(asked)" = AGENT-FREEZE ]
	vm-suspend web
	vm-resume web
	until_true eval '[ "$(asked)" = "AGENT-FREEZE AGENT-THAW" ]'
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/web.frozen" ]
}

@test "S22: without an agent it is refused, and nothing is left" {
	local image
	given_guest
	image=$(vm-dumpxml web --xpath 'string(//disk/source/@file)')
	for command in 'vm-snapshot-create-as web s1 --disk-only' 'vm-checkpoint-create-as web c1' "vm-backup web --to=$work/shelf"; do
		run --separate-stderr $command --quiesce --errors=json
		[ "$(jq -r .code <<<"$stderr")" = argument-unsupported ]
	done
	[ "$(vm-dumpxml web --xpath 'string(//disk/source/@file)')" = "$image" ]
	[ -z "$(vm-checkpoint-list web --name)" ]
	[ -z "$(vm-snapshot-list web --name)" ]
	[ "$(ls -A "$work/shelf/web")" = .lock ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/web.frozen" ]
	vm-destroy web
	run vm-snapshot-create-as web s1 --disk-only --quiesce
	[ "$status" -eq "$FAULT_STATE" ]
}
