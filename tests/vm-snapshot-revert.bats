#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-revert - bring a virtual machine back to a snapshot

load helpers

@test "a running guest goes back to running, its definitions too" {
	given_vm web running
	vm-snapshot-create-as web s1
	vm-edit web --set=/domain/vcpu=4
	vm-desc web --live changed
	run vm-snapshot-revert web s1
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-state web --reason)" = "running (from snapshot)" ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/vcpu)')" = 2 ]
	[ "$(vm-desc web --live)" = "" ]
	[ "$(vm-snapshot-current web --name)" = s1 ]
}

@test "from off to running, from running to off, paused stays paused" {
	given_vm web
	vm-snapshot-create-as web off
	vm-start web
	vm-snapshot-create-as web on
	vm-suspend web
	vm-snapshot-create-as web paused
	vm-destroy web
	vm-snapshot-revert web on
	[ "$(vm-state web --reason)" = "running (from snapshot)" ]
	vm-snapshot-revert web off
	[ "$(vm-state web --reason)" = "shut off (from snapshot)" ]
	vm-snapshot-revert web paused
	[ "$(vm-state web)" = paused ]
	vm-snapshot-revert web --current --running
	[ "$(vm-state web)" = running ]
	vm-snapshot-revert web on --paused
	[ "$(vm-state web --reason)" = "paused (from snapshot)" ]
}

@test "what may lose something needs --force" {
	given_vm web
	vm-snapshot-create-as web off
	vm-start web
	run vm-snapshot-revert web off --running
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(vm-state web --reason)" = "running (booted)" ]
	vm-snapshot-revert web off --running --force
	[ "$(vm-state web)" = running ]
}

@test "a renamed guest goes back under its new name" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-rename web shop
	vm-snapshot-revert shop s1
	[ "$(vm-list --all --name)" = shop ]
	[ "$(vm-dumpxml shop --xpath 'string(/domain/name)')" = shop ]
}

@test "S44: which one, unknown, options that exclude each other" {
	given_vm web
	vm-snapshot-create-as web s1
	run vm-snapshot-revert web
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-revert web s1 --current
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-revert web s1 --running --paused
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-snapshot-revert web nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-revert nobody s1
	[ "$status" -eq "$FAULT_NO_VM" ]
}

# given_changed: a snapshot of a running guest, and its definition changed since.
given_changed() {
	given_vm web running
	vm-snapshot-create-as web s1
	vm-edit web --set=/domain/vcpu=4
}

@test "S38, S39: both definitions come back, or that of the running guest is both" {
	given_changed
	vm-snapshot-revert web s1
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/vcpu)')" = 2 ]
	vm-edit web --set=/domain/vcpu=4
	vm-snapshot-create-as web s2
	[ "$(vm-snapshot-dumpxml web s2 --xpath 'string(//inactiveDomain/vcpu)')" = 4 ]
	vm-edit web --set=/domain/vcpu=6
	vm-snapshot-revert web s2
	[ "$(vm-dumpxml web --xpath 'string(/domain/vcpu)')" = 2 ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/vcpu)')" = 4 ]
	# the same without the stored one, as an old libvirt made it
	vm-snapshot-dumpxml web s2 | sed '/<inactiveDomain/,/<.inactiveDomain>/d' >old.xml
	vm-snapshot-create web old.xml --redefine
	vm-snapshot-revert web s2
	[ "$(vm-dumpxml web --xpath 'string(/domain/vcpu)')" = 2 ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/vcpu)')" = 2 ]
}

@test "S40: one that knows no more of the guest than its UUID" {
	given_vm web
	vm-snapshot-create-as web old
	sed -i "/<domain /,/<.domain>/d; s|<active>|<domain><uuid>$(vm-uuid web)</uuid></domain>&|" root/etc/test/snapshot/web/old.xml
	vm-edit web --set=/domain/vcpu=4
	run vm-snapshot-revert web old
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *--force* ]]
	vm-snapshot-revert web old --force
	[ "$(vm-dumpxml web --xpath 'string(/domain/vcpu)')" = 4 ]
	[ "$(vm-snapshot-current web --name)" = old ]
}

@test "S42: a transient guest would be gone" {
	given_vm web
	vm-snapshot-create-as web off
	vm-snapshot-dumpxml web off >off.xml
	vm-start web
	vm-undefine web
	vm-snapshot-create web off.xml --redefine
	run vm-snapshot-revert web off
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *transient* ]]
	[ "$(vm-state web)" = running ]
}

@test "S107: halted with its snapshot, and back" {
	given_vm web running
	vm-snapshot-create-as web s1 --halt
	[ "$(vm-state web --reason)" = "shut off (from snapshot)" ]
	[ "$(vm-snapshot-info web s1 -o STATE)" = running ]
	vm-snapshot-revert web s1
	[ "$(vm-state web --reason)" = "running (from snapshot)" ]
}

@test "a dry run" {
	given_vm web running
	vm-snapshot-create-as web s1
	vm-desc web --live changed
	run vm-snapshot-revert -n web s1
	[ "$status" -eq 0 ]
	[[ "$output" == *web*s1* || "$output" == *s1*web* ]]
	[ "$(vm-desc web --live)" = changed ]
}
