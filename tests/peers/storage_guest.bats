#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_guest.bats - volumes as disks of guests of real QEMU, and what must not be done to them

load ../helpers
load guest
load small_guest

setup() {
	needs qemu-system-x86_64
	[ "$(id -u)" -eq 0 ] || needs "root"
	private_root
	cd "$work"
	mkdir -m 711 images
	pool-define-as images dir --target "$work/images"
	pool-start images
	vol-create-as images base 4M --format qcow2
	vol-create-as images top 4M --format qcow2 --backing-vol base --backing-vol-format qcow2
	vol-create-as images free 1M
}
teardown() { remove_root; }

volume_disk() {         # VOLUME [MORE]
	printf "<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>"
	printf "<source pool='images' volume='%s' %s/><target dev='hda' bus='ide'/></disk>\n" "$@"
}
given_volume_guest() {
	volume_disk "$@" | small_guest web >web.xml
	vm-define web.xml
}

@test "a volume is the file that it stands for; the definition keeps its name" {
	given_volume_guest top
	vm-start -n web | grep -qF "\"filename\":\"$work/images/top\""
	vm-start web
	ls -l /proc/"$(run_file pid)"/fd | grep -qF "$work/images/top"
	ls -l /proc/"$(run_file pid)"/fd | grep -qF "$work/images/base"
	[ "$(vm-dumpxml web --xpath 'string(//disk/source/@file)')" = "$work/images/top" ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(//disk/source/@volume)')" = top ]
	vm-destroy web
	nothing_left
}

@test "what a guest uses is not deleted, resized, wiped or written: its name is told" {
	given_volume_guest top
	for state in 'shut off' running; do
		[ "$state" != running ] || vm-start web
		run vol-delete images/top
		[ "$status" -eq "$FAULT_STATE" ]
		[ "$output" = "vol-delete: images/top: virtual machine 'web' uses it: it cannot be deleted" ]
		for command in 'vol-delete images/base' 'vol-resize images/top 8M' 'vol-wipe images/base' \
			'vol-upload images/top /dev/null'; do
			run $command
			[ "$status" -eq "$FAULT_STATE" ]
			[[ $output == *"virtual machine 'web' uses it"* ]]
		done
		[ "$(vol-list images -o NAME,USED-BY --noheadings --raw)" = $'base web\nfree -\ntop web' ]
		[ "$(vol-list --all --unused -o NAME --noheadings)" = free ]
	done
	vm-destroy web
	vm-undefine web
	vol-delete images/top images/base
}

@test "by whatever name a guest knows its image: a link to it or to the folder, a double slash" {
	ln -s images alias
	ln -s "$work/images/top" link
	vol-create-as images raw 1M
	for path in "$work/alias/top" "$work/images//top" "$work/images/./top" "$work/link"; do
		disk disk "$path" hda | small_guest web | vm-define -
		for command in 'vol-delete images/base' 'vol-delete images/top' 'vol-resize images/top 8M' 'vol-wipe images/base'; do
			run $command
			[ "$status" -eq "$FAULT_STATE" ]
			[[ $output == *"virtual machine 'web' uses it"* ]]
		done
	done
	# The folder of the pool may be a link as well.
	pool-destroy images
	pool-undefine images
	pool-define-as images dir --target "$work/alias"
	pool-start images
	for path in "$work/images/top" "$work/alias/top" "$work/alias/../images/top"; do
		disk disk "$path" hda | small_guest web | vm-define -
		[ "$(vol-list images -o NAME,USED-BY --noheadings --raw)" = $'base web\nfree -\nraw -\ntop web' ]
	done
	vol-delete images/raw
}

@test "what a block job writes into is in use until it is done" {
	given_volume_guest top
	vm-start web
	vol-create-as images copy 4M --format qcow2
	vm-blockcopy web hda "$work/images/copy" --reuse-external --transient-job --wait
	run vol-delete images/copy
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-delete: images/copy: virtual machine 'web' uses it: it cannot be deleted" ]
	vm-blockjob web hda --abort
	vol-delete images/copy
	vm-destroy web
}

@test "--force deletes what a guest uses; disks told by file count too" {
	disk disk "$work/images/top" hda | small_guest web | vm-define -
	run vol-delete images/top
	[[ $output == *"virtual machine 'web' uses it"* ]]
	vol-delete --force images/top
	[ ! -e images/top ]
}

@test "a volume that is not there, not whole or in no active pool: one line, nothing left" {
	given_volume_guest none
	run vm-start web
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vm-start: web: disk 'hda': storage volume 'images/none': no such storage volume" ]
	given_volume_guest top
	touch images/.virtutils-torn-top
	run vm-start web
	[ "$status" -eq "$FAULT_STATE" ]
	[[ $output == *"storage volume 'images/top': it is not whole: writing into it was cut short, or goes on" ]]
	rm images/.virtutils-torn-top
	pool-destroy images
	run vm-start web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "${#lines[@]}" -eq 1 ]
	nothing_left
	pool-start images
	vm-start web
}

@test "an optional volume that is not there leaves the drive empty" {
	printf "<disk type='volume' device='cdrom'><source pool='images' volume='none' startupPolicy='optional'/>" >disk
	printf "<target dev='hdc' bus='ide'/></disk>" >>disk
	small_guest web <disk | vm-define -
	vm-start web
	[ "$(vm-dumpxml web --xpath 'count(//disk/source/@file)')" = 0 ]
}

key=22e1353d-c27e-4d6d-bf15-465053e6ba01

# An image that opens with 'open sesame': luks FILE.  QEMU before 9.1 gives up when its clock does not tick.
luks() {
	printf 'open sesame' >passphrase
	until qemu-img create -q -f luks --object secret,id=k,file=passphrase -o key-secret=k,iter-time=10 "$1" 4M 2>said; do
		grep -q 'accurate CPU usage' said || return 1
	done
}

@test "an encrypted disk opens with its secret, which nobody sees" {
	luks images/luks
	small_guest web >web.xml <<-X
	<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='$work/images/luks'>
	<encryption format='luks'><secret type='passphrase' uuid='$key'/></encryption></source><target dev='hda' bus='ide'/></disk>
	X
	vm-define web.xml
	run vm-start web
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$output" = "vm-start: web: disk 'hda': there is no secret '$key'" ]
	secret-define - <<<"<secret private='yes'><uuid>$key</uuid></secret>" >/dev/null
	printf wrong | secret-set-value $key --plain --file -
	run vm-start web
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"Invalid password"* ]]
	nothing_left
	secret-set-value $key --plain --file passphrase
	vm-start web
	pid=$(run_file pid)
	run ! grep -qa -e sesame -e b3BlbiBzZXNhbWU /proc/"$pid"/cmdline /proc/"$pid"/environ
	holds_no sesame "$pid" "$(cut -d' ' -f1 "$VIRTUTILS_ROOT/run/qemu/web.keeper")"
	run ! grep -rqa -e 'open sesame' "$VIRTUTILS_ROOT/run" "$VIRTUTILS_ROOT/log" "$VIRTUTILS_ROOT/var"
	vm-qemu-monitor-command --hmp web 'qemu-io -d ide0-0-0 "write -P 0x5a 0 64k"'
	run vm-snapshot-create-as web s --disk-only
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vm-destroy web
	qemu-img convert --object secret,id=k,file=passphrase --image-opts driver=luks,key-secret=k,file.filename=images/luks -O raw clear
	head -c 64k /dev/zero | tr '\0' Z | cmp -n 65536 - clear
	nothing_left
}

