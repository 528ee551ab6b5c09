# SPDX-License-Identifier: LGPL-2.1-or-later
# libvirtd - a reference libvirtd nobody else can see, as the yardstick
#
# beside_libvirtd SETUP <<'S' ... S runs the shell code SETUP and then the script in namespaces of
# their own (network, mounts, processes), with a libvirtd that was started between the two and
# keeps everything in private directories.  All ends with the script.

. "$BATS_TEST_DIRNAME/../helpers.bash"

needs_libvirtd() {
	local tool
	[ "$(id -u)" -eq 0 ] || { [ "${CI:-}" != true ] && skip "needs root"; }
	for tool in libvirtd virsh unshare ip; do needs "$tool"; done
}

setup() { needs_libvirtd; }
teardown() { :; }

beside_libvirtd() {
	local script
	script=$(cat)
	SETUP=$1 HERE=$BATS_TEST_DIRNAME timeout 100 unshare --net --mount --pid --ipc --uts --fork --kill-child \
		--propagation private --mount-proc bash -euo pipefail -c ". '$BATS_TEST_DIRNAME/libvirtd_inside.bash'
$script"
}
