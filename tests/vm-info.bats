#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-info - summary of a virtual machine

load helpers

@test "key: value lines" {
	given_vm web running
	run vm-info web
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "ID: $(vm-id web)" ]
	[ "${lines[1]}" = "NAME: web" ]
	[ "${lines[2]}" = "UUID: $(vm-uuid web)" ]
	[ "${lines[3]}" = "OS-TYPE: hvm" ]
	[ "${lines[4]}" = "STATE: running" ]
	[ "${lines[5]}" = "CPUS: 2" ]
	[[ "$output" == *"MAX-MEM: 67108864"* ]]
	[[ "$output" == *"PERSISTENT: yes"* ]]
	[[ "$output" == *"AUTOSTART: no"* ]]
	[[ "$output" == *"MANAGED-SAVE: no"* ]]
}

@test "a key alone is its bare value" {
	given_vm web
	[ "$(vm-info web -o MAX-MEM)" = 67108864 ]
	[ "$(vm-info web -o state)" = "shut off" ]
	[ "$(vm-info web -o NAME,CPUS)" = $'NAME: web\nCPUS: 2' ]
	run vm-info web -o NONSENSE
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "JSON, of several" {
	given_vm one running
	given_vm two
	vm-info --json one two | jq -e 'length == 2 and .[0].name == "one" and .[0]["max-mem"] == 67108864
		and .[0].persistent == true and (.[0]["cpu-time"] | type) == "number"
		and .[1].id == null and .[1]["cpu-time"] == null'
}

@test "the figures are virsh's" {
	needs_libvirt
	libvirt_virsh dominfo test >theirs
	export VIRTUTILS_ROOT=$work/fresh
	[ "$(vm-info test -o UUID)" = "$(awk '/^UUID/ { print $2 }' theirs)" ]
	[ "$(vm-info test -o CPUS)" = "$(awk '/^CPU\(s\)/ { print $2 }' theirs)" ]
	[ "$(vm-info test -o MAX-MEM)" -eq $(($(awk '/^Max memory/ { print $3 }' theirs) * 1024)) ]
	[ "$(vm-info test -o USED-MEM)" -eq $(($(awk '/^Used memory/ { print $3 }' theirs) * 1024)) ]
}

@test "unknown, and a definition that cannot be read" {
	run vm-info nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	given_vm web
	for f in $(find "$VIRTUTILS_ROOT/etc/test" -name 'web*' -type f); do echo '<domain' >"$f"; done
	run vm-info web
	[ "$status" -eq "$FAULT_XML" ]
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "vm-info: web: "*"web.xml:"* ]]
}

@test "a clock that is set back makes no time negative" {
	given_vm web running
	sed -i "s,<started>.*</started>,<started>$(($(date +%s) + 3600))</started>," "$VIRTUTILS_ROOT/run/test/web.xml"
	[ "$(vm-info web -o UPTIME)" = 0 ]
}