@test "an encrypted disk is plugged with its secret, which nobody sees" {
	luks images/luks
	small_guest web <<<"<controller type='scsi' model='virtio-scsi'/>" | vm-define -
	vm-start web
	cat >disk.xml <<-X
	<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='$work/images/luks'>
	<encryption format='luks'><secret type='passphrase' uuid='$key'/></encryption></source><target dev='sda' bus='scsi'/></disk>
	X
	secret-define - <<<"<secret private='yes'><uuid>$key</uuid></secret>" >/dev/null
	printf wrong | secret-set-value $key --plain --file -
	run vm-attach-device web disk.xml --live
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"Invalid password"* ]]
	secret-set-value $key --plain --file passphrase
	vm-attach-device web disk.xml --live
	vm-qemu-monitor-command --hmp web 'qemu-io -d scsi0-0-0-0 "write -P 0x5a 0 64k"'
	vm-qemu-monitor-command web '{"execute":"query-fdsets"}' | jq -e '.return == []'
	run ! grep -rqa -e 'open sesame' "$VIRTUTILS_ROOT/run" "$VIRTUTILS_ROOT/log" "$VIRTUTILS_ROOT/var"
	vm-destroy web
	qemu-img convert --object secret,id=k,file=passphrase --image-opts driver=luks,key-secret=k,file.filename=images/luks -O raw clear
	head -c 64k /dev/zero | tr '\0' Z | cmp -n 65536 - clear
}
