#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# The main job on real QEMU: define, start, snapshot, change, revert, list.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	private_root
}
teardown() { remove_root; }

given_counting() { counting_guest "$1" </dev/null | hasty | booted_guest "$1"; }

@test "S34, S38: a snapshot of a running guest brings memory, disk and both definitions back" {
	given_counting web
	vm-snapshot-create-as web before
	[ "$(vm-state web)" = running ]
	at=$(count web)
	vm-dumpxml web >"$work/live.before"
	vm-dumpxml --inactive web >"$work/config.before"

	until_true has_counted web $((at + 5))
	vm-desc web --config --title 'changed since'
	[ "$(vm-desc web --config --title)" = 'changed since' ]
	vm-dumpxml --inactive web | diff - "$work/config.before" >/dev/null && false

	vm-suspend web
	forget_console web
	vm-snapshot-revert web before --running
	[ "$(vm-state web)" = running ]
	until_true has_counted web 1
	read -r _ again _ disk <<<"$(first_line web)"
	[ "$again" -le $((at + 2)) ]
	[ "$disk" -eq $((again - 1)) ]
	until_true has_counted web $((again + 2))

	vm-dumpxml web | diff "$work/live.before" -
	vm-dumpxml --inactive web | diff "$work/config.before" -
	[ "$(vm-desc web --config --title)" = 'as defined' ]
}

@test "the same through pipelines" {
	given_counting web
	vm-list --name | vm-snapshot-create-as - --name=before
	at=$(count web)
	until_true has_counted web $((at + 4))
	vm-list --name | vm-suspend -
	forget_console web
	vm-list --json | jq -r '.[] | select(.state == "paused") | .name' |
		while read -r name; do vm-snapshot-revert "$name" before; done
	until_true has_counted web 1
	read -r _ again _ _ <<<"$(first_line web)"
	[ "$again" -le $((at + 2)) ]
	[ "$(vm-snapshot-list web --name)" = before ]
	vm-list --name -0 | xargs -0 vm-destroy
	[ -z "$(vm-list --name)" ]
}

@test "S35, S36: back from off; paused, and a paused one running" {
	given_counting web
	vm-snapshot-create-as web before
	at=$(count web)
	until_true has_counted web $((at + 3))
	vm-destroy web
	forget_console web
	vm-snapshot-revert web before
	[ "$(vm-state --reason web)" = 'running (from snapshot)' ]
	until_true has_counted web 1
	read -r _ again _ disk <<<"$(first_line web)"
	[ "$again" -le $((at + 2)) ]
	[ "$disk" -eq $((again - 1)) ]

	until_true has_counted web $((again + 2))
	vm-snapshot-revert web before --paused
	[ "$(vm-state --reason web)" = 'paused (from snapshot)' ]
	vm-snapshot-create-as web paused
	[ "$(vm-snapshot-info web paused -o STATE)" = paused ]
	forget_console web
	vm-resume web
	until_true has_counted web $((at + 1))
	read -r _ again _ _ <<<"$(first_line web)"
	[ "$again" -le $((at + 2)) ]
	vm-destroy web
	forget_console web
	vm-snapshot-revert web paused --running
	[ "$(vm-state --reason web)" = 'running (from snapshot)' ]
	until_true has_counted web 1
	read -r _ again _ _ <<<"$(first_line web)"
	[ "$again" -le $((at + 2)) ]
}

@test "a snapshot of a guest that is off brings its disk and definition back" {
	counting_guest web </dev/null >"$work/web.xml"
	vm-define "$work/web.xml"
	printf 'written before' | dd of="$work/mark" 2>/dev/null
	qemu-io -f qcow2 -c 'write -P 0x41 0 512' "$work/web.qcow2" >/dev/null
	vm-snapshot-create-as web off
	[ "$(vm-snapshot-info web off -o STATE)" = shutoff ]
	qemu-io -f qcow2 -c 'write -P 0x42 0 512' "$work/web.qcow2" >/dev/null
	vm-desc web --title 'changed since'

	vm-snapshot-revert web off
	qemu-io -f qcow2 -c 'read -P 0x41 0 512' "$work/web.qcow2"
	[ "$(vm-desc web --title)" = 'as defined' ]
	[ "$(vm-state web)" = 'shut off' ]
}

