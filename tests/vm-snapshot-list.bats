#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-list - list the snapshots of a virtual machine

load helpers

# a is the root of c and b, d is below c; each is a second older than the next.
given_tree() {
	local line

	given_vm web
	for line in "a - 101" "c a 102" "d c 103" "b a 104"; do
		set -- $line
		[ "$2" = - ] || vm-snapshot-current web "$2"
		vm-snapshot-create-as web "$1"
		vm-snapshot-edit web "$1" --set="/domainsnapshot/creationTime=$3"
	done
	vm-snapshot-current web d
}

names() {
	vm-snapshot-list web --name "$@" | paste -sd ' '
}

@test "a table by name" {
	given_vm web running
	vm-snapshot-create-as web zeta
	vm-snapshot-create-as web Alpha
	run vm-snapshot-list web
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" =~ ^NAME\ +CREATION-TIME\ +STATE$ ]]
	[[ "${lines[1]}" =~ ^Alpha\ +20..-..-..T..:..:..\+00:00\ +running$ ]]
	[[ "${lines[2]}" =~ ^zeta\ .*\ running$ ]]
	[ "$(vm-snapshot-list web --parent -o NAME,PARENT --raw --noheadings)" = $'Alpha zeta\nzeta -' ]
}

@test "JSON" {
	given_tree
	vm-snapshot-list web --json --output-all | jq -e 'map(.name) == ["a", "b", "c", "d"]
		and (map(select(.current).name) == ["d"]) and (map(.parent) == [null, "a", "a", "c"])
		and all(.location == "internal" and .vm == "web" and .state == "shutoff")
		and map(.["creation-time"]) == [101, 104, 102, 103]'
}

@test "a tree" {
	given_tree
	vm-snapshot-list web --tree >ours
	diff ours - <<-'TREE'
	a
	  |
	  +- c
	  |   |
	  |   +- d
	  |
	  +- b

	TREE
	[ "$(vm-snapshot-list web --tree c)" = $'c\n  |\n  +- d' ]
}

@test "parts of the tree" {
	given_tree
	[ "$(names)" = "a b c d" ]
	[ "$(names --roots)" = a ]
	[ "$(names --leaves)" = "b d" ]
	[ "$(names --no-leaves)" = "a c" ]
	[ "$(names --leaves --no-leaves)" = "a b c d" ]
	[ "$(names a)" = "b c" ]
	[ "$(names --from=a --descendants)" = "b c d" ]
	[ "$(names --from=c)" = d ]
	[ "$(names --current)" = "" ]
	[ "$(names --topological)" = "a c d b" ]
	[ "$(names --no-metadata)" = "" ]
	[ "$(names --metadata)" = "a b c d" ]
	[ "$(names --internal)" = "a b c d" ]
	[ "$(names --external)" = "" ]
}

@test "by state and age" {
	given_vm web
	vm-snapshot-create-as web off
	vm-start web
	vm-snapshot-create-as web on
	[ "$(names --inactive)" = off ]
	[ "$(names --active)" = on ]
	[ "$(names --active --inactive)" = "off on" ]
	[ "$(names --disk-only)" = "" ]
	[ "$(names --older-than=1h)" = "" ]
	[ "$(names --older-than=0s)" = "off on" ]
}

@test "names with their parents, NUL-separated names" {
	given_tree
	[ "$(vm-snapshot-list web --name --parent | head -2)" = $'a\t-\nb\ta' ]
	[ "$(vm-snapshot-list web --name -0 | tr '\0' +)" = a+b+c+d+ ]
}

@test "options that exclude each other" {
	given_tree
	for options in "--tree --leaves" "--tree --name" "--tree --parent" "--roots --parent" "--roots --from=a" \
		       "--roots --current" --descendants "--from=a --current"; do
		run vm-snapshot-list web $options
		[ "$status" -eq "$FAULT_USAGE" ]
		[ "${#lines[@]}" -eq 1 ]
	done
}

@test "no such snapshot, none current, no such guest" {
	given_vm web
	run vm-snapshot-list web --from=nope
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-list web --current
	[ "$status" -eq "$FAULT_NO_SNAPSHOT" ]
	run vm-snapshot-list nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	[ "$(vm-snapshot-list web)" = "" ]
}

@test "a file that cannot be read is a warning, the others are listed" {
	given_tree
	echo '<domainsnapshot' >"$VIRTUTILS_ROOT/etc/test/snapshot/web/b.xml"
	run --separate-stderr vm-snapshot-list web --name
	[ "$status" -eq 0 ]
	[ "$output" = $'a\nc\nd' ]
	[[ "$stderr" == *"warning"*"b.xml"* ]]
}
