# SPDX-License-Identifier: LGPL-2.1-or-later
# libvirtd_inside - what scripts beside a reference libvirtd have; see libvirtd.bash

die() { echo "$*" >&2; exit 1; }

# /sys of this network namespace without anybody's control groups, and places that are ours alone.
umount -lR /sys
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /run
for place in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
	mkdir -p "$place"
	mount -t tmpfs tmpfs "$place"
done
work=$(mktemp -d /run/work.XXXXXX)
cd "$work"
export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8
ip link set lo up
eval "$SETUP"

printf 'auth_unix_rw = "none"\nauth_unix_ro = "none"\n' >/etc/libvirt/libvirtd.conf
libvirtd --config /etc/libvirt/libvirtd.conf >libvirtd.log 2>&1 &
end=$((SECONDS + 30))
until [ -S /run/libvirt/libvirt-sock ]; do
	[ "$SECONDS" -lt "$end" ] || { cat libvirtd.log; die "libvirtd did not start"; }
	read -rt 0.05 <> <(:) || :
done

# libvirt's own virsh: ours of that name comes first in $PATH.
libvirt() { PATH=${PATH//"$B/bin:"/} command virsh -q -c "$1" "${@:2}"; }
