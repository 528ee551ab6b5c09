#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# What of the host a guest gets: processors, schedulers, limits; and what serves or forgets
# for it: virtiofsd, overlays of transient disks.  needs qemu

load ../helpers
load guest

setup() {
	needs qemu-system-x86_64
	[ "$(id -u)" -eq 0 ] || needs "root"
	private_root
}
teardown() { remove_root; }

# NAME [LINE...]: a guest with two processors and these elements, started but standing still.
given_guest() {
	local name=$1
	shift
	{ cat <<-X; printf '%s\n' "$@" '</domain>'; } >"$work/$name.xml"
	<domain type='qemu'>
	  <name>$name</name>
	  <memory unit='MiB'>64</memory>
	  <vcpu>2</vcpu>
	  <os><type machine='pc'>hvm</type></os>
	X
	vm-define "$work/$name.xml"
	vm-start --paused "$name"
}

pid_of() { cat "$work/root/run/qemu/$1.pid"; }

# NAME COMM: the thread of that name.
thread() {
	grep -lx "$2" /proc/"$(pid_of "$1")"/task/*/comm | cut -d/ -f5
}
allowed() {             # DIRECTORY in /proc: the processors of that thread or process
	sed -n 's/^Cpus_allowed_list:\t//p' "$1/status"
}
processors() {          # NAME COMM
	allowed "/proc/$(pid_of "$1")/task/$(thread "$1" "$2")"
}

# NAME CONTROLLER: the guest's directory in that tree.
group() {
	local undo
	undo=$(jq -r '.cgroups // ""' "$work/root/run/qemu/$1.undo")
	tr : '\n' <<<"$undo" | grep -E "^/sys/fs/cgroup/($2/|virtutils)" | head -n 1
}
needs_group() {         # CONTROLLER
	[ -f /sys/fs/cgroup/cgroup.controllers ] || [ -w "/sys/fs/cgroup/$1" ] || skip "no control groups"
	[ ! -f /sys/fs/cgroup/cgroup.controllers ] || skip "the files are those of the old trees"
}

@test "threads run where they are pinned" {
	[ "$(nproc)" -gt 1 ] || skip "one processor"
	given_guest pinned "<iothreads>1</iothreads>" "<cputune>" "<vcpupin vcpu='0' cpuset='1'/>" \
		"<emulatorpin cpuset='0'/>" "<iothreadpin iothread='1' cpuset='0-1,^0'/>" "</cputune>"
	[ "$(processors pinned 'CPU 0/TCG')" = 1 ]
	[ "$(processors pinned 'CPU 1/TCG')" = "$(allowed /proc/self)" ]
	[ "$(processors pinned 'IO iothread1')" = 1 ]
	[ "$(allowed "/proc/$(pid_of pinned)")" = 0 ]
}

@test "processors without a pin of their own are where <vcpu> says" {
	[ "$(nproc)" -gt 1 ] || skip "one processor"
	sed "s,<vcpu>,<vcpu cpuset='1'>," <<<"$(declare -f given_guest)" >"$work/given"
	. "$work/given"
	given_guest placed
	[ "$(processors placed 'CPU 0/TCG')" = 1 ]
	[ "$(processors placed 'CPU 1/TCG')" = 1 ]
}

@test "a scheduler of its own for one processor" {
	given_guest batch "<cputune><vcpusched vcpus='1' scheduler='batch'/></cputune>"
	chrt -p "$(thread batch 'CPU 1/TCG')" | grep -q SCHED_BATCH
	chrt -p "$(thread batch 'CPU 0/TCG')" | grep -q SCHED_OTHER
}

@test "a processor that the host has not is refused, and nothing stays" {
	run given_guest nowhere "<cputune><vcpupin vcpu='0' cpuset='4000-4095'/></cputune>"
	[ "$status" -ne 0 ]
	[[ $output = "vm-start: nowhere: cputune/vcpupin: "* ]]
	[ "$(vm-state nowhere)" = "shut off" ]
}

@test "shares, quotas and memory are limited" {
	needs_group cpu
	given_guest limited "<cputune><shares>512</shares><period>100000</period><quota>50000</quota></cputune>" \
		"<memtune><hard_limit unit='MiB'>900</hard_limit></memtune>"
	local cpu=$(group limited cpu)
	[ "$(cat "$cpu/cpu.shares")" = 512 ]
	[ "$(cat "$cpu/vcpu1/cpu.cfs_quota_us")" = 50000 ]
	[ "$(cat "$cpu/vcpu1/tasks")" = "$(thread limited 'CPU 1/TCG')" ]
	[ "$(cat "$(group limited memory)/memory.limit_in_bytes")" = $((900 * 1024 * 1024)) ]
	vm-destroy limited
	[ ! -e "$cpu" ]
}

@test "perf events are refused by name" {
	run given_guest events "<perf><event name='cmt' enabled='yes'/></perf>"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$output" = "vm-start: events: perf/event 'cmt' is not supported" ]
}

@test "virtiofsd serves a directory, and ends with the guest" {
	[ -x /usr/lib/qemu/virtiofsd ] || [ -x /usr/libexec/virtiofsd ] || needs virtiofsd
	mkdir -m 755 "$work/shared"
	given_guest files "<memoryBacking><access mode='shared'/></memoryBacking>" \
		"<devices><filesystem type='mount'><driver type='virtiofs'/><source dir='$work/shared'/><target dir='tag'/></filesystem></devices>"
	local pid=$(cat "$work/root/run/qemu/files.fs0-pid")
	grep -qa virtiofsd "/proc/$pid/cmdline"
	vm-qemu-monitor-command --hmp files "info qtree" | grep -q 'dev: vhost-user-fs-pci, id "fs0"'
	run -0 vm-dumpxml files
	[[ $output != *"socket="* ]]
	vm-destroy files
	until_true is_gone "$pid"
	[ ! -e "$work/root/run/qemu/files.fs0" ]
	[ -z "$(ls -A "$work/root/var/qemu/ram")" ]
}
is_gone() { ! grep -qsa virtiofsd "/proc/$1/cmdline"; }

@test "virtiofs without shared memory is refused" {
	run given_guest private \
		"<devices><filesystem type='mount'><driver type='virtiofs'/><source dir='$work'/><target dir='tag'/></filesystem></devices>"
	[ "$status" -eq "$FAULT_XML" ]
	[[ $output = *"virtiofs needs <memoryBacking><access mode='shared'/>"* ]]
}

@test "a transient disk forgets what was written" {
	truncate -s 8M "$work/disk.img"
	given_guest forgets "<devices><disk type='file'><driver name='qemu' type='raw'/><source file='$work/disk.img'/><target dev='vda' bus='virtio'/><transient/></disk></devices>"
	local overlay=$work/disk.img.TRANSIENT-forgets
	[ "$(qemu-img info -U --output=json "$overlay" | jq -r '."backing-filename"')" = "$work/disk.img" ]
	vm-dumpxml --inactive forgets | grep -q "<source file='$work/disk.img'/>"
	vm-qemu-monitor-command --hmp forgets 'qemu-io virtio-disk0 "write -P 7 0 64k"'
	vm-destroy forgets
	[ ! -e "$overlay" ]
	cmp "$work/disk.img" <(head -c 8M /dev/zero)
}

@test "an overlay that is there already stops the start, and stays" {
	truncate -s 8M "$work/disk.img"
	echo mine >"$work/disk.img.TRANSIENT-keeps"
	run given_guest keeps "<devices><disk type='file'><source file='$work/disk.img'/><target dev='vda' bus='virtio'/><transient/></disk></devices>"
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$(cat "$work/disk.img.TRANSIENT-keeps")" = mine ]
}
