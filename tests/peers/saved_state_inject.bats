#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# saved_state_inject - programs that save and resume a real QEMU, killed at every step.  needs qemu
#
# Whatever they leave: either the guest is there and no image, or a whole image and no guest.

load ../helpers
load ../inject
load guest
load blockjob

setup() {
	needs qemu-system-x86_64
	needs strace
	private_root
	halting_rom "$work/halt.rom"
	vm-define - <<-X
	<domain type='qemu'><name>web</name><memory unit='MiB'>16</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os></domain>
	X
	image=$VIRTUTILS_ROOT/var/qemu/save/web.save
	vm-start web
}
teardown() { remove_root; }

# Where state changes hands: messages to QEMU, files that are written, replaced or removed.
calls='sendto sendmsg pwrite64 fsync rename renameat unlink unlinkat'

# The next command knows which of the two it is.
all_is_well() {
	vm-desc web --config x
	[ -z "$(find "$VIRTUTILS_ROOT" -name '.*.save.*')" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/web.jobs" ]
	case $(vm-state web) in
	running) [ ! -e "$image" ] ;;
	'shut off') [ "$(head -c 16 "$image")" = LibvirtQemudSave ] && vm-start web ;;
	*) return 1 ;;
	esac
	[ "$(vm-state web)" = running ]
	vm-suspend web && vm-resume web
}

@test "a vm-managedsave that is killed anywhere" {
	local point all
	all=$(many=12 points "$calls" vm-managedsave web)
	vm-start web
	[ "$(wc -l <<<"$all")" -gt 10 ]
	while read -r point; do
		echo "met by $point"
		met $point vm-managedsave web || :
		all_is_well
	done <<<"$all"
}

@test "a vm-start that resumes, killed anywhere" {
	local point all
	vm-managedsave web
	all=$(many=12 points "$calls" vm-start web)
	[ "$(wc -l <<<"$all")" -gt 10 ]
	while read -r point; do
		vm-managedsave web 2>/dev/null || [ -e "$image" ]
		echo "met by $point"
		met $point vm-start web || :
		all_is_well
	done <<<"$all"
}
