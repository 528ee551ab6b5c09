#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# chain_check - vm-chain-check on real images.  needs qemu

load ../helpers
load guest
load blockjob

setup() {
	blockjob_setup
	given_chain
}
teardown() { blockjob_teardown; }

found() {               # WHAT...: lines of TARGET PROBLEM FILE
	run --separate-stderr vm-chain-check g --raw --noheadings -o TARGET,PROBLEM,FILE
	if [ $# -eq 0 ]; then
		[ "$status" -eq 0 ]
		[ -z "$output" ]
		return
	fi
	[ "$status" -eq "$FAULT_NO" ]
	# shellcheck disable=SC2154
	[ "$stderr" = 'vm-chain-check: there are problems' ]
	diff <(printf '%s\n' "$@" | sort) <(sed 's/\t/ /g' <<<"$output" | sort)
}

@test "a whole chain: nothing to say, running or off" {
	found
	vm-start g
	found
}

@test "a directory that cannot be read to its end: nobody knows what else is there" {
	needs strace
	run strace -qq -o /dev/null -P "$img" -e inject=getdents64:error=EIO vm-chain-check g
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == *"list $img: Input/output error" ]]
}

@test "an image is gone, in the middle of a chain and at its top" {
	mv "$img/o1" "$work/o1"
	found "vda missing $img/o1"
	mv "$img/b.qcow2" "$work/b.qcow2"
	found "vda missing $img/o1" "vdb missing $img/b.qcow2"
}

@test "an image of a snapshot is gone" {
	vm-snapshot-create-as g s --disk-only --diskspec vdb,snapshot=no
	found
	mv "$img/a.qcow2" "$work"
	found "vda missing $img/a.qcow2"
}

@test "it stands on something else than the definition says" {
	image "$img/other"
	vm-dumpxml g | sed "/o2/s,\$,<backingStore type='file'><format type='qcow2'/><source file='$img/other'/><backingStore/></backingStore>," | vm-define -
	found "vda differs $img/o2"
}

@test "another process has it open although the guest is off" {
	local holder
	coproc { qemu-io "$img/b.qcow2"; }
	holder=$COPROC_PID      # bash forgets it as soon as the process has ended
	echo length >&"${COPROC[1]}"
	read -r -u "${COPROC[0]}"       # it answers: it has the image
	found "vdb busy $img/b.qcow2"
	echo quit >&"${COPROC[1]}"
	wait "$holder"
	found
}

@test "an overlay that nobody knows lies beside a disk; one of another guest does not matter" {
	image "$img/stray" "$img/b.qcow2"
	image "$img/clone" "$img/a.qcow2"
	vm-define - <<-X
	<domain type='qemu'><name>h</name><memory unit='MiB'>32</memory><os><type arch='x86_64'>hvm</type></os>
	  <devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='$img/clone'/><target dev='vda'/></disk></devices>
	</domain>
	X
	found "- orphaned $img/stray"
}

@test "images that moved together find each other again" {
	mkdir "$work/new"
	mv "$img"/o1 "$img"/a.qcow2 "$img"/o2 "$work/new/"
	sed "s,$img/o2,$work/new/o2," "$work/g.xml" | vm-define -
	found "vda missing $img/o1"
	run vm-chain-check g --fix-paths --dry-run
	[ "$(backing_of "$work/new/o2")" = "$img/o1" ]
	vm-chain-check g --fix-paths || vm-chain-check g --fix-paths
	found
	[ "$(backing_of "$work/new/o2")" = "$work/new/o1" ]
	[ "$(backing_of "$work/new/o1")" = "$work/new/a.qcow2" ]
	vm-start g
	run vm-chain-check g --fix-paths
	[ "$status" -eq "$FAULT_STATE" ]
}
