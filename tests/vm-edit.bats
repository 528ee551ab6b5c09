#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-edit - change the stored definition of a virtual machine

load helpers

@test "a change without an editor" {
	given_vm web
	run vm-edit web --set=/domain/vcpu=4 --set='/domain/on_reboot=destroy'
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-info web -o CPUS)" = 4 ]
	[ "$(vm-dumpxml web --xpath 'string(/domain/on_reboot)')" = destroy ]
}

@test "an editor gets the stored definition, and what it leaves is stored" {
	given_vm web running
	editor 's/>2</>3</'
	vm-edit web
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/vcpu)')" = 3 ]
	[ "$(vm-dumpxml web --xpath 'string(/domain/vcpu)')" = 2 ]
}

@test "VISUAL goes before EDITOR" {
	given_vm web
	editor 's/>2</>3</'
	VISUAL=$EDITOR EDITOR=false vm-edit web
	[ "$(vm-info web -o CPUS)" = 3 ]
}

@test "secrets are in the text and stay" {
	xml web "<devices><graphics type='vnc' port='-1' passwd='hush'/></devices>" | vm-define -
	vm-edit web --set=/domain/vcpu=3
	[[ "$(vm-dumpxml web --security-info)" == *hush* ]]
}

@test "nothing changed is nothing done" {
	given_vm web
	before=$(stat -c %i "$VIRTUTILS_ROOT/etc/test/web.xml")
	EDITOR=true vm-edit web
	[ "$(stat -c %i "$VIRTUTILS_ROOT/etc/test/web.xml")" = "$before" ]
}

@test "an editor that fails, a document that is bad: the old one stays" {
	given_vm web
	vm-dumpxml web >before.xml
	EDITOR=false run vm-edit web </dev/null
	[ "$status" -ne 0 ]
	editor 's/<domain/<damain/'
	run vm-edit web </dev/null
	[ "$status" -eq "$FAULT_XML" ]
	run vm-edit web --set=/domain/vcpu=many
	[ "$status" -eq "$FAULT_XML" ]
	run vm-edit web --set=/domain/nonsense=1
	[ "$status" -ne 0 ]
	vm-dumpxml web | diff before.xml -
}

@test "somebody else was faster" {
	given_vm web
	editor 's/>2</>3</'
	echo 'vm-desc web theirs' >>"$EDITOR"
	run vm-edit web </dev/null
	[ "$status" -eq "$FAULT_STATE" ]
	[[ "$output" == *"the stored definition has hash "* ]]
	[ "$(vm-desc web)" = theirs ]
	[ "$(vm-info web -o CPUS)" = 2 ]
}

@test "unknown, transient, dry" {
	run vm-edit nobody --set=/domain/vcpu=4
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_transient web
	run vm-edit web --set=/domain/vcpu=4
	[ "$status" -eq "$FAULT_STATE" ]
	given_vm db
	run vm-edit -n db --set=/domain/vcpu=4
	[ "$status" -eq 0 ]
	[ "$(vm-info db -o CPUS)" = 2 ]
}

@test "keys that interrupt are the editor's while it runs" {
	given_vm web
	cat >editor <<-'E'
	#!/bin/sh
	trap 'echo "$1" >caught' INT QUIT
	: >begun
	until [ -e caught ]; do sleep 0.1; done
	sed -i 's/>2</>3</' "$1"
	E
	chmod +x editor
	for key in '\003' '\034'; do
		rm -f begun caught keys
		EDITOR=$work/editor at_terminal env --default-signal=INT,QUIT vm-edit web
		until_so [ -e begun ]
		printf "$key" >&7
		wait "$session"
		exec 7>&-
		[ "$(vm-info web -o CPUS)" = 3 ]
		[ ! -e "$(cat caught)" ]
		vm-edit web --set=/domain/vcpu=2
	done
	printf '#!/bin/sh\nkill -INT $$\n' >editor
	EDITOR=$work/editor run env --default-signal=INT vm-edit web </dev/null
	[[ $status -eq 1 && $output == *"did not end well"* ]]
}
