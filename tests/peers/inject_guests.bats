#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_guests - programs that change a guest of QEMU, killed and failing in the middle: the table of those that
# have no suite of their own.  needs qemu

load ../helpers
load ../inject
load ../inject/table
load guest
load blockjob
load small_guest

# What every worker finds beside its own directory.
setup() {
	needs qemu-system-x86_64
	needs strace
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	chmod 711 "$work"
	cd "$work" || return 1
	halting_rom halt.rom
	# lidt of zeros, int3: this one starts over at once
	{ head -c $((0xfff0)) /dev/zero; printf '\x2e\x0f\x01\x1e\xfa\xff\xcc'; head -c 9 /dev/zero; } >reset.rom
	qemu-img create -q -f qcow2 empty.qcow2 1M
	truncate -s 64k data.img
	chmod 644 reset.rom data.img
	documents
	program=vm
}
teardown() {
	local all=$work worker
	cd /
	for worker in 0 1; do
		work=$all/$worker VIRTUTILS_ROOT=$all/$worker/root remove_root
	done
	rm -rf "$all"
}

card() { printf "<interface type='user'><mac address='52:54:00:00:00:0%s'/><model type='%s'/></interface>" "$@"; }
cdrom() { printf "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>%s<target dev='hdc' bus='ide'/><readonly/></disk>" "$1"; }
documents() {
	cat >web.in <<-X
	<domain type='qemu'><name>web</name><uuid>6695eb01-0000-4000-8000-000000000001</uuid><title>old</title><memory unit='MiB'>16</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os>
	  <devices>$(disk disk HERE/disk.qcow2 hda)$(cdrom '')$(card 1 virtio)
	    <controller type='usb' model='qemu-xhci'/></devices></domain>
	X
	cat >usb.xml <<-X
	<disk type='file'><driver name='qemu' type='raw'/><source file='$work/data.img'/><target dev='sda' bus='usb'/>
	  <readonly/><alias name='ua-data'/></disk>
	X
	card 2 usb-net >card.xml
	cdrom "<source file='$work/data.img'/>" >medium.xml
	echo '<domainsnapshot><name>one</name><description>old</description></domainsnapshot>' >snapshot.xml
	echo '<domaincheckpoint><name>one</name><description>old</description></domaincheckpoint>' >checkpoint.xml
	echo '<domainbackup mode="pull"><server transport="unix" socket="HERE/open/sock"/></domainbackup>' >pull.in
}

# A directory of a worker's own.
place() {               # WORKER
	work=$work/$1
	mkdir -m 711 "$work"
	mkdir -m 1777 "$work/open"
	cd "$work" || exit 1
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system
	sed "s,HERE,$work," ../web.in >web.xml
	sed "s,HERE,$work," ../pull.in >pull.xml
	sed 's/<title>old/<title>changed/' web.xml >changed.xml
	sed 's/halt.rom/reset.rom/; s,<devices>,<on_reboot>destroy</on_reboot>&,' web.xml >short.xml
}

calls='write pwrite64 copy_file_range fsync renameat rename unlink unlinkat mkdirat symlinkat fchownat sendto sendmsg pidfd_send_signal vfork clone clone3'

# What an emulator can do is asked by this program as by any other that starts one: of it alone each of these calls is met.
cold() { rm -rf root/cache; }
defined() { vm-define web.xml; }
running() { defined && vm-start web; }
paused() { defined && vm-start --paused web; }
saved() { running && vm-save web web.save; }
kept() { running && vm-managedsave web; }
with_snapshot() { "${1:-running}" && vm-snapshot-create web ../snapshot.xml; }
snapshots() { with_snapshot "$@" && vm-snapshot-create-as web two; }
checkpoint() { running && vm-checkpoint-create web ../checkpoint.xml; }
plugged() { running && vm-attach-device web ../usb.xml --persistent; }
carded() { running && vm-attach-device web ../card.xml --persistent; }
pulled() { running && vm-backup-begin web pull.xml; }
backup() { defined && vm-backup web --to="$PWD/to" && vm-desc --title web changed; }
dead() {
	running
	kill -9 "$(cut -d' ' -f1 root/run/qemu/web.keeper)" "$(<root/run/qemu/web.pid)"
	until_true no_emulator
}

