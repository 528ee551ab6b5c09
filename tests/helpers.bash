# SPDX-License-Identifier: LGPL-2.1-or-later
# helpers - what the suites of the programs share
#
# Each test has trees of its own and the simulated hypervisor, with no guest but
# those it makes: nothing needs root, a network or a real hypervisor.

# Exit statuses, by the names of libcore/base/fail.h.
FAULT_FAILED=1 FAULT_USAGE=2 FAULT_STATE=3 FAULT_NO=3 FAULT_NO_VM=4 FAULT_MISSING=4
FAULT_NO_SNAPSHOT=4 FAULT_DENIED=5 FAULT_UNSUPPORTED=6 FAULT_OPTION=6 FAULT_BUSY=7
FAULT_TIMEOUT=8 FAULT_XML=9 FAULT_AGENT=10 FAULT_PARTLY=64

bats_require_minimum_version 1.5.0

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=test:///default LC_ALL=C.UTF-8 TZ=UTC
	export TMPDIR=$work
	unset VIRTUTILS_JSON VIRTUTILS_UNITS VIRTUTILS_LOCK_TIMEOUT VISUAL EDITOR
	vm-destroy test
	vm-undefine test
	cd "$work" || return 1
}

teardown() {
	local pid

	for pid in "${started[@]}"; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	cd / && rm -rf "$work"
}

# A process that the test leaves running: ended with the test.
started=()
in_background() {
	"$@" 3>&- &
	started+=("$!")
}

# A session at a terminal: what is typed goes to descriptor 7, what is shown to the file out.
at_terminal() {
	mkfifo keys
	script -qefc "$*" out <keys >/dev/null 3>&- &
	session=$!
	started+=("$session")
	exec 7>keys
}

# A small definition.  xml NAME [LINE...]: what else is in it.
xml() {
	local name=$1 line

	shift
	printf '<domain type="test">\n  <name>%s</name>\n  <memory unit="MiB">64</memory>\n' "$name"
	printf '  <vcpu>2</vcpu>\n  <os><type>hvm</type></os>\n'
	for line; do printf '  %s\n' "$line"; done
	printf '</domain>\n'
}

# given_vm NAME [running|paused]: a guest that is defined, and started.
given_vm() {
	xml "$1" | vm-define -
	case ${2:-} in
	running) vm-start "$1" ;;
	paused) vm-start --paused "$1" ;;
	esac
}

# given_transient NAME
given_transient() {
	xml "$1" | vm-create -
}

# network_xml NAME [LINE...]: a small network; given_network NAME [LINE...]: one that is defined.
network_xml() {
	local name=$1 line

	shift
	printf '<network>\n  <name>%s</name>\n' "$name"
	for line; do printf '  %s\n' "$line"; done
	printf '</network>\n'
}
given_network() {
	network_xml "$@" | net-define -
}

# An editor that changes the file as a sed expression says.
editor() {
	printf '#!/bin/sh\nsed -i %q "$1"\n' "$1" >"$work/editor"
	chmod +x "$work/editor"
	export EDITOR=$work/editor
}

# A tool that may be missing on a laptop, but not in CI.
needs() {
	command -v "$1" >/dev/null && return
	[ "${CI:-}" != true ] || { echo "$1 is missing"; return 1; }
	skip "$1 is missing"
}

needs_macvtap() {
	unshare --net bash -c 'ip link add v0 type veth peer name v1 && ip link add link v0 name m0 type macvtap' 2>/dev/null ||
		{ [ "${CI:-}" != true ] || { echo "this kernel has no macvtap"; return 1; }; skip "this kernel has no macvtap"; }
}

# libvirt's own virsh, the yardstick; ours of that name comes first in $PATH.
libvirt_virsh() {
	PATH=${PATH//"$B/bin:"/} command virsh -q -c test:///default "$@"
}
needs_libvirt() {
	PATH=${PATH//"$B/bin:"/} needs virsh
}

# Wait, at most ten seconds, until a command succeeds.
until_so() {
	local end=$((SECONDS + 10))

	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || { echo "never: $*"; return 1; }
		read -rt 0.05 <> <(:) || :
	done
}

# AddressSanitizer reserves terabytes of addresses, so a sanitized build cannot be given few.
is_sanitized() { nm -D "$B/lib/libvirtutils.so.0" | grep -q __asan_init; }

# Leaks cannot be looked for in a process that is traced.
strace() { ASAN_OPTIONS=detect_leaks=0 command strace "$@"; }
export -f strace

# Run a program so that file permissions apply, also when root runs the tests.
as_nobody() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# A mediated device of test:///default: mdev_xml UUID [LINE...]
mdev_xml() {
	printf '<device><parent>pci_0000_00_02_0</parent><capability type="mdev"><type id="i915-GVTg_V5_4"/>'
	printf '<uuid>%s</uuid>%s</capability></device>\n' "$1" "${*:2}"
}

# filter_xml NAME [LINE...]: a network filter; given_filter NAME [LINE...]: one that is defined.
filter_xml() {
	local name=$1 line

	shift
	printf '<filter name="%s" chain="root">\n' "$name"
	for line; do printf '  %s\n' "$line"; done
	printf '</filter>\n'
}
given_filter() {
	filter_xml "$@" | nwfilter-define -
}

# binding_xml PORT FILTER [PARAMETER...]; given_binding: one that is in force.
binding_xml() {
	local port=$1 filter=$2 parameter

	shift 2
	printf '<filterbinding>\n  <owner>\n    <name>web</name>\n'
	printf '    <uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid>\n  </owner>\n'
	printf "  <portdev name='%s'/>\n  <mac address='52:54:00:00:00:11'/>\n  <filterref filter='%s'>\n" "$port" "$filter"
	for parameter; do printf "    <parameter name='%s' value='%s'/>\n" "${parameter%%=*}" "${parameter#*=}"; done
	printf '  </filterref>\n</filterbinding>\n'
}
given_binding() {
	binding_xml "$@" | nwfilter-binding-create -
}

# ethernet_xml NAME [LINE...]: an interface of the host.
ethernet_xml() {
	printf '<interface type="ethernet" name="%s"><start mode="onboot"/>%s</interface>\n' "$1" "${*:2}"
}
