#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# The life of a real guest: buttons, actions, console, screen.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	private_root
}
teardown() { remove_root; }

# A guest with these actions and devices, which has booted and counts.
given_guest() {         # [POWEROFF [REBOOT [CRASH [DEVICES]]]]
	counting_guest web <<<"${4:-}" |
		sed "s,<devices>,<on_poweroff>${1:-destroy}</on_poweroff><on_reboot>${2:-restart}</on_reboot><on_crash>${3:-destroy}</on_crash>&," |
		booted_guest web
}

# Write to a port of the guest: 0x64 0xfe is its reset line, 0x505 1 tells of a panic.
port() { vm-qemu-monitor-command --hmp web "o /b $1 $2"; }

# What its log says of its life since it was started: "shutdown guest" ...
life() {
	jq -r 'select(.event == "lifecycle") | "\(.detail) \(.reason)"' "$VIRTUTILS_ROOT/run/qemu/web.events" |
		sed -n '/^started/,$p'
}
agent_listens() { vm-qemu-monitor-command web query-chardev | jq -e '.return[] | select(.label | test("channel"))."frontend-open"' >/dev/null; }
emulator() { cat "$VIRTUTILS_ROOT/run/qemu/web.pid"; }

# The files a stopped guest may leave under run.
nothing_left() {
	[ -z "$(ls "$VIRTUTILS_ROOT/run/qemu" | grep -vxE 'by-id|by-uuid|next-id|web.events|web.state')" ]
}

@test "suspended, it does not count; resumed, it goes on" {
	given_guest
	vm-suspend web
	[ "$(vm-state --reason web)" = 'paused (user)' ]
	at=$(count web)
	[ "$(vm-qemu-monitor-command web query-status | jq -r .return.status)" = paused ]
	vm-resume web
	[ "$(vm-state --reason web)" = 'running (unpaused)' ]
	until_true has_counted web $((at + 2))
	[ "$(life)" = $'started restored\nsuspended paused\nresumed unpaused' ]
}

@test "started paused, it has not counted" {
	counting_guest web </dev/null >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start --paused web
	[ "$(vm-state --reason web)" = 'paused (user)' ]
	[ "$(vm-qemu-monitor-command web query-status | jq -r .return.status)" = prelaunch ]
	vm-resume web
	until_true has_counted web 1
}

# A process that is on its end until 7 has something to read: its first thread is over, another is not.
ending_process() {
	exec python3 -c '
import ctypes, os, threading
threading.Thread(target=lambda: os._exit(len(os.read(7, 1)) - 1)).start()
ctypes.CDLL(None).syscall(60, 0)'
}

# Life locks go when an emulator's files are closed, one after the other: its disks' may be among the last.
@test "an emulator that ends is there until all of it is gone" {
	counting_guest web </dev/null >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start --paused web
	kill -9 "$(cut -d' ' -f1 "$VIRTUTILS_ROOT/run/qemu/web.keeper")" "$(emulator)"
	until_true is_state web 'shut off'
	mkfifo "$work/hold"
	exec 7<>"$work/hold"
	in_background ending_process
	until_true grep -q '^State:.Z' "/proc/$!/status"
	echo "$!" >"$VIRTUTILS_ROOT/run/qemu/web.pid"
	is_state web paused
	run vm-resume web
	[[ $status -eq $FAULT_STATE && $output == 'vm-resume: web: not running' ]]
	echo >&7
	wait "$!"
	is_state web 'shut off'
	vm-start web
}

look_on() {
	until [ -e "$work/over" ]; do
		for look in vm-info vm-info vm-dumpxml; do
			"$look" "$1" >/dev/null 2>"$work/said" || [ $? -eq "$FAULT_STATE" ] || return 0
			! grep -q warning "$work/said" || return 0
		done
	done
	: >"$work/fine"
}

