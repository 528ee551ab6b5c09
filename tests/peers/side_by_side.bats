#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# side_by_side - snapshots, checkpoints, backups and mirrors of the real libvirt and ours: the same in, the
# same out

load ../helpers

# What may differ is in conformance/snapshot-differences.
same_documents() {      # NAME: as virsh printed it, and as we do
	diff <(sed "s,<creationTime>.*,T," "theirs.$1") <(sed "s,<creationTime>.*,T,; /<inactiveDomain/,/<.inactiveDomain>/d" "ours.$1")
}

@test "real guests: snapshots and checkpoints made and given back, backups, disks that are copied or committed" {
	needs_libvirt
	needs libvirtd
	needs qemu-system-x86_64
	[ "$(id -u)" -eq 0 ] || { [ "${CI:-}" != true ] && skip "needs root"; }
	chmod 711 "$work"        # the emulator's user goes there
	run timeout 150 "$BATS_TEST_DIRNAME/../conformance/run-snapshots" "$B"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "${lines[-1]}" == *" documents compared, 0 wrong" ]]
	[ "${lines[-1]%% *}" -ge 42 ]
}

# libvirt's simulated guest keeps its snapshots as long as virsh runs: all of it in one call.
# It draws siblings by name and we by age: here that is the same.
@test "the simulated guest: running, paused, off; lists, trees, a new current one" {
	needs_libvirt
	export VIRTUTILS_ROOT=$work/fresh
	libvirt_virsh "snapshot-create-as test a 'd & e'; snapshot-create-as test b; suspend test
		snapshot-create-as test p; snapshot-current test b; destroy test; snapshot-create-as test q
		echo; snapshot-dumpxml test a; echo @@; snapshot-dumpxml test b; echo @@; snapshot-dumpxml test p; echo @@
		snapshot-dumpxml test q; echo @@; snapshot-list test --tree; echo @@
		snapshot-list test --name --inactive; echo @@; snapshot-list test --name --from b --descendants; echo @@
		snapshot-current test --name; snapshot-parent test q" >all
	vm-snapshot-create-as test a 'd & e'
	vm-snapshot-create-as test b
	vm-suspend test
	vm-snapshot-create-as test p
	vm-snapshot-current test b
	vm-destroy test
	vm-snapshot-create-as test q
	for name in a b p q; do vm-snapshot-dumpxml test $name >ours.$name; done
	awk -v RS='@@' '{ printf "%s", $0 >("part." NR) }' all
	n=0
	for name in a b p q; do
		sed -n '/<domainsnapshot>/,/<.domainsnapshot>/p' part.$((n += 1)) >theirs.$name
		same_documents $name
	done
	diff <(sed 's/ *$//' part.5 | cat -s) <(vm-snapshot-list test --tree)
	[ "$(sed '/^$/d' part.6)" = "$(vm-snapshot-list test --name --inactive)" ]
	[ "$(sed '/^$/d' part.7)" = "$(vm-snapshot-list test --name --from=b --descendants)" ]
	[ "$(tr -d '\n' <part.8)" = "$(vm-snapshot-current test --name)$(vm-snapshot-parent test q)" ]
}
