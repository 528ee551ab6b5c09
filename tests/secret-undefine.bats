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
