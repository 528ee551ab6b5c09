#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_storage.bats - programs that change storage, killed at every system call that does
#
# No half volume may be listed as whole, what is copied from stays as it was, and the same
# command given again must end in the new state with nothing left over.

load storage
load inject

changing='write pwrite64 copy_file_range ftruncate fallocate fsync fdatasync fchmod flock rename renameat renameat2 unlink unlinkat mkdir mkdirat symlinkat'

# What there is besides volumes: drafts, marks.
ours() { find "$work/images" -name '.virtutils-*'; }

complain() {
	printf 'at %s: %s\n' "$point" "$1"
	return 1
}

# Each volume that is listed without a warning has the contents it must have: check VOLUME.
check_volumes() {
	local volume
	[ -d images ] || return 0
	for volume in $(vol-list images -o NAME --noheadings 2>said); do
		grep -q "$volume: it is not whole" said || check "$volume" || complain "$volume is listed as whole"
	done
	check source || complain 'the source was touched'
	rm -f said
}

again_from_before() {
	rm -rf images root
	cp -a --sparse=always before images
	cp -a before-root root
}

# at_each_point COMMAND...: then reset() makes it possible again and it must succeed.
at_each_point() {
	local point points met=0 said

	mv images before
	cp -a root before-root
	again_from_before
	mapfile -t points < <(points "$changing" "$@" 2>/dev/null)
	for point in "${points[@]}"; do
		again_from_before
		met $point "$@" >/dev/null || complain 'nobody was killed'
		met=$((met + 1))
		check_volumes
		reset
		"$@" >said 2>&1 || complain "again: $(cat said)"
		check_volumes
		said=$(ours)
		[ -z "$said" ] || complain "left over: $said"
	done
	[ $met -ge "$least" ]
}

given_source() {
	needs strace
	given_pool images
	sparse images/source 1
	cp --sparse=always images/source expected
}

@test "killed at any point, vol-create-as makes a whole volume or none" {
	given_source
	least=5
	check() { [ "$1" = source ] && cmp -s images/source expected || [ "$(size_of "images/$1")" -eq 300000 -a "$(blocks "images/$1")" -ge 580 ]; }
	reset() { rm -f images/new; }
	at_each_point vol-create-as images new 300000
}

@test "killed at any point, vol-create-as of qcow2 makes a whole volume or none" {
	needs qemu-img
	given_source
	least=4
	check() { [ "$1" = source ] && cmp -s images/source expected || qemu-img check -q "images/$1"; }
	reset() { rm -f images/new; }
	at_each_point vol-create-as images new 1M --format qcow2 --allocation 0
}

@test "killed at any point, vol-clone makes a whole copy or none" {
	given_source
	least=6
	check() { cmp -s "images/$1" expected; }
	reset() { rm -f images/new; }
	at_each_point vol-clone images/source new
}

@test "killed at any point, vol-upload leaves old, new, or a mark" {
	given_source
	truncate -s 1M images/target
	check() { cmp -s "images/$1" expected || { [ "$1" = target ] && cmp -s -n 1048576 images/target /dev/zero; }; }
	reset() { :; }
	least=6
	at_each_point vol-upload images/target expected
	cmp images/target expected
}

@test "killed at any point, vol-resize leaves the old size or the new one" {
	given_source
	truncate -s 1M images/target
	check() { [ "$1" = source ] && cmp -s images/source expected || [[ $(size_of "images/$1") = @(1048576|2097152) ]]; }
	reset() { :; }
	least=1
	at_each_point vol-resize images/target 2M --allocate
	[ "$(size_of images/target)" -eq $((2 << 20)) ]
}

@test "killed at any point, vol-delete leaves the volume or nothing of it" {
	given_source
	cp expected images/target
	check() { cmp -s "images/$1" expected; }
	reset() { [ -e images/target ] || cp expected images/target; }
	least=1
	at_each_point vol-delete images/target
	[ ! -e images/target ]
}

@test "killed at any point, vol-wipe leaves old, new, or a mark" {
	given_source
	cp expected images/target
	check() { cmp -s "images/$1" expected || { [ "$1" = target ] && cmp -s -n 1048576 images/target /dev/zero; }; }
	reset() { :; }
	least=3
	at_each_point vol-wipe images/target
}

# Pools themselves: a reader sees the old or the new state, and the command can be given again.
@test "killed at any point, pool-define, pool-build and pool-start can be given again" {
	local point points line
	needs strace
	pool_xml images >images.xml
	while read -r line; do
		rm -rf before-root; cp -a root before-root 2>/dev/null || mkdir before-root
		before() {
			rm -rf images root; cp -a before-root root
			case $line in pool-start*) mkdir -m 711 images ;; esac
		}
		before
		mapfile -t points < <(points "$changing" $line 2>/dev/null)
		[ "${#points[@]}" -gt 0 ]
		for point in "${points[@]}"; do
			before
			met $point $line >/dev/null || complain 'nobody was killed'
			pool-list --all --name >said
			[ ! -s said ] || [ "$(cat said)" = images ] || complain "$line: $(cat said)"
			$line 2>said || grep -q 'already active' said || complain "$line again: $(cat said)"
		done
	done <<-L
	pool-define images.xml
	pool-build images
	pool-start images
	L
	[ "$(pool-list --name)" = images ]
	[ "$(stat -c %a images)" = 711 ]
}