@test "a tree of snapshots: parents, current one, deletion" {
	given_counting web
	vm-snapshot-create-as web one
	vm-snapshot-create-as web two
	vm-snapshot-revert web one
	vm-snapshot-create-as web three
	[ "$(vm-snapshot-parent web three)" = one ]
	[ "$(vm-snapshot-current web --name)" = three ]
	run vm-snapshot-list web --tree
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = one ]
	vm-snapshot-delete web one
	[ "$(vm-snapshot-list web --name)" = "$(printf 'three\ntwo')" ]
	qemu-img snapshot -U -l "$work/web.qcow2" | grep -qw two
	qemu-img snapshot -U -l "$work/web.qcow2" | grep -qw one && false
	vm-snapshot-delete web two three
	[ -z "$(vm-snapshot-list web --name)" ]
}

@test "an image that cannot hold a snapshot is refused, and nothing is touched" {
	counting_guest web <<-X >"$work/web.xml"
	<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='$work/raw.img'/>
	  <target dev='vdb' bus='virtio'/></disk>
	X
	truncate -s 1M "$work/raw.img"
	chmod 666 "$work/raw.img"
	vm-define "$work/web.xml"
	vm-start web
	run vm-snapshot-create-as web no
	[ "$status" -eq 9 ]
	[[ "$output" == "vm-snapshot-create-as: web: "*vdb*qcow2* ]]
	[ -z "$(vm-snapshot-list web --name)" ]
	[ -z "$(qemu-img snapshot -U -l "$work/web.qcow2")" ]
	[ "$(vm-state web)" = running ]
}

@test "S37: a change of memory since the snapshot needs --force, which starts anew" {
	given_counting web
	vm-snapshot-create-as web before
	at=$(count web)
	vm-destroy web
	vm-dumpxml web | sed 's,<memory .*,<memory unit="MiB">160</memory>,; s,<currentMemory .*,<currentMemory unit="MiB">160</currentMemory>,' >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	run vm-snapshot-revert web before
	[ "$status" -eq 3 ]
	[[ "$output" == *memory* ]]
	[ "$(vm-state web)" = running ]
	pid=$(cat "$VIRTUTILS_ROOT/run/qemu/web.pid")
	vm-suspend web
	forget_console web
	vm-snapshot-revert --force web before
	[ "$(vm-state --reason web)" = 'running (from snapshot)' ]
	[ "$(cat "$VIRTUTILS_ROOT/run/qemu/web.pid")" != "$pid" ]
	until_true has_counted web 1
	read -r _ again _ disk <<<"$(first_line web)"
	[ "$again" -gt 1 ]      # it has not booted
	[ "$again" -le $((at + 2)) ]
	[ "$disk" -eq $((again - 1)) ]
	vm-dumpxml web | grep -q "<memory unit='KiB'>131072</memory>"
}

@test "killed in the middle of a snapshot, the next command mends it" {
	given_counting web
	until_true has_counted web 4
	for call in 1 2 3 4 5 6 7; do
		# Die on the n-th message to the emulator, so also with the guest stopped.
		strace -qq -o /dev/null -e trace=sendto -e inject=sendto:signal=KILL:when=$call \
			vm-snapshot-create-as web "cut$call" || :
		vm-desc web --live --title "after $call"
		until_true is_state web running
		at=$(count web)
		until_true has_counted web $((at + 1))
		for name in $(vm-snapshot-list web --name); do vm-snapshot-delete web "$name"; done
		[ -z "$(qemu-img snapshot -U -l "$work/web.qcow2")" ]
	done
}
