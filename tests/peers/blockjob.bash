# SPDX-License-Identifier: LGPL-2.1-or-later
# blockjob - guests whose disks are chains of images with known contents
#
# The guest is not started on any system: its firmware halts the processor at once and leaves the disks alone,
# so that what is in them is what the test wrote.

blockjob_setup() {
	needs qemu-system-x86_64
	needs qemu-img
	needs jq
	private_root
	img=$work/img
	mkdir -m 755 "$img"
	halting_rom "$work/halt.rom"
}

# 64 KiB, of which the last 16 bytes are where a processor begins: cli; hlt; and again.
halting_rom() {         # PATH
	{ head -c $((0xfff0)) /dev/zero; printf '\xfa\xf4\xeb\xfd'; head -c 12 /dev/zero; } >"$1"
	chmod 644 "$1"
}

# A keeper may be writing its last word.
blockjob_teardown() { remove_root || rm -rf "$work"; }

# image PATH [BACKING]: 64 MiB of qcow2.
image() {
	if [ $# -gt 1 ]; then
		qemu-img create -q -f qcow2 -F qcow2 -b "$2" "$1"
	else
		qemu-img create -q -f qcow2 "$1" 64M
	fi
}

# mark PATH BYTE AT [LENGTH]: 64 KiB of that byte, or more.
mark() { qemu-io -f qcow2 -c "write -q -P $2 $3 ${4:-64k}" "$1"; }

# The chain a <- o1 <- o2, each with a mark of its own, and one that each layer overwrites.
given_chain() {
	image "$img/a.qcow2"
	mark "$img/a.qcow2" 0xa 0
	mark "$img/a.qcow2" 0xa 4M
	image "$img/o1" "$img/a.qcow2"
	mark "$img/o1" 0xb 1M
	mark "$img/o1" 0xb 4M
	image "$img/o2" "$img/o1"
	mark "$img/o2" 0xc 2M
	mark "$img/o2" 0xc 4M
	remember "$img/o2"
	define_on "$img/o2"
}

# What a guest would read from an image and all below it.  A sum that costs little: nobody forges these images.
digest() { cksum <"$1"; }
contents() { qemu-img convert -U -O raw "$1" "$work/raw" && digest "$work/raw"; }
remember() { qemu-img convert -U -O raw "$1" "${2:-$work/before}"; }           # IMAGE [WHERE]
as_remembered() {       # IMAGE [FORMAT [WHERE]]
	qemu-img compare -q -U -f "${2:-qcow2}" -F raw "$1" "${3:-$work/before}"
}
# A guest that is stopped has written all it keeps in memory.
same_contents() {       # IMAGE [FORMAT]
	! is_state g running || { vm-suspend g && vm-resume g; }
	as_remembered "$@"
}

# define_on IMAGE [FORMAT]: guest g, with vda there and an empty vdb.
define_on() {
	[ -e "$img/b.qcow2" ] || image "$img/b.qcow2"
	cat >"$work/g.xml" <<-X
	<domain type='qemu'><name>g</name><memory unit='MiB'>32</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os>
	  <devices>
	    <disk type='file' device='disk'><driver name='qemu' type='${2:-qcow2}'/>
	      <source file='$1'/><target dev='vda' bus='virtio'/></disk>
	    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
	      <source file='$img/b.qcow2'/><target dev='vdb' bus='virtio'/></disk>
	  </devices>
	</domain>
	X
	vm-define "$work/g.xml"
}

source_of() { vm-dumpxml g "${@:2}" --xpath "string(//disk[target/@dev='$1']/source/@file)"; }
backing_of() {
	local info name='"backing-filename": "([^"]*)"'
	info=$(qemu-img info -U --output=json "$1") || return
	if [[ $info =~ $name ]]; then echo "${BASH_REMATCH[1]}"; else echo none; fi
}
# The files that vda is made of, top first.
chain_of() {
	vm-dumpxml g --xpath "//disk[target/@dev='vda']//source[not(ancestor::mirror)]/@file" | sed "s,.*$img/\([^'\"]*\).*,\1," | paste -sd' '
}
# The same as QEMU has them open.
nodes() {
	vm-qemu-monitor-command g --hmp 'info block -n' | sed -n 's,.*/\([^/]*\) (file[,)].*,\1,p' | sort | paste -sd' '
}
mirror_of() { vm-dumpxml g "${@:2}" --xpath "//disk[target/@dev='$1']/mirror" 2>/dev/null; }
jobs_of() { vm-qemu-monitor-command g query-jobs | grep -o '"id":"[^"]*"' | cut -d'"' -f4; }
good() { qemu-img check -q -U "$1"; }
