#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-dumpxml - print the document of a checkpoint

load helpers
load checkpoints

@test "the whole document, in libvirt's order" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-create-as web c2 'a day'
	[ "$(vm-checkpoint-dumpxml web c2 | grep -oE '^  <[a-zA-Z]+' | tr -d ' <' | paste -sd ' ')" = \
		"name description parent creationTime disks domain" ]
	[ "$(vm-checkpoint-dumpxml web c1 --no-domain | grep -c domain\>)" = 0 ]
	[ "$(vm-checkpoint-dumpxml web c2 --xpath /domaincheckpoint/parent/name)" = "<name>c1</name>" ]
}

@test "sizes are of a guest that runs" {
	given_disks_vm web
	vm-checkpoint-create-as web c1 --diskspec vda
	[ "$(vm-checkpoint-dumpxml web c1 --size --xpath "string(//disks/disk[@name='vda']/@size)")" = 0 ]
	[ "$(vm-checkpoint-dumpxml web c1 --size --xpath "string(//disks/disk[@name='vdb']/@size)")" = "" ]
	[ "$(vm-checkpoint-dumpxml web c1 --xpath "string(//disks/disk[@name='vda']/@size)")" = "" ]
	vm-destroy web
	run vm-checkpoint-dumpxml web c1 --size
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "secrets are for those who ask" {
	xml web "<devices><graphics type='vnc' passwd='hush'/>
	  <disk type='file'><source file='/vm/a'/><target dev='vda'/></disk></devices>" | vm-define -
	vm-start web
	vm-checkpoint-create-as web c1
	[ "$(vm-checkpoint-dumpxml web c1 | grep -c hush)" = 0 ]
	[ "$(vm-checkpoint-dumpxml web c1 --security-info | grep -c hush)" = 1 ]
}
