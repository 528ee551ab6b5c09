#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# backup - copies of a running guest's disks are what the disks were, byte by byte.  needs qemu

load ../helpers
load guest
load blockjob
load checkpoint
load certificates

setup() {
	blockjob_setup
	chmod 1777 "$img"
	image "$img/a.qcow2"
	mark "$img/a.qcow2" 0xa 0
	mark "$img/a.qcow2" 0xb 4M 1M
	define_on "$img/a.qcow2"
	vm-start g
	sock=$img/nbd.sock
}
teardown() {
	blockjob_teardown
	[ -z "${loop:-}" ] || losetup --detach "$loop"
}

# What is in vda now.
now() { vm-suspend g && vm-resume g && contents "$img/a.qcow2"; }
no_backup() { ! vm-backup-dumpxml g 2>/dev/null; }
# Nothing is left of a backup but what it was for.
is_clean() {
	[ -z "$(jobs_of)" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.jobs" ]
	[ "$(bitmaps | grep -c backup-)" = 0 ]
	[ "$(vm-qemu-monitor-command g query-block-exports | jq '.return | length')" = 0 ]
	[ ! -e "$sock" ]
}
checkpoint_xml() { echo "<domaincheckpoint><name>$1</name></domaincheckpoint>" >"$work/$1.xml"; }
# pull_xml [SINCE]: both disks, on a socket.
pull_xml() {
	cat >"$work/pull.xml" <<-X
	<domainbackup mode='pull'>${1:+<incremental>$1</incremental>}
	  <server transport='unix' socket='$sock'/>
	  <disks><disk name='vda' type='file'><scratch file='$img/scratch.a'/></disk>
	    <disk name='vdb' type='file'><scratch file='$img/scratch.b'/></disk></disks>
	</domainbackup>
	X
}
push_xml() {            # DISK FILE [SINCE] [FORMAT]
	cat >"$work/push.xml" <<-X
	<domainbackup>${3:+<incremental>$3</incremental>}
	  <disks><disk name='$1' type='file'><target file='$2'/><driver type='${4:-qcow2}'/></disk></disks>
	</domainbackup>
	X
}
pulled() { qemu-img convert -O raw "nbd:unix:$sock:exportname=${1:-vda}" "$work/pulled" && digest "$work/pulled"; }
# Ranges that a pull backup says have changed: "START LENGTH".
changed() {
	qemu-img map --output=json --image-opts "driver=nbd,server.type=unix,server.path=$sock,export=vda,x-dirty-bitmap=qemu:dirty-bitmap:backup-vda" |
		jq -r '.[] | select(.data | not) | "\(.start) \(.length)"' | paste -sd,
}

@test "S85: a full push with a checkpoint is the disk at its start, and ends by itself" {
	local before
	checkpoint_xml c1
	before=$(now)
	echo "<domainbackup/>" >"$work/full.xml"
	vm-backup-begin g "$work/full.xml" "$work/c1.xml"
	guest_writes 8M 9
	until_true no_backup_after_settling
	[ "$(contents "$img/a.qcow2.c1")" = "$before" ]
	[ "$(now)" != "$before" ]
	[ -e "$img/b.qcow2.c1" ]
	[ "$(backing_of "$img/a.qcow2.c1")" = none ]
	[ "$(vm-checkpoint-list g --name)" = c1 ]
	[ "$(size_of c1)" = 65536 ]
	is_clean
}
no_backup_after_settling() { vm-suspend g && vm-resume g && no_backup; }

@test "S86: an increment has what changed, and upon the full copy it is the disk" {
	local before
	vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait
	guest_writes 8M 9
	guest_writes 4M 8 128k
	before=$(now)
	push_xml vda "$img/inc" c1
	checkpoint_xml c2
	vm-backup-begin g "$work/push.xml" "$work/c2.xml" --wait
	guest_writes 12M 7
	# 64 KiB clusters: those three, and nothing else
	[ "$(qemu-img map -U --output=json "$img/inc" | jq '[.[] | select(.depth == 0 and .data) | .length] | add')" = 196608 ]
	is_clean
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/g-vda.c1.qcow2" "$img/inc"
	[ "$(contents "$img/inc")" = "$before" ]
	[ "$(vm-checkpoint-list g --topological --name | paste -sd' ')" = "c1 c2" ]
	[ "$(size_of c2)" = 65536 ]
}

@test "a chain of increments, the guest restarted in between" {
	local before
	vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait
	guest_writes 8M 9
	vm-destroy g
	vm-start g
	guest_writes 9M 8
	before=$(now)
	vm-backup-begin g --target-dir="$img" --incremental=c1 --checkpoint=c2 --wait
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/g-vda.c1.qcow2" "$img/g-vda.c2.qcow2"
	[ "$(contents "$img/g-vda.c2.qcow2")" = "$before" ]
	guest_writes 10M 7
	before=$(now)
	vm-backup-begin g --target-dir="$img" --incremental=c2 --checkpoint=c3 --wait
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/g-vda.c2.qcow2" "$img/g-vda.c3.qcow2"
	[ "$(contents "$img/g-vda.c3.qcow2")" = "$before" ]
	is_clean
}

@test "a raw copy is a plain image" {
	local before
	before=$(now)
	push_xml vda "$img/plain" '' raw
	vm-backup-begin g "$work/push.xml" --wait
	[ "$(digest "$img/plain")" = "$before" ]
	[ ! -e "$img/b.qcow2.c1" ]
	is_clean
}

@test "what changed in two layers, after an external snapshot" {
	local before
	vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait
	guest_writes 8M 9
	vm-snapshot-create-as g s1 --disk-only
	guest_writes 9M 8
	push_xml vda "$img/inc" c1
	vm-suspend g
	before=$(contents "$img/a.s1")
	vm-resume g
	vm-backup-begin g "$work/push.xml" --wait
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/g-vda.c1.qcow2" "$img/inc"
	[ "$(contents "$img/inc")" = "$before" ]
}

@test "what changed when the disk has grown meanwhile" {
	local before
	vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait
	guest_writes 8M 9
	vm-blockresize g vda 96M
	guest_writes 80M 8
	before=$(now)
	push_xml vda "$img/inc" c1
	vm-backup-begin g "$work/push.xml" --wait
	qemu-img rebase -u -f qcow2 -F qcow2 -b "$img/g-vda.c1.qcow2" "$img/inc"
	[ "$(contents "$img/inc")" = "$before" ]
	is_clean
}

@test "S87: a pull serves the disk as it was, whatever the guest writes" {
	local before
	before=$(now)
	pull_xml
	[ "$(vm-backup-begin g "$work/pull.xml")" = "nbd+unix:///?socket=$sock" ]
	guest_writes 4M 5 1M
	guest_writes 20M 5
	[ "$(pulled)" = "$before" ]
	vm-suspend g
	vm-resume g
	[ "$(pulled)" = "$before" ]
	[ "$(vm-backup-dumpxml g --xpath 'string(//server/@socket)')" = "$sock" ]
}

@test "S87: a pull since a checkpoint tells what has changed" {
	local before
	vm-checkpoint-create-as g c1
	guest_writes 8M 9
	guest_writes 16M 9 128k
	before=$(now)
	pull_xml c1
	vm-backup-begin g "$work/pull.xml"
	guest_writes 24M 5
	guest_writes 8M 4
	[ "$(changed)" = "8388608 65536,16777216 131072" ]
	[ "$(pulled)" = "$before" ]
	[ "$(vm-backup-dumpxml g --xpath "string(//disk[@name='vda']/@exportbitmap)")" = backup-vda ]
}

@test "S88: while a pull goes on" {
	local command
	pull_xml
	vm-backup-begin g "$work/pull.xml"
	[ "$(vm-jobinfo g -o TYPE,OPERATION --raw)" = 'unbounded backup' ]
	run vm-backup-begin g --target-dir="$img"
	[ "$status" -eq "$FAULT_BUSY" ]
	[[ "$output" == *"a backup is going on" ]]
	run vm-snapshot-create-as g s1 --disk-only
	[ "$status" -eq "$FAULT_BUSY" ]
	run vm-blockcopy g vda "$img/copy" --transient-job
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vm-checkpoint-create-as g c1
	vm-checkpoint-delete g c1
	[ "$(vm-blockjob g vda --json | jq -r '.[0].type')" != null ]
	guest_writes 4M 5
	vm-jobinfo g --json -o OPERATION,TEMP-USED,TEMP-TOTAL |
		jq -e '.[0] | .operation == "backup" and .["temp-used"] > 0 and .["temp-total"] > 0'
}

@test "S89: an abort leaves nothing, and the checkpoint stays" {
	checkpoint_xml c1
	pull_xml
	vm-backup-begin g "$work/pull.xml" "$work/c1.xml"
	vm-jobabort g
	is_clean
	jq -e '.kind == "backup" and .error == "Operation canceled"' "$VIRTUTILS_ROOT/run/qemu/g.last-job"
	[ ! -e "$img/scratch.a" ]
	[ ! -e "$img/scratch.b" ]
	[ "$(vm-checkpoint-list g --name)" = c1 ]
	no_backup
	run --separate-stderr vm-jobabort g --errors=json
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "S90: what is refused, and leaves nothing" {
	refused() {     # CODE ARGUMENT...
		run --separate-stderr vm-backup-begin g --errors=json "${@:2}"
		[ "$status" -ne 0 ]
		[ "$(jq -r .code <<<"$stderr")" = "$1" ] || { echo "$stderr"; false; }
	}
	echo "<domainbackup><disks><disk name='vda' backup='no'/></disks></domainbackup>" >"$work/none.xml"
	echo "<domainbackup mode='pull'><server name='localhost'/></domainbackup>" >"$work/port.xml"
	refused no-checkpoint --incremental=c9 --target-dir="$img"
	push_xml vda "$img/a.qcow2"
	refused invalid-arg "$work/push.xml"
	push_xml vdz "$img/z"
	refused config-unsupported "$work/push.xml"
	refused config-unsupported "$work/none.xml"
	refused operation-unsupported "$work/port.xml"
	push_xml vda /nowhere/at/all
	refused system-error "$work/push.xml"
	sock=/nowhere/nbd.sock pull_xml
	refused operation-failed "$work/pull.xml"
	echo precious >"$work/precious"
	sock=$work/precious pull_xml
	refused invalid-arg "$work/pull.xml"
	sed -i "s,transport='unix',transport='tcp' name='localhost' port='20000'," "$work/pull.xml"
	refused xml-schema "$work/pull.xml"
	[ "$(cat "$work/precious")" = precious ]
	checkpoint_xml c1
	pull_xml
	sed -i "s,type='file',& exportname='same'," "$work/pull.xml"
	refused operation-failed "$work/pull.xml" "$work/c1.xml"
	[ "$(vm-checkpoint-list g --name)$(bitmaps)" = '' ]
	[ ! -e "$img/scratch.a" ]
	is_clean
	vm-destroy g
	refused operation-unsupported --target-dir="$img"
}

@test "S83: a crash makes the increments since before it impossible" {
	vm-backup-begin g --target-dir="$img" --checkpoint=c1 --wait
	kill -9 "$(vm-list --raw --noheadings -o PID g)"
	until_true is_state g 'shut off'
	vm-start g
	run --separate-stderr vm-backup-begin g --incremental=c1 --target-dir="$img/" --errors=json
	[ "$(jq -r .code <<<"$stderr")" = checkpoint-inconsistent ]
	is_clean
}

@test "S91: no backup" {
	run --separate-stderr vm-backup-dumpxml g --errors=json
	[ "$status" -eq 4 ]
	[ "$(jq -r .code <<<"$stderr")" = no-backup ]
	run --separate-stderr vm-jobabort g --errors=json
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(jq -r .code <<<"$stderr")" = operation-invalid ]
}

@test "over TCP" {
	local before port=$((20000 + RANDOM % 20000))
	before=$(now)
	cat >"$work/tcp.xml" <<-X
	<domainbackup mode='pull'><server transport='tcp' name='127.0.0.1' port='$port'/>
	  <disks><disk name='vda' type='file' exportname='first'><scratch file='$img/scratch.a'/></disk></disks></domainbackup>
	X
	[ "$(vm-backup-begin g "$work/tcp.xml")" = "nbd://127.0.0.1:$port" ]
	guest_writes 4M 5
	qemu-img convert -O raw "nbd://127.0.0.1:$port/first" "$work/pulled"
	[ "$(digest "$work/pulled")" = "$before" ]
}

@test "over TCP with TLS, to clients that have a certificate" {
	local before port=$((20000 + RANDOM % 20000)) client
	cat >"$work/tls.xml" <<-X
	<domainbackup mode='pull'><server transport='tcp' tls='yes' name='127.0.0.1' port='$port'/>
	  <disks><disk name='vda' type='file'><scratch file='$img/scratch.a'/></disk></disks></domainbackup>
	X
	run --separate-stderr vm-backup-begin g "$work/tls.xml" --errors=json
	[ "$(jq -r .code <<<"$stderr")" = operation-invalid ]
	certificates "$img/pki"
	echo "backup_tls_x509_cert_dir = \"$img/pki\"" >"$VIRTUTILS_ROOT/etc/qemu.conf"
	before=$(now)
	[ "$(vm-backup-begin g "$work/tls.xml")" = "nbds://127.0.0.1:$port" ]
	client="driver=nbd,server.type=inet,server.host=127.0.0.1,server.port=$port,export=vda"
	run qemu-img info --image-opts "$client"
	[ "$status" -ne 0 ]
	qemu-img convert -O raw --object "tls-creds-x509,id=t,dir=$img/pki,endpoint=client" --image-opts "$client,tls-creds=t" "$work/pulled"
	[ "$(digest "$work/pulled")" = "$before" ]
	run qemu-img info --object "tls-creds-x509,id=t,dir=$img/nobody,endpoint=client" --image-opts "$client,tls-creds=t"
	[ "$status" -ne 0 ]
}

@test "a guest that ends takes its backup with it" {
	pull_xml
	vm-backup-begin g "$work/pull.xml"
	vm-destroy g
	[ ! -e "$img/scratch.a" ]
	[ ! -e "$img/scratch.b" ]
	[ ! -e "$sock" ]
	vm-start g
	vm-backup-begin g "$work/pull.xml"
	kill -9 "$(vm-list --raw --noheadings -o PID g)"
	until_true is_state g 'shut off'
	vm-start g
	[ ! -e "$img/scratch.a" ]
	is_clean
	good "$img/a.qcow2"
}

@test "pushed to a block device that is longer than the disk: raw, and what changed since; it stays" {
	local before
	[ "$(id -u)" -eq 0 ] || needs root
	truncate -s 80M "$work/disk.img"
	loop=$(losetup --find --show "$work/disk.img")
	push_to_device() { push_xml vda "$loop" "$2" "$1"; sed -i "s/type='file'/type='block'/; s/target file=/target dev=/" "$work/push.xml"; }
	before=$(now)
	push_to_device raw ''
	checkpoint_xml c1
	vm-backup-begin g "$work/push.xml" "$work/c1.xml" --wait
	[ "$(head -c 64M "$loop" | cksum)" = "$before" ]
	guest_writes 8M 9
	push_to_device qcow2 c1
	vm-backup-begin g "$work/push.xml" --wait
	[ "$(qemu-img map -U --output=json "$loop" | jq -c '[.[] | select(.depth == 0) | .start]')" = '[8388608]' ]
	push_to_device qcow2 c9
	run vm-backup-begin g "$work/push.xml" --wait
	[ "$status" -eq 4 ]
	[ -b "$loop" ]
	is_clean
}

# A guest whose end is its own reset; one that came up again after such an end is only reset by it.
given_mortal() {
	vm-destroy g
	sed -i 's,<devices>,<on_reboot>destroy</on_reboot>&,' "$work/g.xml"
	vm-define "$work/g.xml"
	vm-start g
}
shuts_down() {
	vm-qemu-monitor-command g '{"execute":"set-action","arguments":{"reboot":"shutdown"}}'
	vm-qemu-monitor-command --hmp g 'o /b 0x64 0xfe'
}

@test "preserved, a guest that shuts down waits for the backup; resumed, it runs on" {
	local before emulator
	given_mortal
	before=$(now)
	emulator=$(vm-list --raw --noheadings -o PID g)
	pull_xml
	vm-backup-begin g "$work/pull.xml" --preserve-domain-on-shutdown
	guest_writes 4M 5 1M
	shuts_down
	until_true is_state g paused
	[ "$(vm-state --reason g)" = 'paused (shutting down)' ]
	[ "$(pulled)" = "$before" ]
	vm-resume g
	vm-suspend g
	vm-resume g
	shuts_down
	until_true is_state g paused
	[ "$(vm-list --raw --noheadings -o PID g)" = "$emulator" ]
	[ "$(pulled)" = "$before" ]
	vm-jobabort g
	[ "$(vm-state --reason g)" = 'shut off (shutdown)' ]
	[ ! -e "/proc/$emulator" ]
	[ ! -e "$img/scratch.a" ]

	vm-start g
	vm-backup-begin g "$work/pull.xml" --preserve-domain-on-shutdown
	shuts_down
	until_true is_state g paused
	vm-resume g
	vm-jobabort g
	[ "$(vm-state g)" = running ]
	shuts_down
	until_true is_state g 'shut off'
}

@test "preserved for a push that nobody waits for, the guest is off when that is done" {
	local before
	given_mortal
	before=$(now)
	push_xml vda "$img/copy"
	vm-backup-begin g "$work/push.xml" --preserve-domain-on-shutdown
	shuts_down
	until_true is_state g 'shut off'
	[ "$(vm-state --reason g)" = 'shut off (shutdown)' ]
	[ "$(contents "$img/copy")" = "$before" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.jobs" ]
	vm-jobinfo g --completed --json | jq -e '.[0] | .operation == "backup"'
}

@test "files that are there already are used when asked for, and stay" {
	pull_xml
	image "$img/scratch.a" "$img/a.qcow2"
	image "$img/scratch.b" "$img/b.qcow2"
	run vm-backup-begin g "$work/pull.xml"
	[ "$status" -eq 1 ]
	vm-backup-begin g "$work/pull.xml" --reuse-external
	vm-destroy g
	[ -e "$img/scratch.a" ]
	[ -e "$img/scratch.b" ]
}
