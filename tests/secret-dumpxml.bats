#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-dumpxml - print what a secret is for

load secrets

@test "by UUID in any spelling, and by what it is for; never with its value" {
	given_secret $disk_key
	secret-set-value $disk_key --file <(echo c2VjcmV0)
	for word in $disk_key ${disk_key^^} ${disk_key//-} /images/$disk_key; do
		[ "$(secret-dumpxml "$word")" = "$(cat <<-X
			<secret ephemeral='no' private='no'>
			  <uuid>$disk_key</uuid>
			  <usage type='volume'>
			    <volume>/images/$disk_key</volume>
			  </usage>
			</secret>
			X
		)" ]
	done
}

@test "what there is not" {
	for word in $vnc_key none ../x; do
		run secret-dumpxml "$word"
		[ "$status" -eq "$FAULT_MISSING" ]
		[ "$output" = "secret-dumpxml: $word: no such secret" ]
	done
}
