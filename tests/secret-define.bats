#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# secret-define - store what a secret is for

load secrets

@test "stored under its UUID, which is printed; one is made where none is said" {
	[ "$(secret_xml $disk_key | secret-define -)" = $disk_key ]
	[ "$(stat -c %a "$(stored $disk_key.xml)")" = 600 ]
	uuid=$(secret-define - <<<"<secret><usage type='ceph'><name>admin</name></usage></secret>")
	[ "$(secret-dumpxml --xpath='string(//uuid)' admin)" = "$uuid" ]
}

@test "an ephemeral one is not under etc; its value moves with what it is" {
	given_secret $disk_key "ephemeral='yes'"
	secret-set-value $disk_key --file <(echo c2VjcmV0)
	[ -z "$(stored "$disk_key*")" ]
	[ "$(live "$disk_key*" | wc -l)" -eq 2 ]
	given_secret $disk_key
	[ -z "$(live "$disk_key*")" ]
	[ "$(secret-get-value --plain $disk_key)" = secret ]
	[ "$(stat -c %a "$(stored $disk_key.base64)")" = 600 ]
	given_secret $disk_key "ephemeral='yes'"
	[ -z "$(stored "$disk_key*")" ]
	[ "$(secret-get-value --plain $disk_key)" = secret ]
}

@test "defined again it keeps its value, its purpose, and stays private" {
	given_secret $disk_key "private='yes'"
	secret-set-value $disk_key --file <(echo c2VjcmV0)
	secret_xml $disk_key "private='yes'" | sed 's,<usage,<description>new</description>&,' | secret-define -
	[ "$(secret-list --raw --noheadings -o PRIVATE,HAS-VALUE)" = 'yes yes' ]
	[ "$(secret-dumpxml --xpath='string(//description)' $disk_key)" = new ]
	run secret-define - < <(secret_xml $disk_key)
	[ "$status" -eq "$FAULT_DENIED" ]
	run secret-define - < <(secret_xml $disk_key "private='yes'" /elsewhere)
	[ "$status" -eq 1 ]
	[ "$output" = "secret-define: standard input: secret $disk_key is for /images/$disk_key already" ]
	run secret-define - < <(secret_xml $vnc_key "" /images/$disk_key)
	[ "$status" -eq 1 ]
	[ "$(secret-list --noheadings -o UUID)" = $disk_key ]
}

@test "bad documents, and a dry run" {
	for bad in '<secret' '<pool/>' '<secret><usage type="volume"/></secret>' '<secret><usage type="sesame"/></secret>'; do
		run secret-define - <<<"$bad"
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	[ "$(secret_xml $disk_key | secret-define -n -)" = "define secret $disk_key" ]
	[ -z "$(secret-list --noheadings)" ]
}

@test "killed on its way to another place, it has its value" {
	local call

	needs strace
	given_secret "$disk_key"
	printf geheim >value
	secret-set-value "$disk_key" --file value --plain
	secret_xml "$disk_key" "ephemeral='yes'" >ephemeral.xml
	for call in renameat:{1,2} unlinkat:{1..6}; do
		timeout 20 strace -qq -o /dev/null -e inject="${call%:*}:signal=KILL:when=${call#*:}" \
			secret-define ephemeral.xml || true
		[ "$(secret-get-value "$disk_key" --plain)" = geheim ]
	done
	secret-define ephemeral.xml
	[ -z "$(stored "$disk_key*")" ]
	[ "$(secret-get-value "$disk_key" --plain)" = geheim ]
}

@test "a value that was left behind is not that of the next secret" {
	given_secret "$disk_key" "ephemeral='yes'"
	printf geheim >value
	secret-set-value "$disk_key" --file value --plain
	rm "$(live "$disk_key.xml")"
	given_secret "$disk_key" "ephemeral='yes'"
	run secret-get-value "$disk_key"
	[ "$status" -eq "$FAULT_MISSING" ]
}
