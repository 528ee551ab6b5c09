#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Devices of ../shared/corpus are attached, detached and updated as the real libvirt does it.

load helpers

corpus=$BATS_TEST_DIRNAME/../../shared/corpus/device-config

# What differs, and why.
known() {
	case $1 in
	*-live-disk-scsi-2) return 0 ;;           # lsilogic: we refuse what its bus cannot hold already in the definition
	*-console-compat-2-live-console-virtio) return 0 ;;       # likewise two ports of one number
	attach-channel-hugepages-numa) return 0 ;;        # libvirt keeps a path that it made up itself
	update-graphics-spice-graphics-spice-listen) return 0 ;;  # TLS is refused at the start
	esac
	return 1
}

# Done as libvirt does it?
same_as_libvirt() {     # NAME OPERATION
	vm-define "$corpus/$1.domain.xml" || return
	name=$(vm-list --all --name)
	if [ -e "$corpus/$1.err" ]; then
		! vm-"$2"-device "$name" "$corpus/$1.in.xml" --config 2>"$work/err"
	else
		vm-"$2"-device "$name" "$corpus/$1.in.xml" --config && vm-dumpxml "$name" | diff "$corpus/$1.out.xml" -
	fi
}

@test "stored definitions with and without devices" {
	[ -d "$corpus" ] || skip "no corpus at $corpus"
	needs qemu-system-x86_64
	export VIRTUTILS_URI=qemu:///system
	good=0 bad=0
	while IFS=$'\t' read -r case _ _ _ _ _ detail; do
		[ "$case" != name ] || continue
		operation=${detail#operation:}
		rm -rf "$VIRTUTILS_ROOT"/{etc,run}
		if same_as_libvirt "$case" "${operation%% *}" >"$work/out" 2>&1; then
			! known "$case" || { echo "no difference any more: $case"; bad=$((bad + 1)); }
			good=$((good + 1))
		elif ! known "$case"; then
			echo "== $case"
			cat "$work/out"
			bad=$((bad + 1))
		fi
	done <"$corpus/MANIFEST.tsv"
	echo "$good as libvirt, $bad not"
	[ "$bad" -eq 0 ]
	[ "$good" -ge 90 ]
}
