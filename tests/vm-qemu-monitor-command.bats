#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-qemu-monitor-command - send a raw command to the monitor of a running QEMU

load helpers

@test "a driver without a monitor says so" {
	given_vm web running
	run vm-qemu-monitor-command web '{"execute":"query-status"}'
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "vm-qemu-monitor-command: web: the test driver does not support "* ]]
}

@test "options end where the command begins, as virsh has them also behind the guest" {
	given_vm web running
	for line in "--hmp web info --nonsense" "web --hmp info --nonsense" "web --hmp -- --nonsense" "--hmp web -- --nonsense"; do
		run vm-qemu-monitor-command $line
		[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	done
	run vm-qemu-monitor-command web --nonsense info
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "not running, unknown, nothing to say, options that do not go together" {
	given_vm web
	run vm-qemu-monitor-command web '{}'
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-qemu-monitor-command nobody '{}'
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-qemu-monitor-command web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-qemu-monitor-command --hmp --pretty web info
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-qemu-monitor-command --pass-fds=3 web '{}'
	[ "$status" -eq "$FAULT_OPTION" ]
}
