#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-send-key - press keys on a virtual machine's keyboard

load helpers

typed() {
	vm-log web | sed -n 's/.*: keys \(.*\) for .*/\1/p'
}

@test "names and numbers of keys" {
	given_vm web running
	run vm-send-key web KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(typed)" = "ctrl alt delete" ]
	vm-send-key web 30 0x1e
	[ "$(typed | tail -1)" = "a a" ]
	vm-send-key web --codeset=qcode ret
	[ "$(typed | tail -1)" = ret ]
}

@test "a text is typed key by key" {
	given_vm web running
	vm-send-key web --text='aZ 9!/?'
	[ "$(typed)" = $'a\nshift z\nspc\n9\nshift 1\nslash\nshift slash' ]
}

@test "every printable character has a key" {
	given_vm web running
	vm-send-key web --text="$(printf '%b' "$(printf '\\%03o' {32..126})")"
	[ "$(typed | wc -l)" -eq 95 ]
	[ "$(typed | sort -u | wc -l)" -eq 95 ]
}

@test "how long" {
	given_vm web running
	vm-send-key web --holdtime=250 KEY_A
	[[ "$(vm-log web --lines=1)" == *"keys a for 250 ms" ]]
}

@test "nothing is pressed when anything is wrong" {
	given_vm web running
	run vm-send-key web KEY_A KEY_NONSENSE
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-send-key web --text=$'a\001'
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-send-key web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-send-key web --text=a KEY_A
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-send-key web --codeset=usb 4
	[ "$status" -eq "$FAULT_OPTION" ]
	run vm-send-key web --text=a --holdtime=soon
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-send-key web {1..17}
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(typed)" = "" ]
}

@test "not running, unknown, dry" {
	given_vm web
	run vm-send-key web KEY_A
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-send-key nobody KEY_A
	[ "$status" -eq "$FAULT_NO_VM" ]
	vm-start web
	run vm-send-key -n web --text=abc
	[ "$output" = "press 3 keys of web" ]
	[ "$(typed)" = "" ]
}
