#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-list - list virtual machines

load helpers

given_some() {
	given_vm alpha running
	given_vm beta paused
	given_vm gamma
	given_transient delta
}

@test "only active ones are listed, by name" {
	given_some
	run vm-list
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 4 ]
	[[ "${lines[0]}" =~ ^ID\ NAME\ +STATE$ ]]
	[[ "${lines[1]}" =~ ^\ *[0-9]+\ alpha\ running$ ]]
	[[ "${lines[2]}" =~ ^\ *[0-9]+\ beta\ +paused$ ]]
	[[ "${lines[3]}" =~ ^\ *[0-9]+\ delta\ running$ ]]
}

@test "nothing to list is nothing printed, as in util-linux" {
	run vm-list
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	run vm-list --json
	[ "$(jq -c . <<<"$output")" = "[]" ]
	run vm-list --name
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
}

@test "all, and stopped ones" {
	given_some
	[ "$(vm-list --all --name)" = $'alpha\nbeta\ndelta\ngamma' ]
	[ "$(vm-list --inactive --name)" = gamma ]
	[ "$(vm-list --all --raw --noheadings | grep gamma)" = "- gamma shut\\x20off" ]
}

@test "filters by state are or-ed, and reach stopped ones" {
	given_some
	[ "$(vm-list --state-running --name)" = $'alpha\ndelta' ]
	[ "$(vm-list --state-paused --name)" = beta ]
	[ "$(vm-list --state-shutoff --name)" = gamma ]
	[ "$(vm-list --state-paused --state-shutoff --name)" = $'beta\ngamma' ]
	[ "$(vm-list --all --state-other --name)" = "" ]
}

@test "filters of different sorts are and-ed, both of a pair are none" {
	given_some
	vm-autostart alpha gamma
	[ "$(vm-list --transient --name)" = delta ]
	[ "$(vm-list --persistent --name)" = $'alpha\nbeta' ]
	[ "$(vm-list --persistent --transient --name)" = $'alpha\nbeta\ndelta' ]
	[ "$(vm-list --all --autostart --name)" = $'alpha\ngamma' ]
	[ "$(vm-list --all --autostart --state-shutoff --name)" = gamma ]
	[ "$(vm-list --all --no-autostart --persistent --name)" = beta ]
}

@test "with and without snapshots and managed save images" {
	given_some
	vm-snapshot-create-as gamma s1
	[ "$(vm-list --all --with-snapshot --name)" = gamma ]
	[ "$(vm-list --all --without-snapshot --name)" = $'alpha\nbeta\ndelta' ]
	[ "$(vm-list --all --with-checkpoint --name)" = "" ]
	mkdir -p "$VIRTUTILS_ROOT/var/test/save"
	: >"$VIRTUTILS_ROOT/var/test/save/gamma.save"
	[ "$(vm-list --all --with-managed-save --name)" = gamma ]
	[ "$(vm-list --all --managed-save -o NAME,STATE --raw --noheadings gamma)" = "gamma saved" ]
	[ "$(vm-list --all -o STATE --noheadings gamma)" = "shut off" ]
}

@test "names, UUIDs and numbers alone, in virsh's order" {
	given_vm web running
	uuid=$(vm-uuid web)
	[ "$(vm-list --name)" = web ]
	[ "$(vm-list --uuid)" = "$uuid" ]
	[ "$(vm-list --id)" = "$(vm-id web)" ]
	[ "$(vm-list --name --id)" = "$(vm-id web) web" ]
	[ "$(vm-list --name --uuid)" = "$uuid web" ]
	vm-destroy web
	[ "$(vm-list --all --id)" = - ]
}

@test "--table and --name exclude each other" {
	run vm-list --table --name
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-list --table
	[ "$status" -eq 0 ]
}

