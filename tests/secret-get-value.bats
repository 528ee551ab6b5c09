#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-get-value - print the value of a secret

load secrets

@test "base64 on a line, or the bytes and nothing behind them" {
	given_secret $disk_key
	printf 'pass' | secret-set-value $disk_key --plain --file -
	[ "$(secret-get-value $disk_key)" = cGFzcw== ]
	[ "$(secret-get-value --plain $disk_key | wc -c)" -eq 4 ]
}

@test "a private one is not shown, one without a value has none, a damaged one is told" {
	given_secret $disk_key "private='yes'"
	given_secret $vnc_key
	secret-set-value $disk_key --file <(echo cGFzcw==)
	run secret-get-value $disk_key
	[ "$status" -eq "$FAULT_DENIED" ]
	[[ $output != *cGFz* ]]
	run secret-get-value $vnc_key
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "secret-get-value: secret '$vnc_key' has no value" ]
	secret-set-value $vnc_key --file <(echo cGFzcw==)
	file=$(stored $vnc_key.base64)
	echo 'cGFzcw==x' >"$file"
	run secret-get-value $vnc_key
	[ "$status" -eq 1 ]
	[ "$output" = "secret-get-value: $file: not base64" ]
}
