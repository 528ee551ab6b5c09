#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# instructions - what a command costs, counted by callgrind: free of the machine's noise
load helpers

# Millions of instructions in user space that a command may take, a third above what it takes
# now; what it takes with libraries of another release differs by less.
budgets() {
	cat <<-'T'
	0.75	vm-state web
	0.75	vm-id web
	0.8	vm-uuid web
	0.85	vm-dumpxml --inactive web
	0.9	vm-info web
	1.25	vm-list --all
	0.8	vm-list --all --name
	4.2	vm-define web.xml
	4.3	vm-start web2
	T
}

@test "no command takes more instructions than it may" {
	needs valgrind
	! is_sanitized || skip "a sanitized build counts its checks too"
	local budget command over='' count
	given_vm web
	given_vm web2
	xml web >web.xml
	while IFS=$'\t' read -r budget command; do
		$command >/dev/null       # what is cached is cached
		[[ $command != vm-start* ]] || vm-destroy "${command#* }"
		count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null $command 2>&1 >/dev/null |
			awk '/Collected/ { printf "%.2f", $NF / 1e6 }')
		echo "# $count of $budget million: $command" >&3
		awk "BEGIN { exit !($count > 0.1 && $count <= $budget) }" || over+="$command takes $count, not $budget million; "
	done < <(budgets)
	[ -z "$over" ] || { echo "$over"; false; }
}

@test "what is written into the library whenever a program starts stays small" {
	! is_sanitized || skip "a sanitized build has tables of its own"
	bytes=$(size -A "$B/lib/libvirtutils.so.0" | awk '$1 == ".data.rel.ro" { print $2 }')
	echo "# $bytes bytes with addresses in them, of 225000" >&3
	[ "$bytes" -gt 0 ] && [ "$bytes" -le 225000 ]
}