@test "JSON has numbers, truths and nulls, and every column on request" {
	given_some
	run vm-list --all --json --output-all
	[ "$status" -eq 0 ]
	jq -e '.[] | select(.name == "alpha") | .state == "running" and .persistent == true
		and .autostart == false and (.id | type) == "number" and .vcpus == 2
		and .mem == 67108864 and .title == null and .pending == false' <<<"$output"
	jq -e '.[] | select(.name == "gamma") | .id == null and .uptime == null' <<<"$output"
	jq -e '.[] | select(.name == "delta") | .persistent == false' <<<"$output"
	jq -e 'map(.name) == ["alpha", "beta", "delta", "gamma"]' <<<"$output"
	jq -e 'map(keys) == [["name"]]' <<<"$(vm-list --json --name alpha)"
}

@test "columns are chosen, added, sorted by and explained" {
	given_some
	[ "$(vm-list -o name,state --raw --noheadings alpha)" = "alpha running" ]
	[ "$(vm-list -o +REASON --raw --noheadings beta | cut -d' ' -f2-)" = "beta paused user" ]
	[ "$(vm-list --all -o NAME --noheadings -s NAME:desc)" = $'gamma\ndelta\nbeta\nalpha' ]
	run vm-list --list-columns
	[ "$status" -eq 0 ]
	[[ "$output" == *PENDING* ]]
	run vm-list -o NAME,NONSENSE
	[ "$status" -eq "$FAULT_USAGE" ]
	[[ "$output" == *NONSENSE* ]]
}

@test "titles" {
	xml web '<title>the front end</title>' | vm-define -
	[ "$(vm-list --all --title --raw --noheadings)" = '- web shut\x20off the\x20front\x20end' ]
	[ "$(vm-list --all -o TITLE --noheadings)" = "the front end" ]
}

@test "a changed stored definition is pending until the next start" {
	given_vm web running
	[ "$(vm-list -o PENDING --noheadings)" = no ]
	vm-edit web --set=/domain/vcpu=4
	[ "$(vm-list -o PENDING --noheadings)" = yes ]
	[ "$(vm-list -o VCPUS --raw --noheadings)" = 2 ]
	vm-destroy web
	vm-start web
	[ "$(vm-list -o PENDING,VCPUS --raw --noheadings)" = "no 4" ]
}

@test "patterns and names choose, the filter of states stays" {
	given_some
	[ "$(vm-list --name 'a*' beta)" = $'alpha\nbeta' ]
	[ "$(vm-list --name gamma)" = "" ]
	[ "$(vm-list --all --name "$(vm-uuid gamma)")" = gamma ]
	[ "$(printf 'gamma\nalpha\n' | vm-list --all -o NAME --noheadings -)" = $'gamma\nalpha' ]
}

@test "no name on standard input is nobody, not everybody" {
	given_some
	run vm-list --name - </dev/null
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
}

@test "an unknown name and a pattern without match fail, the others are listed" {
	given_some
	run --separate-stderr vm-list --name alpha nobody
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$output" = alpha ]
	[ "$stderr" = "vm-list: nobody: no such virtual machine" ]
	run vm-list 'x*'
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "NUL-separated for xargs" {
	given_some
	[ "$(vm-list --all --name -0 | xargs -0 -n1 echo)" = $'alpha\nbeta\ndelta\ngamma' ]
}

@test "a definition that cannot be read is a warning, the guest is listed" {
	given_some
	for f in $(find "$VIRTUTILS_ROOT/etc/test" -name 'gamma*' -type f); do echo '<domain' >"$f"; done
	run --separate-stderr vm-list --all -o NAME,TITLE,UUID --raw --noheadings
	[ "$status" -eq 0 ]
	[[ "$output" == *"gamma - -"* ]]
	[[ "$output" == *"delta - "* ]]
	[[ "$stderr" == *"warning"*"gamma"* ]]
}

@test "a full disk is a failure" {
	given_vm web running
	run bash -c 'vm-list >/dev/full'
	[ "$status" -eq 1 ]
	[[ "$output" == "vm-list: standard output: "* ]]
}

@test "a reader that stops reading ends it silently" {
	given_vm web running
	run bash -c 'set -o pipefail; { sleep 0.2; vm-list --all; } | true; echo ${PIPESTATUS[0]}'
	[ "$output" = 141 ]
}

@test "unknown options and drivers" {
	run vm-list --nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
	[[ "$output" == *"--nonsense"* ]]
	run vm-list -c nonsense:///system
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
