#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-snapshot-prune - delete snapshots by age or count

load helpers

# given_snapshots VM NAME=AGE-IN-SECONDS...: each is the child of the one before.
given_snapshots() {
	local vm=$1 word

	shift
	for word; do
		vm-snapshot-create-as "$vm" "${word%=*}"
		vm-snapshot-edit "$vm" "${word%=*}" --set="/domainsnapshot/creationTime=$(($(date +%s) - ${word#*=}))"
	done
}

names() {
	vm-snapshot-list "${1:-web}" --name | paste -sd ' '
}

@test "all but the newest" {
	given_vm web
	given_snapshots web a=5000 b=4000 c=3000 d=2000
	[ "$(vm-snapshot-prune web --keep=2)" = $'a\nb' ]
	[ "$(names)" = "c d" ]
	[ "$(vm-snapshot-current web --name)" = d ]
	[ "$(vm-snapshot-prune web --keep=2)" = "" ]
	[ "$(vm-snapshot-prune web --keep=0)" = $'c\nd' ]
	[ "$(names)" = "" ]
}

@test "by age, and both" {
	given_vm web
	given_snapshots web a=500000 b=400000 c=100 d=50
	[ "$(vm-snapshot-prune web --older-than=1d --keep=3)" = a ]
	[ "$(vm-snapshot-prune web --older-than=1d)" = b ]
	[ "$(names)" = "c d" ]
}

@test "only some names; the others do not count" {
	given_vm web
	given_snapshots web nightly-1=4000 before-upgrade=3000 nightly-2=2000
	[ "$(vm-snapshot-prune web --keep=1 --match='nightly-*')" = nightly-1 ]
	[ "$(names)" = "before-upgrade nightly-2" ]
}

@test "a dry run deletes nothing" {
	given_vm web
	given_snapshots web a=3 b=2
	run vm-snapshot-prune --dry-run web --keep=1
	[ "$status" -eq 0 ]
	[ "$output" = "delete snapshot a of web" ]
	[ "$(names)" = "a b" ]
}

@test "several guests, one of them unknown" {
	given_vm web
	given_vm db
	given_snapshots web a=3 b=2
	given_snapshots db c=3 d=2
	run vm-snapshot-prune web nobody db --keep=1
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$(names web) $(names db)" = "b d" ]
}

@test "which ones must be said" {
	given_vm web
	given_snapshots web a=3
	for options in "" "--match=a"; do
		run vm-snapshot-prune web $options
		[ "$status" -eq "$FAULT_USAGE" ]
	done
	[ "$(names)" = a ]
}
