#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# The dispatcher: by our names, by virsh's, and as virsh.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir root
	export VIRTUTILS_ROOT=$PWD/root VIRTUTILS_URI=nosuch:///system HOME=$PWD
	ln -s "$(command -v virtutils)" virsh
}

@test "alone it lists programs by noun" {
	run virtutils
	[ "$status" -eq 0 ]
	grep -qx vm <<<"$output"
	grep -qx vm-snapshot <<<"$output"
	grep -q '^  vm-start  *[a-z]' <<<"$output"
	[ "$(virtutils --list-programs | sort)" = "$(cd "$B/bin" && ls | grep -vx virsh)" ]
}

@test "a program runs by our name and by virsh's, with the options before it" {
	[ "$(virtutils -c test:///default vm-state test)" = running ]
	[ "$(virtutils -c test:///default domstate test)" = running ]
	[ "$(virtutils domstate -c test:///default test)" = running ]
	run virtutils --errors=json -c test:///default vm-start nobody
	[ "$status" -eq 4 ]
	[ "$(jq -r .tool <<<"$output")" = vm-start ]
}

@test "words behind the command are the program's own" {
	printf "<domain type='test'><name>-x</name><memory>65536</memory><os><type>hvm</type></os></domain>" |
		virtutils -c test:///default define /dev/stdin
	virtutils -c test:///default start -- -x
	[ "$(virtutils -c test:///default domstate -- -x)" = running ]
}

@test "an unknown command is a wrong command line" {
	run --separate-stderr virtutils nonsense
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = "virtutils: no program or virsh command 'nonsense'" ]
	run virtutils ../../bin/true
	[ "$status" -eq 2 ]
}

@test "as virsh, its options before the command are taken" {
	[ "$(./virsh -c test:///default -r -t -d 0 -l log -k 5 -K 5 domstate test)" = running ]
	[ "$(./virsh --connect test:///default --readonly domstate --domain test)" = running ]
	[ "$(./virsh -c test:///default 'domstate --domain "test"')" = running ]
	[ "$(./virsh -q -c test:///default list | awk '{ print $2 }')" = test ]
	[[ $(./virsh --version) == *virtutils* ]]
	[ -n "$(./virsh -v)" ]
	[ "$(./virsh help)" = "$(virtutils)" ]
	run ./virsh -c test:///default start test
	[ "$status" -eq 3 ]
}

@test "no other program of the same directory is run" {
	[ -z "$(virtutils --list-programs | grep -vE '^(virtutils|[a-z]+(-[a-z0-9]+)+)$')" ]
}
