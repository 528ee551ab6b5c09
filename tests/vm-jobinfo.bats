#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-jobinfo - what a virtual machine is busy with

load helpers
load saved

begin_slow_save() {
	given_vm web running
	slow_program gzip
	PATH=$work/slow:$PATH in_background vm-save web web.save --image-format=gzip
	until_so test -e held
}
let_it_end() {
	touch go
	wait "${started[0]}"
	started=()
}

@test "nothing" {
	given_vm web
	[ "$(vm-jobinfo web -o TYPE)" = none ]
	vm-start web
	[ "$(vm-jobinfo web | head -n 1)" = 'TYPE: none' ]
	[ "$(vm-jobinfo web --json | jq -c '.[0] | [.type, .operation, .elapsed]')" = '["none",null,null]' ]
	[ "$(vm-jobinfo web --completed -o TYPE)" = none ]
	[ "$(vm-jobinfo web --rawstats)" = 'type: none' ]
	run vm-jobinfo nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "while it goes on, from another shell" {
	begin_slow_save
	[ "$(vm-jobinfo web -o TYPE,OPERATION,DATA-TOTAL --raw)" = 'unbounded save 67108864' ]
	[ "$(vm-jobinfo web --json -o +MEMORY-TOTAL,PAGE-SIZE | jq -c '.[0] | [."memory-total", ."page-size", (.elapsed | type)]')" = '[67108864,4096,"number"]' ]
	[ "$(vm-jobinfo web --rawstats | grep -c '^memory_')" -ge 10 ]
	[ "$(vm-jobinfo web --rawstats | sed -n 's/^memory_total: //p')" = 67108864 ]
	[[ "$(vm-jobinfo web --anystats)" == *$'\nTEMP-USED: '* ]]
	let_it_end
}

@test "--completed tells how it ended, once" {
	begin_slow_save
	let_it_end
	[ "$(vm-jobinfo web -o TYPE)" = none ]
	[ "$(vm-jobinfo web --completed --keep-completed -o TYPE,OPERATION --raw)" = 'completed save' ]
	[ "$(vm-jobinfo web --keep-completed --rawstats | sed -n 's/^memory_processed: //p')" = 67108864 ]
	[ "$(vm-jobinfo web --completed -o TYPE)" = completed ]
	[ "$(vm-jobinfo web --completed -o TYPE)" = none ]
	vm-start web
	vm-dump web core
	[ "$(vm-jobinfo web --completed -o OPERATION)" = dump ]
}

@test "one that was cancelled says so" {
	begin_slow_save
	vm-jobabort web
	touch go
	wait "${started[0]}" && false
	started=()
	[ "$(vm-jobinfo web --completed -o TYPE)" = cancelled ]
}

@test "--wait follows it" {
	begin_slow_save
	(sleep 0.5; touch go) &
	vm-jobinfo web --wait
	[ "$(vm-state web --reason)" = 'shut off (saved)' ]
	wait
	started=()
}

@test "--timeout does not end it" {
	begin_slow_save
	run vm-jobinfo web --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$(vm-jobinfo web -o OPERATION)" = save ]
	let_it_end
	[ -e web.save ]
}
