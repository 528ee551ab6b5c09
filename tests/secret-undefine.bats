#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-undefine - drop a secret

load secrets

@test "it goes with its value" {
	given_secret $disk_key
	given_secret $vnc_key "ephemeral='yes'"
	secret-set-value $disk_key --file <(echo cGFzcw==)
	secret-set-value $vnc_key --file <(echo cGFzcw==)
	[ "$(secret-undefine -n $disk_key)" = "undefine secret $disk_key" ]
	secret-undefine $disk_key $vnc_key
	[ -z "$(find "$VIRTUTILS_ROOT" -name '*.base64' -o -name "$disk_key.xml" -o -name "$vnc_key.xml")" ]
}

@test "what there is not" {
	run secret-undefine $disk_key
	[ "$status" -eq "$FAULT_MISSING" ]
	secret-undefine --if-needed $disk_key
}

@test "a value that a killed program was about to set goes too" {
	needs strace
	given_secret $disk_key
	given_secret $vnc_key "ephemeral='yes'"
	for key in $disk_key $vnc_key; do
		run timeout 20 strace -qq -o /dev/null -e inject=renameat:signal=KILL:when=1 \
			secret-set-value $key --file <(echo cGFzcw==)
		[ "$status" -eq 137 ]
		[ -n "$(find "$VIRTUTILS_ROOT" -name ".$key.base64.new")" ]
		secret-undefine $key
		[ -z "$(grep -rl cGFzcw== "$VIRTUTILS_ROOT")" ]
	done
}
