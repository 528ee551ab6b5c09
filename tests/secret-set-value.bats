#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-set-value - set the value of a secret

load secrets

@test "from a file, from standard input, as base64 or plain" {
	given_secret $disk_key
	printf 'a\0b\n' >plain
	secret-set-value $disk_key --plain --file plain
	cmp <(secret-get-value --plain $disk_key) plain
	base64 plain | secret-set-value /images/$disk_key --file -
	cmp <(secret-get-value --plain $disk_key) plain
	[ "$(cat "$(stored $disk_key.base64)")" = "$(base64 plain)" ]
	[ "$(stat -c %a "$(stored $disk_key.base64)")" = 600 ]
}

@test "an argument is taken with a warning" {
	given_secret $disk_key
	run --separate-stderr secret-set-value $disk_key c2VjcmV0
	[ "$status" -eq 0 ]
	[[ $stderr == "secret-set-value: warning: "*"--file is safe" ]]
	[ "$(secret-get-value $disk_key)" = c2VjcmV0 ]
}

@test "asked on the terminal, which does not show it" {
	needs script
	given_secret $disk_key
	: >shown
	{ until grep -q 'Value of secret' shown; do sleep 0.05; done; echo 'open sesame'; } |
		timeout 20 script -qfec "secret-set-value --interactive $disk_key" shown >/dev/null
	[ "$(secret-get-value --plain $disk_key)" = 'open sesame' ]
	run ! grep -q sesame shown
}

@test "interrupted there, the terminal shows again what is typed" {
	needs script
	given_secret $disk_key
	: >shown
	{ until grep -q 'Value of secret' shown; do sleep 0.05; done; printf '\003'; until [ -s after ]; do sleep 0.05; done; } |
		timeout 20 script -qfec "trap : INT; secret-set-value --interactive $disk_key; echo \$? >ended; stty -a >after" shown >/dev/null
	[ "$(<ended)" -eq 130 ]
	grep -qE '(^| )echo( |;|$)' after
	[ "$(secret-list --noheadings -o HAS-VALUE)" = no ]
}

@test "nothing shows a value: not a dry run, not -v, not a failure" {
	given_secret $disk_key
	[ "$(echo c2VjcmV0 | secret-set-value -n $disk_key --file -)" = "set the value of secret $disk_key" ]
	[ "$(secret-list --noheadings -o HAS-VALUE)" = no ]
	run secret-set-value -v $disk_key --file <(echo c2VjcmV0)
	[[ $status -eq 0 && $output != *c2V* && $output != *secret\ value* ]]
	run secret-set-value $disk_key --file <(echo 'c2VjcmV0!')
	[ "$status" -eq 1 ]
	[[ $output == *": not base64" ]]
	[ "$(secret-get-value --plain $disk_key)" = secret ]
}

@test "wrong command lines, what there is not, too much" {
	given_secret $disk_key
	for words in '' '--plain --interactive' 'c2VjcmV0 --interactive' 'c2VjcmV0 --plain'; do
		run secret-set-value $disk_key $words
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	run secret-set-value none --file <(echo c2VjcmV0)
	[ "$status" -eq "$FAULT_MISSING" ]
	run secret-set-value $disk_key --plain --file <(head -c 100000 /dev/zero)
	[ "$status" -eq 1 ]
}
