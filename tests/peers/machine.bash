# SPDX-License-Identifier: LGPL-2.1-or-later
# machine - a small machine of our own (QEMU, a Debian kernel, busybox and our programs) for
# what this machine's kernel does not have, or what nobody would want done to it
#
# in_machine MODULES [QEMU ARGUMENT...] <<'S' ... S boots it with these kernel modules and runs the
# script there with `sh -eu`; what that prints comes out here, and its status is ours.
# $programs names the programs of ours that are there, $libraries those that they open on first use,
# $kernel_words what the kernel is told besides.
libraries=libsmartcols.so.1 kernel_words=

. "$BATS_TEST_DIRNAME/../helpers.bash"
. "$BATS_TEST_DIRNAME/guest.bash"

# The file itself, and the libraries that it is linked with, at the same place below $1.
put_in() {
	local root=$1 file

	shift
	for file in "$@"; do
		printf '%s\n' "$file"
		ldd "$file" 2>/dev/null | awk '$2 == "=>" { print $3 } $1 ~ "^/" { print $1 }'
	done | sort -u | while read -r file; do
		mkdir -p "$root${file%/*}"
		cp -L "$file" "$root$file"
	done
}

# How each /init begins: all tools of busybox, what the kernel shows, the modules in their order.
init_begins() {
	cat <<-'INIT'
	#!/bin/busybox sh
	/bin/busybox mkdir -p /usr/bin /usr/sbin /sbin /var/run
	/bin/busybox --install -s
	export PATH=/usr/sbin:/usr/bin:/sbin:/bin
	mount -t proc proc /proc
	mount -t sysfs sys /sys
	mount -t devtmpfs dev /dev
	while read -r module; do insmod "/modules/$module" || echo "insmod $module"; done </modules/order
	INIT
}

put_modules() {
	local root=$1 version=$2 module

	shift 2
	for module; do
		modprobe -S "$version" --show-depends "$module" || return 1
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
		cp "$file" "$root/modules/"
		echo "${file##*/}" >>"$root/modules/order"
	done
}

in_machine() {
	local modules=$1 root=$work/machine version library memory=512

	shift
	! is_sanitized || memory=2048           # its files are in memory, and sanitized ones are large
	version=$(ls /boot/vmlinuz-* | sort -V | tail -n 1)
	version=${version##*/vmlinuz-}
	mkdir -p "$root"/{bin,modules,proc,sys,dev,run,tmp,etc}
	: >"$root/modules/order"
	cp "$(command -v busybox)" "$root/bin/busybox"
	put_in "$root" $(printf "$B/bin/%s " $programs) "$B"/lib/libvirtutils.so.0 "$B"/lib/virtutils/drivers/*.so
	for library in $libraries; do
		put_in "$root" "$(ldconfig -p | awk -v name="$library" '$1 == name && /x86-64/ { print $NF; exit }')"
	done
	put_modules "$root" "$version" $modules
	cat >"$root/script"
	init_begins >"$root/init"
	cat >>"$root/init" <<-INIT
	export PATH=$B/bin:\$PATH LD_LIBRARY_PATH=$B/lib VIRTUTILS_ROOT=/run/root VIRTUTILS_URI=qemu:///system
	echo BEGIN
	sh -eu /script </dev/null 2>&1
	echo "END \$?"
	poweroff -f
	INIT
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet) >"$work/initrd"
	timeout 300 qemu-system-x86_64 -accel tcg -m $memory -nodefaults -no-reboot -display none -serial stdio \
		-kernel "$(make_guest_once)/kernel" -initrd "$work/initrd" \
		-append "console=ttyS0 quiet no_timer_check panic=-1 $kernel_words" "$@" </dev/null >"$work/console" 2>&1 || :
	tr -d '\r' <"$work/console" | sed -n '/^BEGIN$/,/^END /{/^BEGIN$/d;/^END /d;p}'
	grep -qx $'END 0\r*' "$work/console" || { tail -n 20 "$work/console"; return 1; }
}

needs_machine() {
	local tool
	for tool in qemu-system-x86_64 busybox cpio modprobe ldd; do needs "$tool"; done
	ls /boot/vmlinuz-* >/dev/null 2>&1 || { [ "${CI:-}" != true ] && skip "no kernel in /boot"; }
}
