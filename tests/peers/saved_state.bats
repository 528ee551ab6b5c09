#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# saved_state - guests of a real QEMU whose memory goes to a file and comes back.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	needs jq
	private_root
}
teardown() { remove_root; }

given_counting() {
	counting_guest web </dev/null | vm-define -
	vm-start web
	until_true has_counted web 4
}

# It goes on counting from where it was; a boot would begin at 1.
goes_on_from() {        # COUNT
	local line
	until_true has_counted web $(($1 + 2))
	line=$(first_line web)
	line=${line#COUNT }
	[ "${line%% *}" -ge "$1" ]
}
save_and_count() {      # COMMAND...
	"$@"
	saved_at=$(count web)
	[ "$(vm-state web --reason)" = 'shut off (saved)' ]
	forget_console web
}

no_drafts() { [ -z "$(find "$work" -name '.*.new' -o -name '.*.used')" ]; }
owner() { stat -c %u "$work/web.qcow2"; }

@test "memory goes to a file and comes back, raw and compressed: counting resumes" {
	local before
	counting_guest web </dev/null | vm-define -
	before=$(owner)
	vm-start web
	until_true has_counted web 4
	save_and_count vm-save web "$work/web.save"
	[ "$(owner)" = "$before" ]
	[ "$(stat -c %a "$work/web.save")" = 600 ]
	[ "$(head -c 16 "$work/web.save")" = LibvirtQemudSave ]
	vm-restore "$work/web.save"
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	goes_on_from "$saved_at"
	save_and_count vm-save web "$work/small.save" --image-format=zstd --bypass-cache
	[ "$(stat -c %s "$work/small.save")" -lt "$(stat -c %s "$work/web.save")" ]
	vm-restore "$work/small.save" --paused --bypass-cache
	[ "$(vm-state web --reason)" = 'paused (restored)' ]
	vm-resume web
	goes_on_from "$saved_at"
	no_drafts
}

@test "through pipes, as for another host" {
	given_counting
	save_and_count eval 'vm-save web - | gzip -1 >"$work/web.gz"'
	gzip -dc "$work/web.gz" | vm-restore -
	goes_on_from "$saved_at"
}

@test "managed: the next start resumes, and the one after that boots" {
	given_counting
	save_and_count vm-managedsave web
	vm-start web
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	goes_on_from "$saved_at"
	[ -z "$(ls -A "$VIRTUTILS_ROOT/var/qemu/save")" ]
	vm-destroy web
	vm-start web
	[ "$(vm-state web --reason)" = 'running (booted)' ]
}

@test "an image that QEMU cannot take is kept, and the guest is off" {
	local image=$VIRTUTILS_ROOT/var/qemu/save/web.save
	given_counting
	vm-managedsave web
	cp "$image" "$work/whole"
	truncate -s -1000000 "$image"
	run vm-start web
	[ "$status" -eq 1 ]
	[ "$(vm-state web)" = 'shut off' ]
	cmp -n 1000000 "$image" "$work/whole"
	cp "$work/whole" "$image"
	vm-start web
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	no_drafts
}

@test "a full disk: the guest runs on, and nothing is left" {
	given_counting
	mkdir "$work/small"
	mount -t tmpfs -o size=1m none "$work/small"
	run vm-save web "$work/small/web.save"
	[ "$status" -eq 1 ]
	[ -z "$(ls -A "$work/small")" ]
	[ "$(vm-state web --reason)" = 'running (save canceled)' ]
	run vm-save web "$work/small/web.save" --image-format=gzip
	[ "$status" -eq 1 ]
	[ -z "$(ls -A "$work/small")" ]
	umount "$work/small"
	until_true has_counted web $(($(count web) + 2))
}

@test "one that was not running comes back so, with its disk in use again" {
	given_counting
	vm-suspend web
	save_and_count vm-save web "$work/web.save"
	vm-restore "$work/web.save"
	[ "$(vm-state web)" = paused ]
	vm-resume web
	goes_on_from "$saved_at"
}
