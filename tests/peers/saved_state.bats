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

given_counting() { counting_guest web </dev/null | hasty | booted_guest web; }

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

@test "memory goes to a file and comes back, raw, compressed, through pipes, running or paused: counting resumes" {
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
	save_and_count eval 'vm-save web - | gzip -1 >"$work/web.gz"'
	gzip -dc "$work/web.gz" | vm-restore -
	[ "$(vm-state web)" = paused ]
	vm-resume web
	goes_on_from "${saved_at:-4}"
	no_drafts
}

@test "managed: the next start resumes, and the one after that boots; what QEMU cannot take is kept" {
	local image=$VIRTUTILS_ROOT/var/qemu/save/web.save
	given_counting
	save_and_count vm-managedsave web
	cp "$image" "$work/whole"
	truncate -s -1000000 "$image"
	run vm-start web
	[ "$status" -eq 1 ]
	[ "$(vm-state web)" = 'shut off' ]
	cmp -n 1000000 "$image" "$work/whole"
	cp "$work/whole" "$image"
	vm-start web
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	goes_on_from "$saved_at"
	[ -z "$(ls -A "$VIRTUTILS_ROOT/var/qemu/save")" ]
	vm-destroy web
	vm-start web
	[ "$(vm-state web --reason)" = 'running (booted)' ]
}

# A save into a pipe that nobody reads: it goes on until somebody does, or is cancelled.
begin_stuck_save() {
	mkfifo "$work/pipe"
	vm-save web - >"$work/pipe" 3>&- 2>"$work/said" &
	saver=$!
	exec 8<>"$work/pipe"
	until_true eval '[ "$(vm-jobinfo web -o OPERATION 2>/dev/null)" = save ]'
}

@test "a full disk, or an end from another shell: the guest runs on, and nothing is left" {
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
	begin_stuck_save
	[ "$(vm-state web --reason)" = 'paused (saving)' ]
	vm-jobinfo web --json -o +MEMORY-TOTAL | jq -e '.[0] | ."memory-total" >= 134217728 and ."data-remaining" > 0 and .type == "unbounded"'
	run vm-resume web
	[ "$status" -eq 7 ]
	run vm-snapshot-create-as web s1
	[ "$status" -ne 0 ]
	{ sleep 1; exec cat <&8 >/dev/null; } 3>&- &
	vm-jobabort web
	run ! wait "$saver"
	until_true eval '[ "$(vm-state web)" = running ]'
	[ "$(vm-jobinfo web -o TYPE)" = none ]
	until_true has_counted web $(($(count web) + 2))
	kill %%
	exec 8>&-
}

@test "dumps: what QEMU moves guests with, core files, and what becomes of the guest" {
	given_counting
	vm-dump web "$work/stream"
	[ "$(head -c 4 "$work/stream")" = QEVM ]
	[ "$(vm-state web)" = running ]
	vm-dump web "$work/core" --memory-only
	[ "$(head -c 4 "$work/core" | tail -c 3)" = ELF ]
	grep -qa 'COUNT %d DISK\|busybox' "$work/core"
	[ "$(vm-state web)" = running ]
	vm-dump web "$work/kdump" --memory-only --format=kdump-zlib
	[ "$(head -c 12 "$work/kdump")" = makedumpfile ]
	[ "$(vm-jobinfo web --completed -o TYPE,OPERATION --raw)" = 'completed dump' ]
	run vm-dump web "$work/win" --memory-only --format=win-dmp
	[ "$status" -eq 1 ]
	[ ! -e "$work/win" ]
	vm-dump web "$work/live" --live
	[ "$(vm-state web)" = running ]
	until_true has_counted web $(($(count web) + 2))
	vm-dump web "$work/core" --crash --memory-only
	[ "$(vm-state web --reason)" = 'shut off (crashed)' ]
	no_drafts
}
