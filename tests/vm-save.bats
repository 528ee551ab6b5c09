#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-save - write the memory of a virtual machine to a file and stop it

load helpers
load saved

@test "an image in libvirt's format, and the guest is off" {
	given_vm web running
	run vm-save web web.save
	[ "$status" -eq 0 ] && [ "$output" = "" ]
	[ "$(vm-state web --reason)" = 'shut off (saved)' ]
	[ "$(magic web.save)" = LibvirtQemudSave ]
	[ "$(header web.save | cut -d' ' -f1,3,4,5)" = '2 1 0 0' ]
	[ "$(stream_of web.save)" = 'memory of a simulated guest: web' ]
	[ "$(stat -c %a web.save)" = 600 ]
	[ "$(vm-save-image-dumpxml web.save --xpath 'string(/domain/uuid)')" = "$(vm-uuid web)" ]
	no_drafts
}

@test "of a guest that is not stored, nothing else is left" {
	given_transient web
	vm-save web web.save
	run vm-state web
	[ "$status" -eq "$FAULT_NO_VM" ]
	vm-restore web.save
	[ "$(vm-info web -o PERSISTENT)" = no ]
}

@test "what it does when it is back" {
	given_vm web paused
	vm-save web web.save
	[ "$(header web.save | cut -d' ' -f3)" = 0 ]
	vm-restore web.save
	[ "$(vm-state web)" = paused ]
	vm-save web web.save --running
	[ "$(header web.save | cut -d' ' -f3)" = 1 ]
	vm-restore web.save
	vm-save web web.save --paused
	[ "$(header web.save | cut -d' ' -f3)" = 0 ]
	run vm-save web web.save --running --paused
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "each compression has its number, and comes back" {
	local format n=0
	given_vm web running
	for format in raw gzip bzip2 xz lzop zstd; do
		[ "$format" = raw ] || needs "$format"
		vm-save web web.save --image-format="$format"
		[ "$(header web.save | cut -d' ' -f4)" = "$n" ]
		[ "$(stream_of web.save | if [ "$format" = raw ]; then cat; else "$format" -dc; fi)" = 'memory of a simulated guest: web' ]
		vm-restore web.save
		n=$((n + 1))
	done
	run vm-save web web.save --image-format=sparse
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run vm-save web web.save --image-format=zip
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-save web web.save --parallel-channels=2
	[ "$status" -eq "$FAULT_OPTION" ]
	[ "$(vm-state web)" = running ]
}

@test "standard output is a pipe to anywhere" {
	given_vm web running
	vm-save web - | cat >web.save
	[ "$(magic web.save)" = LibvirtQemudSave ]
	[ "$(vm-state web)" = 'shut off' ]
	vm-restore - <web.save
	[ "$(vm-state web)" = running ]
}

@test "--xml: another definition, if the guest cannot tell" {
	given_vm web running
	vm-dumpxml web --migratable | sed 's,<name>,<title>moved</title>&,' >moved.xml
	vm-save web web.save --xml=moved.xml
	[ "$(vm-save-image-dumpxml web.save --xpath 'string(/domain/title)')" = moved ]
	vm-restore web.save
	sed 's,>2</vcpu>,>3</vcpu>,' moved.xml >other.xml
	run vm-save web web.save --xml=other.xml
	[ "$status" -eq 9 ]
	sed 's,<name>web,<name>www,' moved.xml >other.xml
	run vm-save web web.save --xml=other.xml
	[ "$status" -eq 9 ]
	[ "$output" = "vm-save: web: other.xml: its name is 'www', not 'web'" ]
	[ "$(vm-state web)" = running ]
}

@test "when it cannot be written, the guest runs on and the old image is there" {
	given_vm web running
	printf old >web.save
	slow_program gzip
	printf '#!/bin/sh\ncat >/dev/null\nexit 3\n' >slow/gzip
	PATH=$work/slow:$PATH run vm-save web web.save --image-format=gzip
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = 'vm-save: web: gzip: exit status 3' ]
	[ "$(vm-state web --reason)" = 'running (save canceled)' ]
	[ "$(cat web.save)" = old ]
	no_drafts
	run vm-save web nowhere/web.save
	[ "$status" -eq "$FAULT_FAILED" ]
	PATH=$B/bin run vm-save web web.save --image-format=lzop
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$(vm-state web)" = running ]
	[ ! -e root/run/test/web.jobs ]
	vm-suspend web
}

@test "only what is active can be saved" {
	given_vm web
	run vm-save web web.save
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = 'vm-save: web: not running' ]
	run vm-save nobody web.save
	[ "$status" -eq "$FAULT_NO_VM" ]
	[ ! -e web.save ]
}

@test "S96: not while a disk is being copied" {
	xml web "<devices><disk type='file'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk></devices>" | vm-define -
	vm-start web
	vm-blockcopy web vda $work/c --transient-job --bandwidth=1
	run --separate-stderr vm-save web web.save --errors=json
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(jq -r .code <<<"$stderr")" = operation-invalid ]
	[ "$(vm-state web)" = running ]
}

@test "--dry-run tells and does nothing" {
	given_vm web running
	[ "$(vm-save -n web web.save)" = 'save web to web.save (raw)' ]
	[ "$(vm-state web)" = running ]
	[ ! -e web.save ]
}

# A save that goes on until the file "go" is there.
begin_slow_save() {     # OPTION...
	given_vm web running
	slow_program gzip
	PATH=$work/slow:$PATH in_background vm-save web web.save --image-format=gzip "$@"
	until_so test -e held
}

@test "while it goes on the guest can be looked at, but not changed" {
	begin_slow_save
	[ "$(vm-state web --reason)" = 'paused (saving)' ]
	run vm-resume web
	[ "$status" -eq "$FAULT_BUSY" ]
	[[ "$output" == "vm-resume: web: save: busy: vm-save (pid "* ]]
	run vm-save web other.save
	[ "$status" -eq "$FAULT_BUSY" ]
	touch go
	wait "${started[0]}"
	[ "$(vm-state web --reason)" = 'shut off (saved)' ]
	started=()
}

@test "a signal ends it, and the guest runs on" {
	begin_slow_save
	kill -TERM "${started[0]}"
	status=0
	wait "${started[0]}" || status=$?
	[ "$status" -eq 143 ]
	started=()
	touch go
	[ "$(vm-state web)" = running ]
	[ ! -e web.save ]
	no_drafts
}

@test "--timeout ends it too" {
	given_vm web running
	slow_program gzip
	PATH=$work/slow:$PATH run vm-save web web.save --image-format=gzip --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	touch go
	[ "$(vm-state web)" = running ]
	[ ! -e web.save ]
}

@test "--no-wait: it goes on in the background" {
	given_vm web running
	slow_program gzip
	PATH=$work/slow:$PATH vm-save web web.save --image-format=gzip --no-wait
	until_so test -e held
	[ "$(vm-state web)" = paused ]
	touch go
	until_so test -e web.save
	until_so eval '[ "$(vm-state web --reason)" = "shut off (saved)" ]'
}

@test "killed in the middle, the next command finds the guest running and no image" {
	begin_slow_save
	kill -KILL "${started[0]}"
	wait "${started[0]}" 2>/dev/null || :
	started=()
	touch go
	vm-suspend web
	[ "$(vm-state web)" = paused ]
	[ ! -e web.save ]
	no_drafts
	[ ! -e root/run/test/web.jobs ]
}
