#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-jobabort - end what a virtual machine is busy with

load helpers
load saved

begin_slow() {          # COMMAND...
	given_vm web running
	slow_program gzip
	PATH=$work/slow:$PATH in_background "$@"
	until_so test -e held
}

@test "a save ends, its program fails, and the guest runs on" {
	local status=0
	begin_slow vm-save web web.save --image-format=gzip
	[ "$(vm-jobabort -n web)" = 'end the save of web' ]
	vm-jobabort web
	wait "${started[0]}" || status=$?
	started=()
	touch go
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$(vm-state web --reason)" = 'running (save canceled)' ]
	[ ! -e web.save ]
	no_drafts
	[ "$(vm-jobinfo web -o TYPE)" = none ]
	vm-suspend web
}

@test "nothing goes on" {
	given_vm web running
	run --separate-stderr vm-jobabort web --errors=json
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(jq -r .message <<<"$stderr")" = 'there is no job' ]
	vm-jobabort --if-needed web
	vm-destroy web
	run vm-jobabort web
	[ "$status" -eq "$FAULT_STATE" ]
	run vm-jobabort nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-jobabort --postcopy web
	[ "$status" -eq "$FAULT_OPTION" ]
}
