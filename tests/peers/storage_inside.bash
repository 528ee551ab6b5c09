# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_inside - storage of this machine's kernel: loop devices, in a mount namespace of the test
#
# inside <<'S' ... S runs a script there; all that it leaves mounted ends with it.

inside() {
	local script
	script=$(cat)
	unshare --mount --propagation private bash -euo pipefail -c ". '$BATS_TEST_DIRNAME/storage_inside.bash'
$script"
}

# serving PEER <<'S' ... S: a script where serve() of PEER.bash has started a server.  Network, processes
# and what is mounted end with the script.
serving() {
	local script
	script=$(cat)
	unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private bash -euo pipefail -c "
		. '$BATS_TEST_DIRNAME/storage_inside.bash'
		. '$BATS_TEST_DIRNAME/small_guest.bash'
		. '$BATS_TEST_DIRNAME/$1.bash'
		serve
		$script"
}

needs_storage() {
	local tool
	[ "$(id -u)" -eq 0 ] || { [ "${CI:-}" != true ] && skip "needs root"; }
	[ -e /dev/loop-control ] || needs "loop devices"
	for tool in losetup unshare "$@"; do needs "$tool"; done
	work=$(mktemp -d)
	export work VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8 TMPDIR=$work
	cd "$work" || return 1
}

# given_device SIZE: a loop device of that size is $device.
devices=()
given_device() {
	device=
	truncate -s "$1" "$work/device-${#devices[@]}"
	device=$(losetup --show -P -f "$work/device-${#devices[@]}")
	devices+=("$device")
	export device
}

# Guests have ended with the script that started them; what they left goes, too.
remove_storage() {
	local d
	vm-reap -q --all 2>/dev/null || :
	for d in "${devices[@]}"; do losetup -d "$d" || :; done
	cd / && rm -rf "${work:?}"
}

# scripted TOOL SCRIPT: a stand-in for a tool; what it is told is in said-to-TOOL, a line each.
scripted() {
	mkdir -p "$work/tools"
	printf '#!/bin/bash\nprintf "%%s\\n" "$*" >>"$work/said-to-%s"\n%s\n' "$1" "$2" >"$work/tools/$1"
	chmod +x "$work/tools/$1"
	case $PATH in "$work/tools":*) ;; *) PATH=$work/tools:$PATH ;; esac
}

fails() {               # STATUS COMMAND...: what it says is in $said
	local status=0
	said=$("${@:2}" 2>&1) || status=$?
	[ "$status" -eq "$1" ] || { echo "status $status, not $1, of ${*:2}: $said" >&2; return 1; }
}
