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
teardown() {
	remove_root
	[ -z "${device:-}" ] || losetup --detach "$device"
}

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
	vm-define "$work/$name.xml" && vm-start --paused "$name"
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

@test "an I/O thread polls as it is told, and a variant of an adapter is the one that is said" {
	given_guest polled "<iothreadids><iothread id='1'><poll max='65536' grow='3' shrink='2'/></iothread><iothread id='2'>" \
		"<poll max='0'/></iothread></iothreadids>" "<devices><video><model type='virtio' device='virtio-gpu'/></video></devices>"
	[ "$(vm-qemu-monitor-command polled query-iothreads |
		jq -c '[.return[] | [.id, ."poll-max-ns", ."poll-grow", ."poll-shrink"]] | sort')" = \
		'[["iothread1",65536,3,2],["iothread2",0,0,0]]' ]
	tr '\0' '\n' <"/proc/$(pid_of polled)/cmdline" | grep -F '"driver":"virtio-gpu-pci"'
	run given_guest other "<devices><video><model type='virtio' device='virtio-gpu-gl'/></video></devices>"
	[ "$status" -eq "$FAULT_XML" ] && [[ $output == *'accel3d goes with'* ]] || die "$output"
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

die() { echo "$*" >&2; return 1; }

@test "what QEMU cannot do is refused by its path" {
	local path xml
	while IFS='|' read -r path xml; do
		run given_guest refused "$xml"
		[ "$status" -eq "$FAULT_UNSUPPORTED" ] || die "$path: $output"
		[[ $output == "vm-start: refused: $path"*" is not supported" ]] || die "$path: $output"
	done <<-'X'
	perf/event 'cmt'|<perf><event name='cmt' enabled='yes'/></perf>
	idmap|<idmap><uid start='0' target='1000' count='1'/><gid start='0' target='1000' count='1'/></idmap>
	resource/fibrechannel|<resource><fibrechannel appid='app'/></resource>
	keywrap|<keywrap><cipher name='aes' state='on'/></keywrap>
	devices/lease|<devices><lease><key>k</key><target path='/lease'/></lease></devices>
	features/xen|<features><xen><e820_host state='on'/></xen></features>
	features/msrs|<features><msrs unknown='ignore'/></features>
	features/viridian|<features><viridian/></features>
	features/privnet|<features><privnet/></features>
	features/hap state 'off'|<features><hap state='off'/></features>
	clock/timer/catchup|<clock offset='utc'><timer name='rtc' tickpolicy='catchup'><catchup limit='100'/></timer></clock>
	vcpu/@placement 'auto': numad|<numatune><memory placement='auto'/></numatune>
	seclabel: model 'selinux'|<seclabel type='static' model='selinux'><label>a:b:c</label></seclabel>
	source/seclabel: model 'selinux'|<devices><serial type='file'><source path='/x'><seclabel model='selinux'><label>a:b:c</label></seclabel></source></serial></devices>
	disk 'hda': backenddomain|<devices><disk type='file'><backenddomain name='d'/><source file='/dev/null'/><target dev='hda' bus='ide'/></disk></devices>
	disk 'hda': a mapping of its queues to I/O threads|<devices><disk type='file'><driver><iothreads><iothread id='1'/></iothreads></driver><source file='/dev/null'/><target dev='hda' bus='ide'/></disk></devices>
	disk 'hda': statistics of its driver|<devices><disk type='file'><driver><statistics><statistic interval='1'/></statistics></driver><source file='/dev/null'/><target dev='hda' bus='ide'/></disk></devices>
	disk 'hda': dataStore|<devices><disk type='file'><driver type='qcow2'/><source file='/dev/null'><dataStore type='file'><format type='raw'/><source file='/dev/null'/></dataStore></source><target dev='hda' bus='ide'/></disk></devices>
	disk 'hda': keys of SSH|<devices><disk type='network'><source protocol='ssh' name='a'><host name='h'/><knownHosts path='/k'/></source><target dev='hda' bus='ide'/></disk></devices>
	filesystem 'tag': driver 'mtp'|<devices><filesystem type='mount'><driver type='mtp'/><source dir='/tmp'/><target dir='tag'/></filesystem></devices>
	throttlegroups|<throttlegroups><throttlegroup><read_iops_sec>5</read_iops_sec><group_name>a</group_name></throttlegroup></throttlegroups>
	cputune/energytune|<cputune><energytune vcpus='0'><monitor vcpus='0'/></energytune></cputune>
	iommufd|<iommufd enabled='yes'/>
	hwuuid|<hwuuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</hwuuid>
	features/hyperv/@mode 'host-model'|<features><hyperv mode='host-model'/></features>
	features/hyperv/vsm|<features><hyperv mode='custom'><vsm state='on'/></hyperv></features>
	iothreadids/iothread/poll/@weight|<iothreadids><iothread id='1'><poll weight='3'/></iothread></iothreadids>
	interface 'net0': backend 'passt' of type 'vhostuser'|<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking><devices><interface type='vhostuser'><backend type='passt'/></interface></devices>
	features/ras, ps2, aia or virtualization|<features><virtualization/></features>
	devices/pstore|<devices><pstore backend='acpi-erst'><path>/p</path><size>64</size></pstore></devices>
	launchSecurity 'tdx'|<launchSecurity type='tdx'/>
	interface 'net0': trustGuestRxFilters|<devices><interface type='ethernet' trustGuestRxFilters='yes'/></devices>
	interface 'net0': downscript|<devices><interface type='ethernet'><downscript path='/x'/></interface></devices>
	filesystem 'tag': a limit of its space|<devices><filesystem type='mount'><source dir='/tmp'/><target dir='tag'/><space_hard_limit>9</space_hard_limit></filesystem></devices>
	video 'video0': vgaconf|<devices><video><driver vgaconf='io'/><model type='vga'/></video></devices>
	tpm: a source of backend 'emulator'|<devices><tpm><backend type='emulator'><source type='dir' path='/x'/></backend></tpm></devices>
	X
}

# A disk of the host's that takes reservations is not to be had: what QEMU has for it is another device.
@test "a helper with privileges passes on reservations, and ends with the guest; raw commands need a capability" {
	needs qemu-pr-helper
	local pid
	truncate -s 1M "$work/disk.img"
	device=$(losetup --find --show "$work/disk.img")
	given_guest reserved "<devices><disk type='block' device='lun' rawio='yes'><source dev='$device'><reservations managed='yes'/></source><target dev='sda' bus='scsi'/></disk></devices>" \
		"<q:override xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:device alias='scsi0-0-0'><q:frontend><q:property name='driver' type='string' value='scsi-hd'/></q:frontend></q:device></q:override>"
	[ "$(vm-qemu-monitor-command reserved query-pr-managers | jq -c .return)" = '[{"connected":true,"id":"pr-helper0"}]' ]
	pid=$(cat "$work/root/run/qemu/reserved.pr-helper0-pid")
	[ "$(cat "/proc/$pid/comm")" = qemu-pr-helper ]
	for set in Eff Bnd; do
		[ "$(awk "/^Cap$set:/ { print \$2 }" "/proc/$(pid_of reserved)/status")" = 0000000000020000 ]
	done
	vm-destroy reserved
	until_true has_ended "$pid"
	[ ! -e "$work/root/run/qemu/reserved.pr-helper0" ]
}

# A host with tables, for whom sysfs has them.
@test "a guest sees the host's own SMBIOS" {
	unshare -m bash -e <<-'S'
		mount -t tmpfs none /sys/class
		mkdir -p /sys/class/dmi/id
		cd /sys/class/dmi/id
		echo "Vendor, Inc." >sys_vendor
		echo 1.2 >bios_version
		echo CH-1 >chassis_serial
		echo secret >product_uuid
		vm-define /dev/stdin <<-X
			<domain type='qemu'><name>like</name><memory unit='MiB'>64</memory>
			<os><type machine='pc'>hvm</type><smbios mode='host'/></os></domain>
		X
		vm-start --paused like
	S
	tr '\0' '\n' <"/proc/$(pid_of like)/cmdline" | grep -A1 '^-smbios' | grep '^type=' >"$work/tables"
	diff - "$work/tables" <<-'X'
	type=0,version=1.2
	type=1,manufacturer=Vendor,, Inc.
	type=3,serial=CH-1
	X
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
	given_guest beside "<devices><disk type='file'><driver name='qemu' type='raw'/><source file='$work/disk.img'/><target dev='vda' bus='virtio'/><transient shareBacking='yes'/></disk></devices>"
	[ "$(vm-qemu-monitor-command beside query-block | jq -r '.return[].inserted.image["backing-filename"]')" = "$work/disk.img" ]
	vm-destroy forgets beside
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
