#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_qemu.bats - vm-start and vm-destroy of a real QEMU, killed in the middle
#
# Whatever they leave, the next command works, and in the end nothing is left.

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	needs strace
	private_root
	vm-define - <<-X
	<domain type='qemu'><name>web</name><memory unit='MiB'>64</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
	X
	vm-start web
	vm-destroy web
}

teardown() {
	remove_root
}

calls='write renameat unlink unlinkat symlinkat mkdir mkdirat connect sendto vfork clone clone3'

# killed CALL N COMMAND...: only the program itself is killed, not what it started.
killed() {
	local call=$1 n=$2
	shift 2
	bash -c '"$@"; exit $?' bash timeout 30 strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" -e trace="$call" \
		-e inject="$call:signal=KILL:when=$n" "$@" 2>/dev/null || :
	grep -q 'killed by SIGKILL' "$work/trace"
}

# How often a command makes each call: lines "CALL N" for N from 1 on.
points() {
	strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" -e trace="${calls// /,}" "$@"
	awk -F'(' '{ print $1, ++n[$1] }' "$work/trace"
}

works_now() {
	case $(vm-state web) in
	running) vm-suspend web && vm-resume web ;;
	*) vm-start web ;;
	esac
	[ "$(vm-state web)" = running ]
}

nothing_left() {
	[ -z "$(pgrep -f "$VIRTUTILS_ROOT")" ] || return 1
	[ -z "$(find "$VIRTUTILS_ROOT/run/qemu" -name 'web.*' ! -name web.state ! -name web.events)" ]
}

@test "a vm-start that is killed anywhere is finished or undone by the next command" {
	local call n all
	all=$(points vm-start web)
	vm-destroy web
	[ "$(wc -l <<<"$all")" -gt 20 ]
	while read -r call n; do
		echo "killed at $call $n"
		killed "$call" "$n" vm-start web
		works_now
		vm-destroy web
		until_so nothing_left
	done <<<"$all"
}

@test "a vm-destroy that is killed anywhere is finished by the next command" {
	local call n all
	vm-start web
	all=$(points vm-destroy web)
	[ "$(wc -l <<<"$all")" -gt 5 ]
	while read -r call n; do
		echo "killed at $call $n"
		vm-start web
		killed "$call" "$n" vm-destroy web
		works_now
		vm-destroy web
		until_so nothing_left
	done <<<"$all"
}
