# SPDX-License-Identifier: LGPL-2.1-or-later
# storage - the host's own storage driver, with pools that are directories of the test
#
# Neither root nor a hypervisor is needed.

load helpers

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///session LC_ALL=C.UTF-8 TZ=UTC
	export TMPDIR=$work
	unset VIRTUTILS_JSON VIRTUTILS_UNITS VIRTUTILS_LOCK_TIMEOUT VISUAL EDITOR
	cd "$work" || return 1
}

# pool_xml NAME: one in a directory of the test.
pool_xml() {
	printf '<pool type="dir">\n  <name>%s</name>\n  <target><path>%s</path></target>\n</pool>\n' "$1" "$work/$1"
}

# given_pool NAME: one that is defined, built and started; given_stored_pool NAME: one that is only defined.
given_stored_pool() { pool_xml "$1" | pool-define -; }
given_pool() {
	given_stored_pool "$1"
	pool-start --build "$1"
}

# Blocks of 512 bytes that a file takes.
blocks() { stat -c %b "$1"; }
size_of() { stat -c %s "$1"; }

# A file with bytes at both ends and a hole between: sparse FILE MEBIBYTES
sparse() {
	truncate -s "$2M" "$1"
	dd if=/dev/urandom of="$1" bs=64k count=1 conv=notrunc status=none
	dd if=/dev/urandom of="$1" bs=64k count=1 seek=$(($2 * 16 - 1)) conv=notrunc status=none
}
