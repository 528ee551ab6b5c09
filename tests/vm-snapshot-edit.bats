#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-edit - change the document of a snapshot

load helpers
load snapshots

@test "the description, without and with an editor" {
	given_vm web
	vm-snapshot-create-as web s1 old
	run vm-snapshot-edit web s1 --set=/domainsnapshot/description=new
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/description)')" = new ]
	editor s/new/newer/
	vm-snapshot-edit web --current
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/description)')" = newer ]
	[ "$(vm-snapshot-current web --name)" = s1 ]
}

@test "another name needs --rename or --clone" {
	given_vm web
	vm-snapshot-create-as web s1
	run vm-snapshot-edit web s1 --set=/domainsnapshot/name=s9
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(vm-snapshot-list web --name)" = s1 ]
	run vm-snapshot-edit web s1 --rename --set=/domainsnapshot/name=s9
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[[ "$output" == *"internal"* ]]
	[ "$(vm-snapshot-list web --name)" = s1 ]
	vm-snapshot-edit web s1 --clone --set=/domainsnapshot/name=s9
	[ "$(vm-snapshot-list web --name)" = $'s1\ns9' ]
	[ "$(vm-snapshot-current web --name)" = s1 ]
}

@test "an external one is renamed in place: children and current follow" {
	given_disk_vm web
	given_external web s1
	vm-snapshot-dumpxml web s1 | sed "0,/<name>s1/s//<name>s2/; s|<creationTime>|<parent><name>s1</name></parent>&|" >s2.xml
	vm-snapshot-create web s2.xml --redefine
	vm-snapshot-edit web s1 --rename --set=/domainsnapshot/name=s9
	[ "$(vm-snapshot-list web --name)" = $'s2\ns9' ]
	[ "$(vm-snapshot-parent web s2)" = s9 ]
	[ "$(vm-snapshot-current web --name)" = s9 ]
}

@test "a bad document: the old one stays" {
	given_vm web
	vm-snapshot-create-as web s1
	editor 's/<state>.*</<state>happy</'
	run vm-snapshot-edit web s1 </dev/null
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-snapshot-dumpxml web s1 --xpath 'string(/domainsnapshot/state)')" = shutoff ]
}

@test "which one, unknown, options that exclude each other" {
	given_vm web
	vm-snapshot-create-as web s1
	run vm-snapshot-edit web --set=/domainsnapshot/description=x
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-edit web nope --set=/domainsnapshot/description=x
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-edit web s1 --rename --clone
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-edit nobody s1
	[ "$status" -eq "$FAULT_NO_VM" ]
}
