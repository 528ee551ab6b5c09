#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# backup_inject - programs that begin, wait for and end backups, killed at every step
#
# Whatever they leave: the next command knows what has become of the backup, nothing of it is left that is
# of no use, a copy that is there is whole, and a checkpoint has its bitmaps.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load checkpoint

setup() {
	needs strace
	blockjob_setup
	chmod 1777 "$img"
	image "$img/a.qcow2"
	mark "$img/a.qcow2" 0xa 0
	define_on "$img/a.qcow2"
	vm-start g
	remember "$img/a.qcow2"
	sock=$img/nbd.sock
	echo "<domaincheckpoint><name>c1</name></domaincheckpoint>" >"$work/c1.xml"
	cat >"$work/pull.xml" <<-X
	<domainbackup mode='pull'><server transport='unix' socket='$sock'/>
	  <disks><disk name='vda' type='file'><scratch file='$img/scratch.a'/></disk></disks></domainbackup>
	X
}
teardown() { blockjob_teardown; }

# Messages to QEMU, files that are replaced or removed.
calls='sendto renameat unlink unlinkat'

touch_guest() { vm-suspend g && vm-resume g; }
is_over() { touch_guest && ! vm-backup-dumpxml g 2>/dev/null; }
fresh() {
	vm-checkpoint-delete g c1 --if-needed
	rm -f "$img"/*.c1 "$img"/g-*
}

no_leftovers() {
	[ -z "$(jobs_of)" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ "$(bitmaps | grep -vc ' c1 .*good')" = 0 ]
	[ "$(vm-qemu-monitor-command g query-block-exports)" = '{"return":[]}' ]
	[ ! -e "$sock" ]
	[ ! -e "$img/scratch.a" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.jobs" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.checkpoint" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.preserve" ]
	[ "$(bitmaps | grep -c ' c1 ')" = "$([ "$(vm-checkpoint-list g --name)" = c1 ] && echo 2 || echo 0)" ]
}

@test "a push, killed anywhere" {
	local point all whole=0 none=0
	all=$(points "$calls" vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait)
	[ "$(wc -l <<<"$all")" -gt 4 ]
	all=$both_ends$'\n'$all
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait || continue
		until_true is_over
		no_leftovers
		if [ -e "$img/g-vda.c1.qcow2" ]; then
			as_remembered "$img/g-vda.c1.qcow2"
			[ -e "$img/g-vdb.c1.qcow2" ]
			[ "$(vm-checkpoint-list g --name)" = c1 ]
			whole=$((whole + 1))
		else
			[ ! -e "$img/g-vdb.c1.qcow2" ]
			[ "$(vm-checkpoint-list g --name)" = "" ]
			none=$((none + 1))
		fi
	done <<<"$all"
	[ "$whole" -gt 0 ]
	[ "$none" -gt 0 ]
}

@test "a pull, killed while it begins" {
	local point all served=0
	all=$(points "$calls" vm-backup-begin g "$work/pull.xml" "$work/c1.xml" --preserve-domain-on-shutdown)
	all=$both_ends$'\n'$all
	end_it
	while read -r point; do
		fresh
		echo "met by $point"
		met $point vm-backup-begin g "$work/pull.xml" "$work/c1.xml" --preserve-domain-on-shutdown || :
		touch_guest
		if vm-backup-dumpxml g 2>/dev/null; then
			as_remembered "nbd:unix:$sock:exportname=vda" raw
			served=$((served + 1))
			end_it
			[ "$(vm-checkpoint-list g --name)" = c1 ]
		fi
		no_leftovers
	done <<<"$all"
	[ "$served" -gt 0 ]
}
end_it() { vm-jobabort g; }

@test "a pull that is waited for until time is up, killed anywhere" {
	local point all
	all=$(points "$calls" vm-backup-begin g "$work/pull.xml" --timeout=1) || [ $? -eq "$FAULT_TIMEOUT" ]
	[ "$(wc -l <<<"$all")" -gt 4 ]
	while read -r point; do
		echo "met by $point"
		met $point vm-backup-begin g "$work/pull.xml" --timeout=1 || continue
		touch_guest
		if vm-backup-dumpxml g 2>/dev/null; then end_it; fi
		no_leftovers
	done <<<"$all"
}
