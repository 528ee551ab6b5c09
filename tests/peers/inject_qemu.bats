#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_qemu.bats - vm-start and vm-destroy of a real QEMU, killed or failing in the middle
#
# Whatever they leave, the next command works, and in the end nothing is left.  needs qemu

load ../helpers
load ../inject
load guest
load small_guest

setup() {
	needs qemu-system-x86_64
	needs strace
	private_root
	given_disk
}
teardown() { remove_root; }

calls='write pwrite64 copy_file_range renameat unlink unlinkat symlinkat mkdir mkdirat rmdir fchownat'
calls+=' connect sendto recvfrom pidfd_send_signal vfork clone clone3'

ends_well() {
	run vm-start web
	[ "$status" -eq 0 ] || [ "$output" = 'vm-start: web: already running' ]
	vm-suspend web
	vm-resume web
	vm-destroy web
	until_true nothing_left
	[ "$(stat -c %u "$work/disk.qcow2")" = "$(id -u)" ]
	until_true no_emulator
}

@test "a vm-start that is killed anywhere is finished or undone by the next command" {
	local point all
	vm-start web            # what is probed once is probed now
	vm-destroy web
	all=$(points "$calls" vm-start web)
	vm-destroy web
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		echo "met by $point"
		met $point vm-start web || :     # how often it reads depends on time
		ends_well
	done <<<"$all"
}

@test "a vm-destroy that is killed anywhere is finished by the next command" {
	local point all
	vm-start web
	all=$(points "$calls" vm-destroy web)
	[ "$(wc -l <<<"$all")" -gt 5 ]
	while read -r point; do
		echo "met by $point"
		vm-start web
		met $point vm-destroy web || :     # how often it reads depends on time
		ends_well
	done <<<"$all"
}

# A call that fails for want of space: either it did not matter, or the start fails with one
# line and leaves nothing.
failing_at_each() {     # CALLS
	local n=0 failed=0
	while :; do
		n=$((n + 1))
		run --separate-stderr strace -qq -o "$work/trace" -e trace="$1" \
			-e inject="$1:error=ENOSPC:when=$n" vm-start web
		grep -q INJECTED "$work/trace" || break
		if [ "$status" -eq 0 ]; then
			[ "$(vm-state web)" = running ]
		else
			failed=$((failed + 1))
			# shellcheck disable=SC2154
			[ "${#stderr_lines[@]}" -eq 1 ] || { printf "call %d: %s\n" "$n" "$stderr"; return 1; }
			[ "$(vm-state web)" = 'shut off' ]
			until_true nothing_left || { echo "call $n of $1 left:"; ls "$VIRTUTILS_ROOT/run/qemu"; return 1; }
			[ "$(stat -c %u "$work/disk.qcow2")" = "$(id -u)" ]
			until_true no_emulator
		fi
		vm-destroy --if-needed web
	done
	vm-destroy web
	[ "$failed" -gt 0 ]
}

@test "a full disk fails a start with one line, and nothing is left" {
	failing_at_each write
	failing_at_each renameat
	failing_at_each mkdirat,mkdir
	failing_at_each socket
}
