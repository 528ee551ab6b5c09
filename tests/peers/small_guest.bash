# SPDX-License-Identifier: LGPL-2.1-or-later
# small_guest - a guest that needs no kernel and no time, and what is left of it

run_file() { cat "$VIRTUTILS_ROOT/run/qemu/web.$1"; }
nothing_left() {
	[ -z "$(ls -A "$VIRTUTILS_ROOT/run/qemu" | grep -vxE 'by-id|by-uuid|next-id|[a-z]*.events|[a-z]*.state')" ] &&
		[ -z "$(ls "$VIRTUTILS_ROOT/run/qemu/by-id" 2>/dev/null)" ]
}
# holds_no TEXT PID...: it is in no file in memory that they have open, and another process of their user could open.
holds_no() {
	local file text=$1
	shift
	for file in $(printf '/proc/%s/fd/*\n' "$@"); do
		[[ $(readlink "$file") != /memfd:* ]] || ! grep -qa -e "$text" "$file" || { echo "$file holds it"; return 1; }
	done
}
no_emulator() { ! pgrep -f "file.*$work/" >/dev/null; }

small_guest() {         # NAME, devices on standard input
	cat <<-X
	<domain type='qemu'>
	  <name>$1</name>
	  <memory unit='MiB'>32</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type></os>
	  <devices>
	    $([ -t 0 ] || cat)
	  </devices>
	</domain>
	X
}
disk() { printf "<disk type='file' device='%s'><driver name='qemu' type='qcow2'/><source file='%s'/><target dev='%s' bus='ide'/>%s</disk>\n" "$@"; }
given_disk() {
	qemu-img create -q -f qcow2 "$work/disk.qcow2" 1M
	chmod 640 "$work/disk.qcow2"
	disk disk "$work/disk.qcow2" hda | small_guest web >"$work/web.xml"
	vm-define "$work/web.xml"
}
