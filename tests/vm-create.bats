#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-create - start a virtual machine straight from a document

load helpers

@test "a transient guest runs and is not stored" {
	xml web >web.xml
	run vm-create web.xml
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-list --transient --name)" = web ]
	[ ! -e "$VIRTUTILS_ROOT/etc/test/web.xml" ]
	vm-destroy web
	[ "$(vm-list --all --name)" = "" ]
}

@test "its name, -v, paused" {
	run vm-create --print-name --paused - <<<"$(xml web)"
	[ "$output" = web ]
	[ "$(vm-state web)" = paused ]
	run --separate-stderr vm-create -v - <<<"$(xml db)"
	[ "$output" = "" ]
	[ "$stderr" = "vm-create: standard input: db started" ]
}

@test "a stopped stored guest runs once with another definition" {
	given_vm web
	vm-dumpxml web | sed 's|<name>|<title>once</title><name>|' >once.xml
	vm-create once.xml
	[ "$(vm-desc web --title)" = once ]
	[ "$(vm-list --persistent --name)" = web ]
	vm-destroy web
	[ "$(vm-desc web --title)" = "" ]
}

@test "one that runs is wrong state" {
	given_vm web running
	vm-dumpxml web >web.xml
	run vm-create web.xml
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-state web)" = running ]
}

@test "the name of another is refused" {
	given_vm web
	xml web '<uuid>11111111-2222-4333-8444-555555555555</uuid>' >other.xml
	run vm-create other.xml
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$(vm-state web)" = "shut off" ]
}

@test "bad documents and a dry run start nothing" {
	printf '<domain>\n<name></domain>\n' >bad.xml
	run vm-create bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == "vm-create: bad.xml:2: "* ]]
	xml web >web.xml
	run vm-create -n web.xml
	[ "$status" -eq 0 ]
	[[ "$output" == "start web"* ]]
	[ "$(vm-list --all --name)" = "" ]
	[ -z "$(ls "$VIRTUTILS_ROOT"/run/test/*.xml 2>/dev/null)" ]
}