# Two files that both say it, or disk and definition, are changed one after the other.
# GIVEN | COMMAND | THEN, which a guest that is as the command leaves it can do | BETWEEN
table() {
	cat <<-T
	cold			| vm-create web.xml		| vm-suspend web
	running			| vm-suspend web		| vm-resume web
	paused			| vm-resume web			| vm-suspend web
	running			| vm-reset web			| vm-suspend web
	running			| vm-reboot web			| vm-suspend web
	running			| vm-shutdown web		| vm-suspend web
	running			| vm-send-key web KEY_A		| vm-suspend web
	dead			| vm-reap web			| vm-start web
	:			| vm-run short.xml		| vm-define web.xml
	defined			| vm-define changed.xml		| vm-start web
	defined			| vm-rename web www		| vm-start www
	defined			| vm-undefine web		| vm-define web.xml
	defined			| vm-edit web --set=/domain/title=new	| vm-start web
	defined			| vm-autostart web		| vm-start web
	running			| vm-desc web --title new --persistent	| vm-suspend web	| <title>new
	running			| vm-metadata web urn:a --key=a --set=<b/> --persistent	| vm-suspend web	| urn:a
	running			| vm-save web web.save		| vm-restore web.save
	saved			| vm-restore web.save		| vm-suspend web
	saved			| vm-save-image-define web.save changed.xml	| vm-restore web.save
	saved			| vm-save-image-edit web.save --set=/domain/title=new	| vm-restore web.save
	kept			| vm-managedsave-remove web	| vm-start web
	kept			| vm-managedsave-define web changed.xml	| vm-start web
	kept			| vm-managedsave-edit web --set=/domain/title=new	| vm-start web
	running			| vm-dump web core --memory-only	| vm-suspend web
	running			| vm-blockresize web hda 2M	| vm-suspend web
	running			| vm-blkdeviotune web hda --read-bytes-sec=1M --persistent	| vm-suspend web	| <read_bytes_sec>
	running			| vm-blkthreshold web hda 1000	| vm-suspend web
	defined			| vm-chain-check web --fix-paths	| vm-start web
	running			| vm-if-setlink web 52:54:00:00:00:01 down --persistent	| vm-suspend web	| state='down'
	running			| vm-attach-device web ../usb.xml --persistent	| vm-suspend web
	plugged			| vm-detach-device web ../usb.xml --persistent --wait	| vm-suspend web
	plugged			| vm-detach-device-alias web ua-data --persistent --wait	| vm-suspend web
	running			| vm-update-device web ../medium.xml --persistent	| vm-suspend web
	running			| vm-change-media web hdc $work/data.img --insert --persistent	| vm-suspend web
	running			| vm-attach-interface web user --mac=52:54:00:00:00:02 --model=usb-net --persistent	| vm-suspend web
	carded			| vm-detach-interface web user --mac=52:54:00:00:00:02 --persistent --wait	| vm-suspend web
	running			| vm-snapshot-create-as web one	| vm-snapshot-delete web one
	with_snapshot		| vm-snapshot-revert web one	| vm-suspend web	| ^web yes shut
	with_snapshot		| vm-snapshot-rename web one two --force	| vm-suspend web
	with_snapshot		| vm-snapshot-edit web one --set=/domainsnapshot/description=new	| vm-snapshot-revert web one
	with_snapshot		| vm-snapshot-delete web one	| vm-snapshot-create-as web one
	with_snapshot defined	| vm-snapshot-create-as web two	| vm-snapshot-revert web one
	defined			| vm-snapshot-create web ../snapshot.xml	| vm-snapshot-revert web one
	snapshots		| vm-snapshot-current web one	| vm-snapshot-revert web two
	snapshots		| vm-snapshot-prune web --keep=1	| vm-snapshot-revert web two
	running			| vm-checkpoint-create web ../checkpoint.xml	| vm-checkpoint-delete web one
	checkpoint		| vm-checkpoint-edit web one --set=/domaincheckpoint/description=new	| vm-checkpoint-delete web one
	pulled			| vm-jobabort web		| vm-backup-begin web pull.xml
	backup			| vm-backup-restore to		| vm-start web	| <title>changed
	T
}

fresh() {
	local name
	for name in $(vm-list --name); do vm-destroy -q "$name"; done
	until_true no_emulator
	rm -rf root/{etc,run,var,log} core web.save to open/* .[a-z]*.new
	cp ../empty.qcow2 disk.qcow2
	mkdir -p root
	eval "$1" >/dev/null
}

# Of what ran nothing is left but what is told of it.
only_history() {
	! ls -A root/run/qemu | grep -qvxE 'by-id|by-uuid|next-id|[a-z]*\.(events|state|last-job)' && [ -z "$(ls root/run/qemu/by-id 2>/dev/null)" ]
}

# An emulator that was asked what it can do, say.
processes() { VIRTUTILS_ROOT='' grep -lsz "^VIRTUTILS_ROOT=$work/" /proc/[0-9]*/environ; }
no_process() { [ -z "$(processes)" ]; }

seen() {
	{ observed; ls -A . | grep -v '\.new$\|\.met$\|^trace$\|^said'; qemu-img info -U --output=json disk.qcow2 | jq '."virtual-size", [.snapshots[]?.name]'; } |
		sed -E "s/pid='[0-9]+'//; s/<seclabel.*//"
}

told() {
	emulators_tell | sed -E 's/listen-[0-9]+/LISTEN/g'
}
emulators_tell() {
	local name query
	for name in $(vm-list --name); do
		for query in status named-block-nodes block jobs block-exports fdsets chardev; do
			vm-qemu-monitor-command "$name" "query-$query" || :
		done
		vm-qemu-monitor-command "$name" --hmp 'info qtree' || :
	done
}

ended() {
	local name
	for name in $(vm-list --name); do vm-destroy "$name" || complain "$name cannot be stopped"; done
	until_true only_history || complain 'of what ran more is left than its history' "$(ls -A root/run/qemu)"
	until_true no_process || complain 'a process is left' "$(for process in $(processes); do tr '\0' ' ' <"${process%environ}cmdline"; echo; done)"
	[ "$(stat -c %u disk.qcow2)" = "$(id -u)" ] || complain 'the disk is not given back'
	[ -z "$(compgen -G '.*.new'; ls open)" ] || complain 'a draft is left'
}

@test "programs of the table, met anywhere" {
	rows_met
}
