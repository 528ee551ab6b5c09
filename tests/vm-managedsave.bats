#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-managedsave - save virtual machines where their next start resumes from

load helpers
load saved

@test "saved, and the next start resumes" {
	given_vm web running
	run vm-managedsave web
	[ "$status" -eq 0 ] && [ "$output" = "" ]
	[ "$(vm-state web --reason)" = 'shut off (saved)' ]
	[ "$(magic "$managed")" = LibvirtQemudSave ]
	[ "$(vm-info web -o MANAGED-SAVE)" = yes ]
	vm-start web
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	[ ! -e "$managed" ]
	[ "$(vm-info web -o MANAGED-SAVE)" = no ]
	no_drafts
}

@test "lists know of it" {
	given_vm web running
	given_vm db
	vm-managedsave web
	[ "$(vm-list --all --with-managed-save --name)" = web ]
	[ "$(vm-list --all --without-managed-save --name)" = db ]
	[ "$(vm-list --all --managed-save -o NAME,STATE --noheadings --raw)" = $'db shut\\x20off\nweb saved' ]
}

@test "paused and running when it is back" {
	given_vm web paused
	vm-managedsave web
	vm-start web
	[ "$(vm-state web)" = paused ]
	vm-managedsave web --running
	vm-start web
	[ "$(vm-state web)" = running ]
	vm-managedsave web
	vm-start web --paused
	[ "$(vm-state web)" = paused ]
	[ ! -e "$managed" ]
}

@test "--force-boot drops the image" {
	given_vm web running
	vm-managedsave web
	vm-start web --force-boot
	[ "$(vm-state web --reason)" = 'running (booted)' ]
	[ ! -e "$managed" ]
	no_drafts
}

@test "an image that cannot be read is kept, and nothing is booted over it" {
	given_vm web running
	vm-managedsave web
	printf LibvirtQemudPart | dd of="$managed" conv=notrunc status=none
	run vm-start web
	[ "$status" -eq 9 ]
	[[ "${lines[0]}" == "vm-start: web: "*"web.save: it is incomplete"* ]]
	[ "${lines[1]}" = 'vm-start: web: hint: --force-boot starts without it, and drops it' ]
	[ -e "$managed" ]
	head -c -20 "$managed" >short && cp short "$managed" && printf LibvirtQemudSave | dd of="$managed" conv=notrunc status=none
	run vm-start web
	[ "$status" -eq 9 ]
	cmp "$managed" <(printf LibvirtQemudSave; tail -c +17 short)
	[ "$(vm-state web)" = 'shut off' ]
}

@test "the stored definition may change meanwhile: it counts from the start after the next" {
	given_vm web running
	vm-managedsave web
	vm-title web --config new 2>/dev/null || xml web '<title>new</title>' "<uuid>$(vm-uuid web)</uuid>" | vm-define -
	vm-start web
	[ "$(vm-dumpxml web --xpath 'count(/domain/title)')" = 0 ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/title)')" = new ]
}

@test "it goes with a rename, and with the guest" {
	given_vm web running
	vm-managedsave web
	vm-rename web www
	[ ! -e "$managed" ]
	vm-start www
	[ "$(vm-state www --reason)" = 'running (restored)' ]
	vm-managedsave www
	run vm-undefine www
	[ "$status" -eq "$FAULT_STATE" ]
	vm-undefine www --managed-save
	[ -z "$(ls -A root/var/test/save)" ]
}

@test "a transient guest has nothing that could start again" {
	given_transient web
	run vm-managedsave web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = 'vm-managedsave: web: transient: a managed save image needs a stored definition' ]
	[ "$(vm-state web)" = running ]
}

@test "vm-create does not make an image worthless" {
	given_vm web running
	vm-managedsave web
	run vm-create <(vm-dumpxml web)
	[ "$status" -eq "$FAULT_STATE" ]
	[ -e "$managed" ]
}

@test "several, as a pipeline, side by side" {
	given_vm a running
	given_vm b running
	given_vm c
	vm-list --name | vm-managedsave - --parallel=2
	[ "$(vm-list --all --with-managed-save --name)" = $'a\nb' ]
	run vm-managedsave c
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "S41: reverting a stopped guest to a snapshot without memory would make the image worthless" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-start web
	vm-managedsave web
	run --separate-stderr vm-snapshot-revert web s1 --errors=json
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(head -n 1 <<<"$stderr" | jq -r .code)" = revert-risky ]
	[ -e "$managed" ]
	vm-snapshot-revert web s1 --force
	[ "$(vm-state web)" = 'shut off' ]
	[ ! -e "$managed" ]
}
