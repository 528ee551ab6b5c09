#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm_backup_inject - vm-backup killed at every step, rotation included: what is on the shelf reads as the disk
# was, and the next one sweeps what is not.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load checkpoint
load vm_backup

setup() {
	needs strace
	vm_backup_setup
}
teardown() { blockjob_teardown; }

# Messages to QEMU, files that are put in place or removed.
calls='sendto renameat rename unlinkat'

is_over() { vm-suspend g && vm-resume g && ! vm-backup-dumpxml g 2>/dev/null; }

@test "killed anywhere" {
	local point all stamp i=0 complete=0
	take
	guest_writes 1M 1
	take
	all=$(points "$calls" vm-backup g --to="$shelf" --keep=2)
	was[$(last)]=$(now)
	[ "$(wc -l <<<"$all")" -gt 4 ]
	all=$both_ends$'\n'$all
	while read -r point; do
		i=$((i + 1))
		guest_writes ${i}M $i
		echo "met by $point"
		met $point vm-backup g --to="$shelf" --keep=2 >/dev/null || { was[$(last)]=$(now); continue; }         # it was done before
		until_true is_over
		for stamp in $(stamps | grep -v partial); do
			[ -n "${was[$stamp]-}" ] || { complete=$((complete + 1)); was[$stamp]=$(now); }
			# one that is being merged upwards is not a backup any more
			[ -e "$shelf/g/$stamp/retired" ] || is_as_it_was "$stamp"
		done
		take --keep=2
		[ "$(stamps | wc -l)" = 2 ]
		all_read_right
		no_leftovers
	done <<<"$all"
	[ "$complete" -gt 0 ]
}
