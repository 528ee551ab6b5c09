#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the host and its emulators can do, against libvirt's own answer.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	private_root
}
teardown() { remove_root; }

# libvirt's driver without its daemon, in a root of its own.
reference() {
	PATH=${PATH//"$B/bin:"/} command virsh -q -c "qemu:///embed?root=$work/libvirt" "$@"
}
guests() { sed -n '/<guest>/,/<\/capabilities>/p'; }

@test "emulators, machines and features of guests are those libvirt finds" {
	needs_libvirt
	reference capabilities >"$work/theirs"
	host-capabilities >"$work/ours"
	diff <(guests <"$work/theirs") <(guests <"$work/ours")
	for path in //host/cpu/arch //host/cpu/topology //host/iommu //host/topology/cells/cell/cpus; do
		diff <(xmllint --xpath "$path" "$work/theirs") <(xmllint --xpath "$path" "$work/ours")
	done
}

@test "what one emulator offers a guest is what libvirt says" {
	needs_libvirt
	reference domcapabilities >"$work/theirs"
	host-domcapabilities >"$work/ours"
	for path in path domain machine arch vcpu iothreads os memoryBacking devices; do
		diff <(xmllint --xpath "/domainCapabilities/$path" "$work/theirs") \
			<(xmllint --xpath "/domainCapabilities/$path" "$work/ours")
	done
}

@test "an emulator is asked once, and again when it is another one" {
	cp "$(command -v qemu-system-x86_64)" "$work/emulator"
	host-domcapabilities --emulatorbin="$work/emulator" >"$work/first"
	cache=("$VIRTUTILS_ROOT"/cache/qemu/*.caps)
	[ "${#cache[@]}" -eq 1 ]
	# From the cache even when the binary could not be run any more.
	chmod -x "$work/emulator"
	[ "$(host-domcapabilities --emulatorbin="$work/emulator")" = "$(cat "$work/first")" ]
	printf '#!/bin/sh\necho "no emulator today" >&2\nexit 1\n' >"$work/emulator"
	chmod +x "$work/emulator"
	run host-domcapabilities --emulatorbin="$work/emulator"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[[ $output == *"$work/emulator is no usable emulator: no emulator today" ]]
}

@test "a damaged cache is made anew" {
	host-domcapabilities >"$work/first"
	cache=("$VIRTUTILS_ROOT"/cache/qemu/*.caps)
	cp "${cache[0]}" "$work/whole"
	for damage in 'truncate -s -3' 'truncate -s 0' 'sed -i 2s/^/?/'; do
		$damage "${cache[0]}"
		[ "$(host-domcapabilities)" = "$(cat "$work/first")" ]
		cmp "${cache[0]}" "$work/whole"
	done
}
