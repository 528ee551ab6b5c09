#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-event - wait for what happens to secrets

load secrets

one=22e1353d-c27e-4d6d-bf15-465053e6ba01

has_told() { [ "$(grep -c "$one" events)" -ge "$1" ]; }
tells() {
	secret-define - <<<"<secret><uuid>00000000-0000-4000-8000-000000000001</uuid></secret>" >/dev/null
	[ -s events ]
}

@test "defined, given a value, forgotten: in virsh's words, and never the value" {
	in_background secret-event --all --loop >events
	until_so tells
	secret-define - <<<"<secret><uuid>$one</uuid></secret>" >/dev/null
	printf 'not for you' | secret-set-value $one --plain --file -
	secret-undefine $one
	until_so has_told 3
	grep $one events | diff - <(cat <<-E
	event 'lifecycle' for secret $one: Defined
	event 'value-changed' for secret $one
	event 'lifecycle' for secret $one: Undefined
	E
	)
	! grep -r 'not for you' "$VIRTUTILS_ROOT"/run
}

@test "the command line, and time that is up" {
	[ "$(secret-event --list)" = $'lifecycle\nvalue-changed' ]
	run secret-event
	[ "$status" -eq "$FAULT_USAGE" ]
	run secret-event --all --timeout=0
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	run secret-event --all $one
	[ "$status" -eq "$FAULT_MISSING" ]
}
