# SPDX-License-Identifier: LGPL-2.1-or-later
# network - networks in namespaces of their own, with namespaces as guests and as the world
#
# inside <<'S' ... S runs a script where nothing of the machine's networking is seen, and all
# that it leaves behind ends with it.

inside() {
	local script
	script=$(cat)
	BATS_HERE=$BATS_TEST_DIRNAME unshare --net --mount --pid --ipc --uts --fork --kill-child \
		--propagation private --mount-proc bash -euo pipefail -c ". '$BATS_TEST_DIRNAME/network_inside.bash'
$script"
}

needs_network() {
	local tool
	[ "$(id -u)" -eq 0 ] || { [ "${CI:-}" != true ] && skip "needs root"; }
	for tool in dnsmasq nft ip busybox strace unshare; do needs "$tool"; done
}

. "$BATS_TEST_DIRNAME/../helpers.bash"
setup() { needs_network; }
teardown() { :; }
