#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-autostart - start a virtual machine with the host, or not

load helpers

@test "marked and no longer marked" {
	given_vm web
	given_vm db
	run vm-autostart web db
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-list --all --autostart --name)" = $'db\nweb' ]
	[ "$(vm-info web -o AUTOSTART)" = yes ]
	vm-autostart --disable web
	[ "$(vm-list --all --autostart --name)" = db ]
	[ -L "$VIRTUTILS_ROOT/etc/test/autostart/db.xml" ]
}

@test "twice is the same" {
	given_vm web
	vm-autostart web
	vm-autostart web
	vm-autostart --disable web
	vm-autostart --disable web
	[ "$(vm-list --all --autostart --name)" = "" ]
}

@test "a transient guest has nothing to start at boot" {
	given_transient web
	run vm-autostart web
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-autostart nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "what needs host-autostart is refused" {
	given_vm web
	for option in --once --order=3 --delay=5 --after=db; do
		run vm-autostart $option web
		[ "$status" -eq "$FAULT_OPTION" ]
	done
	[ "$(vm-info web -o AUTOSTART)" = no ]
}

@test "a dry run" {
	given_vm web
	run vm-autostart -n web
	[ "$output" = "start web with the host" ]
	[ "$(vm-info web -o AUTOSTART)" = no ]
}
