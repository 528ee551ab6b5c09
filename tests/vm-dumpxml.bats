#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-dumpxml - print the definition of a virtual machine

load helpers

@test "a running guest has a number in its definition, a stopped one has not" {
	given_vm web running
	[ "$(vm-dumpxml web | head -1)" = "<domain type='test' id='$(vm-id web)'>" ]
	[ "$(vm-dumpxml web --inactive | head -1)" = "<domain type='test'>" ]
	vm-destroy web
	[ "$(vm-dumpxml web | head -1)" = "<domain type='test'>" ]
}

@test "the familiar guest is printed as libvirt prints it" {
	needs_libvirt
	libvirt_virsh dumpxml test | sed '/^$/d' >theirs.xml
	export VIRTUTILS_ROOT=$work/fresh
	vm-dumpxml test >ours.xml
	diff theirs.xml ours.xml
}

@test "several are wrapped in one root" {
	given_vm one
	given_vm two
	vm-dumpxml one two >both.xml
	[ "$(head -1 both.xml)" != "<domain type='test'>" ]
	[ "$(grep -c '<domain type' both.xml)" -eq 2 ]
	xml_root=$(head -1 both.xml)
	[ "$(tail -1 both.xml)" = "${xml_root/</</}" ]
}

@test "parts by XPath, bare, wrapped, as JSON" {
	given_vm web
	[ "$(vm-dumpxml web --xpath 'string(/domain/name)')" = web ]
	[ "$(vm-dumpxml web --xpath '/domain/vcpu')" = '<vcpu placement="static">2</vcpu>' ]
	vm-dumpxml web --xpath '//os/type | //vcpu' --wrap | grep -q '^<nodes>'
	[ "$(vm-dumpxml web --json | jq -r '.domain.name')" = web ]
	run vm-dumpxml web --xpath '//nonsense'
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-dumpxml web --xpath '//['
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "secrets only on request" {
	xml web "<devices><graphics type='vnc' port='-1' passwd='hush'/></devices>" | vm-define -
	run vm-dumpxml web
	[[ "$output" == *"type='vnc'"* ]]
	[[ "$output" != *hush* ]]
	[[ "$(vm-dumpxml web --security-info)" == *"passwd='hush'"* ]]
}

@test "the stored definition of a transient guest is wrong state" {
	given_transient web
	vm-dumpxml web | grep -q '<name>web</name>'
	run vm-dumpxml web --inactive
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-dumpxml nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "--update-cpu is refused until there is a processor database" {
	given_vm web
	run vm-dumpxml web --update-cpu
	[ "$status" -eq "$FAULT_OPTION" ]
}

@test "a full disk is a failure" {
	given_vm web
	run bash -c 'vm-dumpxml web >/dev/full'
	[ "$status" -eq 1 ]
	[[ "$output" == *"standard output: No space left on device" ]]
}
