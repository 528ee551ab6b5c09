#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-event - wait for what happens to virtual machines

load helpers

@test "one event is waited for" {
	given_vm web
	vm-event --event=lifecycle --timeout=20 >out 3>&- &
	watcher=$!
	started+=("$watcher")
	until_so bash -c 'vm-start --if-needed web; vm-destroy web; [ -s out ]'
	wait "$watcher"
	[ "$(wc -l <out)" -eq 1 ]
	[[ "$(<out)" == "event 'lifecycle' for domain 'web': "* ]]
}

@test "what happened is replayed, as virsh words it" {
	given_vm web running
	vm-suspend web
	vm-resume web
	vm-destroy web
	[ "$(vm-event --event=lifecycle --since=@0 web)" = "event 'lifecycle' for domain 'web': Defined Added
event 'lifecycle' for domain 'web': Started Booted
event 'lifecycle' for domain 'web': Suspended Paused
event 'lifecycle' for domain 'web': Resumed Unpaused
event 'lifecycle' for domain 'web': Stopped Destroyed" ]
	[ "$(vm-event --all --since=-1h web | wc -l)" -eq 5 ]
	[ "$(vm-event --event=reboot --since=@0 web)" = "" ]
}

@test "JSON lines, and the time" {
	given_vm web running
	vm-event --all --since=@0 --json web | jq -se 'length == 2 and .[1].vm == "web" and .[1].event == "lifecycle"
		and .[1].detail == "started" and .[1].reason == "booted" and (now - .[1].time) < 60'
	[[ "$(vm-event --all --since=@0 --timestamp web | head -1)" =~ ^20..-..-..\ ..:..:..\.[0-9]{3}\+0000:\ event\ \'lifecycle\' ]]
}

@test "only of those that are named" {
	given_vm web
	given_vm db
	[ "$(vm-event --all --since=@0 db)" = "event 'lifecycle' for domain 'db': Defined Added" ]
	[ "$(vm-event --all --since=@0 --domain=db)" = "event 'lifecycle' for domain 'db': Defined Added" ]
	run vm-event --all nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	run vm-event --all - </dev/null
	[ "$status" -eq 0 ]
}

@test "--loop goes on, also with guests that come later" {
	vm-event --event=lifecycle --loop --json >out 3>&- &
	started+=("$!")
	until_so bash -c 'echo "<domain type=\"test\"><name>new</name><memory>65536</memory><os><type>hvm</type></os></domain>" |
		vm-define - && grep -q "\"new\"" out'
	vm-start new
	vm-destroy new
	until_so grep -q '"stopped"' out
	[ "$(jq -r 'select(.detail != "defined").detail' out)" = $'started\nstopped' ]
}

@test "nothing in time" {
	given_vm web
	run vm-event --event=lifecycle --timeout=1 web
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$output" = "vm-event: nothing happened" ]
}

@test "names of events" {
	run vm-event --list
	[ "$status" -eq 0 ]
	[[ "$output" == *$'lifecycle\nreboot\n'* ]]
	run vm-event
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-event --event=nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
	[[ "$output" == *nonsense* ]]
	run vm-event --all --since=nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a log that was put aside is told first, and to its end" {
	given_vm web
	events=$VIRTUTILS_ROOT/run/test/web.events
	in_background bash -c 'exec vm-event --all --loop --json web >out'
	until_so bash -c 'vm-desc web text; [ -s out ]'
	printf '{"time":%s.5,"vm":"web","event":"watchdog"}\n' "$(date +%s)" >more
	cat more >>"$events"
	mv "$events" "$events.old"
	sed s/watchdog/rtc-change/ more >"$events"
	until_so grep -q rtc-change out
	[ "$(jq -r .event out | grep -v metadata | tail -2)" = $'watchdog\nrtc-change' ]
	[ "$(vm-event --all --since=@0 --json web | jq -r .event | tail -2)" = $'watchdog\nrtc-change' ]
	[ "$(vm-event --all --since=@0 --json web | jq -r .detail | head -1)" = defined ]
}

@test "a line that a full disk cut off does not hide the others" {
	given_vm web
	printf '{"time":1.0,"vm":"we' >>"$VIRTUTILS_ROOT/run/test/web.events"
	vm-start web
	[ "$(vm-event --all --since=@0 web | wc -l)" -eq 2 ]
}

@test "one that gets another name is followed on, and nothing is told again" {
	given_vm web
	given_vm other
	in_background bash -c 'exec vm-event --all --loop --json >out'
	until_so bash -c 'vm-start --if-needed web; vm-destroy web; [ -s out ]'
	until_so grep -q stopped out
	vm-undefine other
	until_so grep -q undefined out
	vm-rename web other
	vm-start other
	until_so bash -c 'tail -1 out | grep -q started'
	[ "$(jq -r 'select(.detail == "defined") | .vm + " " + .reason' out)" = 'other renamed' ]
	[ "$(jq -r 'select(.detail == "started").vm' out | uniq -c | awk '{ print $2 }')" = $'web\nother' ]
}