@test "who looks while it comes and goes sees one or the other" {
	counting_guest web </dev/null >"$work/web.xml"
	vm-define "$work/web.xml"
	in_background look_on web
	for ((i = 0; i < 30; i++)); do
		vm-start --paused web
		vm-destroy web
	done
	: >"$work/over"
	wait "$!"
	[ -e "$work/fine" ] || { cat "$work/said"; return 1; }
}

@test "destroyed, nothing of it is left" {
	given_guest
	pid=$(emulator)
	vm-destroy web
	[ ! -d "/proc/$pid" ]
	[ "$(vm-state --reason web)" = 'shut off (destroyed)' ]
	until_true nothing_left
	[ "$(life)" = $'started restored\nshutdown host\nstopped destroyed' ]
}

@test "the power button ends it, and its keeper cleans up" {
	given_guest
	vm-shutdown web
	until_true is_state web 'shut off'
	[ "$(vm-state --reason web)" = 'shut off (shutdown)' ]
	until_true nothing_left
	[ "$(life)" = $'started restored\nshutdown guest\nstopped shutdown' ]
	vm-start web
}

@test "rebooted or reset, it is the same emulator with a guest that starts over" {
	given_guest
	pid=$(emulator)
	forget_console web
	vm-reboot web
	starts_over web
	[ "$(emulator)" = "$pid" ]
	[ "$(vm-state web)" = running ]
	forget_console web
	vm-reset web
	starts_over web
	[ "$(emulator)" = "$pid" ]
}

@test "the guest agent is asked first when it is there" {
	given_guest destroy restart destroy "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
	until_true agent_listens
	vm-shutdown web
	until_true is_state web 'shut off'
	grep -q AGENT-OFF "$work/web.console"
	forget_console web
	vm-start web
	until_true has_counted web 1
	forget_console web
	vm-reboot --mode=agent web
	starts_over web
	grep -q AGENT-REBOOT "$work/web.console"
	until_true has_counted web 1
	vm-shutdown --mode=acpi web
	until_true is_state web 'shut off'
	! grep -q AGENT-OFF "$work/web.console"
}

@test "a guest without an agent says so, and ends by its button" {
	given_guest
	run vm-shutdown --mode=agent web
	[ "$status" -eq 10 ]
	[ "$output" = 'vm-shutdown: web: there is no guest agent channel (org.qemu.guest_agent.0)' ]
	run vm-shutdown --mode=signal web
	[ "$status" -eq "$FAULT_OPTION" ]
	vm-shutdown --mode=agent,acpi web
	until_true is_state web 'shut off'
}

@test "on_poweroff restart starts it over" {
	given_guest restart
	pid=$(emulator)
	forget_console web
	vm-shutdown web
	starts_over web
	[ "$(emulator)" = "$pid" ]
	[ "$(vm-state web)" = running ]
}

@test "on_reboot destroy ends it when the guest reboots, and when it is reset" {
	given_guest destroy destroy
	port 0x64 0xfe
	until_true is_state web 'shut off'
	until_true nothing_left
	[ "$(life | tail -n 1)" = 'stopped shutdown' ]
	vm-start web
	vm-reset web
	until_true is_state web 'shut off'
}

@test "actions that QEMU cannot do are refused when it is defined" {
	for actions in 'preserve restart destroy' 'destroy preserve destroy' 'restart destroy destroy' \
			'destroy restart rename-restart'; do
		read -r poweroff reboot crash <<<"$actions"
		counting_guest web </dev/null |
			sed "s,<devices>,<on_poweroff>$poweroff</on_poweroff><on_reboot>$reboot</on_reboot><on_crash>$crash</on_crash>&," >"$work/web.xml"
		run vm-define "$work/web.xml"
		[ "$status" -eq "$FAULT_XML" ]
		[[ $output == *'the qemu driver does not support'* ]]
		[ -z "$(vm-list --all --name)" ]
	done
}

