#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-console - connect the terminal to a virtual machine's serial console

load helpers

@test "output comes, input goes" {
	given_vm web running
	run vm-console web --send=hello --expect=hello --timeout=10 </dev/null
	[ "$status" -eq 0 ]
	[[ "$output" == *"web login: hello"* ]]
	run bash -c 'echo good morning | vm-console web --expect="good morning" --timeout=10'
	[ "$status" -eq 0 ]
}

@test "text that does not come is a timeout" {
	given_vm web running
	run vm-console web --expect=never --timeout=1 </dev/null
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[[ "${lines[-1]}" == *"vm-console: web: 'never' did not come in time" ]]
}

@test "unattended capture ends after its time, and is logged" {
	given_vm web running
	run vm-console web --timeout=1 --log=log </dev/null
	[ "$status" -eq 0 ]
	[[ "$(<log)" == *"web login: "* ]]
	run vm-console web --timeout=1 --log=/dev/full </dev/null
	[ "$status" -eq 1 ]
	[[ "$output" == *"/dev/full: No space left on device" ]]
}

@test "at a terminal, the escape character ends the session" {
	given_vm web running
	at_terminal vm-console web
	until_so grep -q 'login:' out
	grep -q '\^\] ends the session' out
	printf 'abc' >&7
	until_so grep -q abc out
	printf '\035' >&7
	wait "$session"
	exec 7>&-
}

@test "another escape character, or none" {
	given_vm web running
	at_terminal vm-console -e ^a web
	until_so grep -q 'login:' out
	printf '\035x' >&7
	until_so grep -q x out
	printf '\001' >&7
	wait "$session"
	exec 7>&-
	run vm-console -e '^^^' web </dev/null
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "one session at a time" {
	given_vm web running
	at_terminal vm-console web
	until_so grep -q 'login:' out
	run vm-console --lock-timeout=0 --timeout=1 web </dev/null
	[ "$status" -eq "$FAULT_BUSY" ]
	[[ "$output" == "vm-console: web: busy: vm-console"* ]]
	printf '\035' >&7
	wait "$session"
	exec 7>&-
}

@test "a signal leaves a sane terminal" {
	given_vm web running
	at_terminal "stty -g >before; vm-console web; stty -g >after"
	until_so grep -q 'login:' out
	pkill -TERM -P "$(pgrep -P "$session")" vm-console
	wait "$session" || :
	exec 7>&-
	diff before after
}

@test "--resume lets a paused guest run" {
	given_vm web paused
	vm-console web --resume --expect=login: --timeout=10 </dev/null
	[ "$(vm-state web)" = running ]
}

@test "not running, no such device, bad expression, unknown" {
	given_vm web
	run vm-console web </dev/null
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-console: web: not running" ]
	vm-start web
	run vm-console web nonsense0 </dev/null
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-console web --expect='(' </dev/null
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-console web --force </dev/null
	[ "$status" -eq "$FAULT_OPTION" ]
	run vm-console nobody </dev/null
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "vm-start --console goes on to the console" {
	given_vm web
	at_terminal vm-start --console web
	until_so grep -q 'web login:' out
	printf '\035' >&7
	wait "$session"
	exec 7>&-
	[ "$(vm-state web)" = running ]
}

@test "a reader that takes nothing does not keep it from its end" {
	given_vm web running
	mkfifo stuck
	exec 8<>stuck
	in_background bash -c 'yes | vm-console web --timeout=2 >stuck; echo $? >ended'
	until_so grep -qx 0 ended
	in_background bash -c 'yes | (echo $BASHPID >pid; exec vm-console web >stuck)'
	until_so test -s pid
	until_so bash -c '[ "$(sed -n "s/wchar: //p" "/proc/$(<pid)/io")" -gt 0 ]'
	kill "$(cat pid)"
	until_so [ ! -e "/proc/$(cat pid)" ]
	exec 8>&-
}
