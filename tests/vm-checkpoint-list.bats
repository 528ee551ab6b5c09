#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-checkpoint-list - list the checkpoints of a virtual machine

load helpers
load checkpoints

# a is the root of c and b, d is below c; each is a second older than the next.
given_tree() {
	local name parent time
	given_disks_vm web
	vm-checkpoint-create-as web a
	vm-checkpoint-dumpxml web a >a.xml
	while read -r name parent time; do
		sed "s|^  <name>a<|  <name>$name<|; s|bitmap='a'|bitmap='$name'|
		     s|<creationTime>.*<|<creationTime>$time<|
		     s|^  <creationTime>|  <parent><name>$parent</name></parent>&|; s|<parent><name>-</name></parent>||" a.xml |
			vm-checkpoint-create web - --redefine
	done <<-'X'
	a - 101
	c a 102
	d c 103
	b a 104
	X
}

names() { vm-checkpoint-list web --name "$@" | paste -sd ' '; }

@test "a table by name" {
	given_disks_vm web
	vm-checkpoint-create-as web zeta
	vm-checkpoint-create-as web Alpha
	run vm-checkpoint-list web
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" =~ ^NAME\ +CREATION-TIME$ ]]
	[[ "${lines[1]}" =~ ^Alpha\ +20..-..-..T..:..:..\+00:00$ ]]
	[[ "${lines[2]}" =~ ^zeta\  ]]
	[ "$(vm-checkpoint-list web --parent -o NAME,PARENT --raw --noheadings)" = $'Alpha zeta\nzeta -' ]
}

@test "parts of the tree" {
	given_tree
	[ "$(names)" = "a b c d" ]
	[ "$(names --roots)" = a ]
	[ "$(names --leaves)" = "b d" ]
	[ "$(names --no-leaves)" = "a c" ]
	[ "$(names a)" = "b c" ]
	[ "$(names --from=a --descendants)" = "b c d" ]
	[ "$(names --topological)" = "a c d b" ]
	run vm-checkpoint-list web nope
	[ "$status" -eq 4 ]
}

@test "a tree" {
	given_tree
	vm-checkpoint-list web --tree >ours
	diff ours - <<-'TREE'
	a
	  |
	  +- c
	  |   |
	  |   +- d
	  |
	  +- b

	TREE
}

@test "options that exclude each other" {
	given_disks_vm web
	for options in '--tree --leaves' '--tree --name' '--roots --parent' '--descendants' '--roots --from=a'; do
		run vm-checkpoint-list web $options
		[ "$status" -eq "$FAULT_USAGE" ]
	done
}

@test "JSON, and how much was written" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-checkpoint-list web --json --size | jq -e '.[0] | .name == "c1" and .size == 0 and (has("creation-time"))'
	vm-destroy web
	vm-checkpoint-list web --json --size | jq -e '.[0].size == null'
}

@test "with a branch none is current, on a chain the last is" {
	given_tree
	vm-checkpoint-create-as web e
	run vm-checkpoint-parent web e
	[ "$status" -eq 4 ]
	vm-checkpoint-delete web b e
	vm-checkpoint-create-as web e
	[ "$(vm-checkpoint-parent web e)" = d ]
}