# Its processors run on, and it is told once for each panic.
@test "a panic with on_crash preserve-running is told, and the guest runs on" {
	given_guest destroy restart preserve-running "<panic model='isa'/>"
	before=$(vm-state --reason web)
	port 0x505 1
	told() { [ "$(life | grep -c '^crashed panicked')" -eq "$1" ]; }
	until_true told 1
	[[ $before == running* && $(vm-state --reason web) == "$before" ]]
	[ "$(vm-qemu-monitor-command web query-status | jq -r .return.status)" = running ]
	port 0x505 1
	until_true told 2
	[ "$(vm-state web)" = running ]
	vm-destroy web
	[ "$(life | tail -n 1)" = 'stopped destroyed' ]
}

@test "a panic: on_crash destroy, restart, preserve" {
	panic="<panic model='isa'/>"
	given_guest destroy restart destroy "$panic"
	port 0x505 1
	until_true is_state web 'shut off'
	[ "$(vm-state --reason web)" = 'shut off (crashed)' ]
	until_true nothing_left
	[ "$(life)" = $'started restored\ncrashed panicked\nstopped crashed' ]

	forget_console web
	given_guest destroy restart restart "$panic"
	pid=$(emulator)
	forget_console web
	port 0x505 1
	starts_over web
	[ "$(vm-state web)" = running ]
	[ "$(emulator)" = "$pid" ]
	vm-destroy web

	forget_console web
	given_guest destroy restart preserve "$panic"
	port 0x505 1
	until_true is_state web crashed
	[ "$(vm-state --reason web)" = 'crashed (panicked)' ]
	[ "$(vm-qemu-monitor-command web query-status | jq -r .return.status)" = guest-panicked ]
}

@test "a panic with on_crash coredump-destroy leaves the memory in a file" {
	given_guest destroy restart coredump-destroy "<panic model='isa'/>"
	port 0x505 1
	until_true is_state web 'shut off'
	dump=("$VIRTUTILS_ROOT"/var/qemu/dump/web-*)
	[ "${#dump[@]}" -eq 1 ]
	[ "$(head -c 4 "${dump[0]}" | tail -c 3)" = ELF ]
	[ "$(stat -c %s "${dump[0]}")" -gt $((128 << 20)) ]
	[ "$(stat -c %a "${dump[0]}")" = 600 ]
}

@test "the console shows what the guest says, to one at a time" {
	given_guest
	vm-console web --expect='COUNT [0-9]+' --timeout=20 </dev/null >"$work/seen"
	grep -q 'COUNT [0-9]' "$work/seen"
	in_background vm-console web --timeout=30 </dev/null >"$work/first"
	until_true grep -q COUNT "$work/first"
	VIRTUTILS_LOCK_TIMEOUT=0 run vm-console web --timeout=5 </dev/null
	[ "$status" -eq "$FAULT_BUSY" ]
	[[ $output == 'vm-console: web: busy: vm-console (pid '* ]]
}

@test "what is typed on the console reaches the guest" {
	given_guest
	vm-console web --send=$'off\n' --timeout=20 </dev/null >/dev/null || :
	until_true is_state web 'shut off'
	[ "$(vm-state --reason web)" = 'shut off (shutdown)' ]
}

@test "a picture of the screen, as PNG and as PPM; keys are pressed" {
	given_guest destroy restart destroy "<graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>"
	vm-screenshot web "$work/screen.png"
	[ "$(head -c 4 "$work/screen.png" | tail -c 3)" = PNG ]
	vm-screenshot web --format=ppm - >"$work/screen.ppm"
	[ "$(head -c 2 "$work/screen.ppm")" = P6 ]
	vm-send-key web KEY_A
	run vm-screenshot web --screen=3 "$work/no.png"
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = 'vm-screenshot: web: there is no screen 3' ]
	[ ! -e "$work/no.png" ]
	run vm-send-key --codeset=qcode web nonsense
	[ "$status" -ne 0 ]
}

