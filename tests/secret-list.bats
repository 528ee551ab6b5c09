#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-list - list secrets

load secrets

@test "all, by what they are, columns and JSON" {
	given_secret $disk_key "private='yes'"
	given_secret $vnc_key "ephemeral='yes'"
	secret-set-value $disk_key --file <(echo cGFzcw==)
	[ "$(secret-list --raw --noheadings)" = "$(printf '%s /images/%s\n' $disk_key $disk_key $vnc_key $vnc_key)" ]
	[ "$(secret-list --private --noheadings -o UUID)" = $disk_key ]
	[ "$(secret-list --no-private --noheadings -o UUID)" = $vnc_key ]
	[ "$(secret-list --ephemeral --noheadings -o UUID)" = $vnc_key ]
	[ "$(secret-list --no-ephemeral --noheadings -o UUID)" = $disk_key ]
	[ "$(secret-list --json -o TYPE,EPHEMERAL,PRIVATE,HAS-VALUE /images/$disk_key | jq -c '.[0]')" = \
		'{"type":"volume","ephemeral":false,"private":true,"has-value":true}' ]
}

@test "one that cannot be read hides no other" {
	given_secret $disk_key
	given_secret $vnc_key
	echo '<secret' >"$(stored $disk_key.xml)"
	run --separate-stderr secret-list --noheadings -o UUID
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$output" = $vnc_key ]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	secret-dumpxml /images/$vnc_key
}

@test "those of the test driver are not the host's" {
	given_secret $disk_key
	VIRTUTILS_URI=qemu:///session run secret-list --noheadings
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}
