#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-screenshot - save a picture of a virtual machine's screen

load helpers

@test "to a file, in the format its name says" {
	given_vm web running
	run vm-screenshot web web.png
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(head -c 8 web.png | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a ]
	vm-screenshot web web.ppm
	[ "$(head -c 2 web.ppm)" = P6 ]
	vm-screenshot web --format=ppm web.img
	[ "$(head -c 2 web.img)" = P6 ]
}

@test "to standard output" {
	given_vm web running
	[ "$(vm-screenshot web --format=ppm - | head -c 2)" = P6 ]
}

@test "a name of its own is told" {
	given_vm web running
	run vm-screenshot web
	[ "$status" -eq 0 ]
	[[ "$output" =~ ^web-[0-9-]+-[0-9:]+\.png$ ]]
	[ -s "$output" ]
}

@test "not running, no such screen, no such format, unknown" {
	given_vm web
	run vm-screenshot web web.png
	[ "$status" -eq "$FAULT_STATE" ]
	[ ! -e web.png ]
	vm-start web
	run vm-screenshot web --screen=99 web.png
	[ "$status" -ne 0 ]
	[ ! -e web.png ]
	run vm-screenshot web --format=gif web.png
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-screenshot nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "a place that cannot be written, a full disk" {
	given_vm web running
	run vm-screenshot web none/web.png
	[ "$status" -eq 1 ]
	[ "$output" = "vm-screenshot: web: create none/web.png: No such file or directory" ]
	run bash -c 'vm-screenshot web - >/dev/full'
	[ "$status" -eq 1 ]
	[[ "$output" == *"No space left on device" ]]
}