@test "two displays get ports of their own" {
	vnc="<graphics type='vnc' autoport='yes'/>"
	counting_guest one <<<"$vnc" >"$work/one.xml"
	counting_guest two <<<"$vnc" >"$work/two.xml"
	vm-define "$work/one.xml" "$work/two.xml"
	vm-start --parallel=2 one two
	one=$(vm-dumpxml one --xpath 'string(//graphics/@port)')
	two=$(vm-dumpxml two --xpath 'string(//graphics/@port)')
	[ "$one" -ge 5900 ]
	[ "$two" -ge 5900 ]
	[ "$one" != "$two" ]
	# Both are really there: a VNC server says RFB first.
	for port in "$one" "$two"; do
		exec 9<>"/dev/tcp/127.0.0.1/$port"
		read -rn 3 -t 5 hello <&9
		[ "$hello" = RFB ]
		exec 9>&-
	done
}

@test "a raw command: its answer as it is, a refusal too" {
	given_guest
	[ "$(vm-qemu-monitor-command web '{"execute":"query-name"}' | jq -r .return.name)" = web ]
	[ "$(vm-qemu-monitor-command web no-such-command | jq -r .error.class)" = CommandNotFound ]
	[[ $(vm-qemu-monitor-command --hmp web info name) == web* ]]
}

@test "the log has what was run, and what the emulator said" {
	given_guest
	vm-log web | head -n 1 | grep -q 'starting up .*qemu-system-x86_64 .*-name guest=web'
	vm-destroy web
	vm-log web | grep -q 'terminating on signal 15'
}

@test "guests of two roots that start at once do not choose one port" {
	cat >"$work/slow" <<-E
	#!/bin/sh
	case "\$*" in *guest=*) echo begun >"$work/begun"; read word <"$work/go" ;; esac
	exec qemu-system-x86_64 "\$@"
	E
	chmod +x "$work/slow"
	mkfifo "$work/go"
	: >"$work/begun"
	chmod 666 "$work/go" "$work/begun"
	counting_guest web <<<"<graphics type='vnc' autoport='yes'/>" | sed "s,<devices>,&<emulator>$work/slow</emulator>," | vm-define -
	counting_guest other <<<"<graphics type='vnc' autoport='yes'/>" >"$work/other.xml"
	port() { vm-dumpxml "$1" --xpath 'string(//graphics/@port)'; }
	in_background vm-start --paused web
	until_true test -s "$work/begun"
	VIRTUTILS_ROOT=$work/root2 vm-create --paused "$work/other.xml"
	echo go >"$work/go"
	wait "$!"
	is_state web paused
	[ "$(port web)" -ne "$(VIRTUTILS_ROOT=$work/root2 port other)" ]
	VIRTUTILS_ROOT=$work/root2 vm-destroy other
}

# Who connects to PATH is told LINE again and again, and nothing else.
talks_for_ever() {      # PATH LINE
	in_background python3 -c '
import os, socket, sys, threading
def talk(one):
	try:
		while True: one.sendall((sys.argv[2] + "\n").encode() * 100)
	except OSError: pass
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
server.listen()
while True: threading.Thread(target=talk, args=server.accept()[:1], daemon=True).start()' "$@"
	until_true test -S "$1"
}

@test "an agent, or an emulator, that talks for ever without an answer keeps nobody waiting" {
	talks_for_ever "$work/agent" '{"return": 0}'
	counting_guest web >"$work/web.xml" <<-X
		<channel type='unix'><source mode='connect' path='$work/agent'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
	X
	vm-define "$work/web.xml"
	vm-start --paused web
	run timeout 30 vm-ifaddr web --source=agent
	[[ $status -eq $FAULT_AGENT && $output == *"the guest agent does not answer" ]]

	qmp=$VIRTUTILS_ROOT/run/qemu/web.qmp
	mv "$qmp" "$qmp.kept"
	talks_for_ever "$qmp" '{"event": "RTC_CHANGE"}'
	run timeout 30 vm-resume web
	[[ $status -eq $FAULT_BUSY && $output == *'it hangs' ]]
	mv "$qmp.kept" "$qmp"
}
