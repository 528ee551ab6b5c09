#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# planted - files of the drivers of this host: links that somebody planted there are not written through, and modes
# do not depend on the umask.  needs qemu

load ../helpers
load ../planted
load guest
load blockjob
load small_guest

setup() {
	needs qemu-system-x86_64
	needs strace
	needs qemu-img
	private_root
	cd "$work" || return 1
	halting_rom halt.rom
	qemu-img create -q -f qcow2 empty.qcow2 1M
	cat >web.xml <<-X
	<domain type='qemu'><name>web</name><memory unit='MiB'>16</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os>
	  <devices>$(disk disk "$work/disk.qcow2" hda)<graphics type='vnc' autoport='yes' passwd='geheim'/></devices></domain>
	X
}
teardown() { cd / && remove_root; }

# What the driver does, one after the other.
steps() {
	cat <<-'T'
	vm-define web.xml
	vm-start web
	vm-desc web --title changed --persistent
	vm-snapshot-create-as web one
	vm-dump web core --memory-only
	vm-managedsave web
	vm-start web
	vm-save web web.save
	vm-restore web.save
	vm-checkpoint-create-as web cp
	T
}
fresh() {
	vm-destroy -q --if-needed web 2>/dev/null || :
	until_true no_emulator
	rm -rf root/{etc,run,var,log} core web.save shelf
	cp empty.qcow2 disk.qcow2
}

# Of places that are ours: where else something goes, who says so has a link of his own there.
@test "a link in the place of any file that a start writes is not written through" {
	local links=0
	local -A tried=()
	given() { fresh && vm-define web.xml; }
	spared vm-start web
	echo "# $links links" >&3
	[ $links -gt 20 ]
}

@test "nobody else may write what we keep, or read a definition, whatever the umask" {
	local mask step files
	for mask in 000 077; do
		fresh
		(umask $mask; while read -r step <&4; do $step; done 4< <(steps; echo vm-backup web --to="$work/shelf"; echo vm-managedsave web)) >said 2>&1
		until_true no_emulator
		find root core web.save shelf ! -type l ! -path '*/cache/*' -printf '%m %u %p\n' | sed -E 's,[0-9]{8}T[0-9.]+Z,STAMP,' | sort -k 3 >modes.$mask
	done
	diff modes.000 modes.077
	run ! grep -E '^[0-7]?[0-7]([2367][0-7]|[0-7][2367]) ' modes.000
	run ! grep -E '^[0-7]*([1-7][0-7]|[0-7][1-7]) .*(\.xml|\.save|core|\.log)$' modes.000
	# the password is where the definition is, in no log and no answer
	mapfile -t files < <(grep -rla geheim root core web.save shelf said)
	[ -z "$(find "${files[@]}" -perm /077)" ]
	run ! grep -vE '^root/(etc|run|var)/qemu/.*\.(xml|save)$|^web\.save$|^core$|^shelf/' <<<"$(printf '%s\n' "${files[@]}")"
}
