#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot_internal - snapshots inside the images: of guests that run, are paused or off, and the way back
#
# Guest g has vda on a.qcow2, which begins with 0xa, and vdb on b.qcow2.  What its memory holds is
# shown by main_job.bats, with a guest that counts.  needs qemu

load ../helpers
load guest
load blockjob
load external
load ../inject

setup() {
	blockjob_setup
	given_disks
}
teardown() { blockjob_teardown; }

take() { vm-snapshot-create-as g "$@"; }
tags() { qemu-img info -U --output=json "$img/$1.qcow2" | jq -r '.snapshots[]?.name' | paste -sd' '; }
# Which of the images hold memory with a tag.
memory_of() {
	local disk
	for disk in a b; do
		qemu-img info -U --output=json "$img/$disk.qcow2" |
			jq -r --arg t "$1" --arg d "$disk" '.snapshots[]? | select(.name == $t and ."vm-state-size" > 0) | $d'
	done | paste -sd' '
}
said() { vm-snapshot-dumpxml g "$1" --xpath "string(/domainsnapshot/$2)"; }
run_state() { vm-qemu-monitor-command g query-status | jq -r .return.status; }
process() { vm-list --noheadings --raw -o PID g; }
refused() {             # STATUS TEXT COMMAND...: and no metadata and no tag has come of it
	local list before
	list=$(vm-snapshot-list g --name) before="$(tags a) $(tags b)"
	run "${@:3}"
	[ "$status" -eq "$1" ] || { echo "$status: $output"; false; }
	[[ $output == *"$2"* ]] || { echo "$output"; false; }
	[ "${#lines[@]}" -eq 1 ]
	[ "$(vm-snapshot-list g --name)" = "$list" ]
	[ "$(tags a) $(tags b)" = "$before" ]
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}
# With the option to force it is done.
risky() {               # TEXT COMMAND...
	run "${@:2}"
	[ "$status" -eq 3 ] || { echo "$status: $output"; false; }
	[[ $output == *"$1"* && $output == *--force* ]] || { echo "$output"; false; }
	[ "$(vm-snapshot-list g --name)" != '' ]
}
transient() { vm-create "$work/g.xml"; }

@test "S1, S2: of a guest that is off, named by the time or as it was said" {
	name=$(vm-snapshot-create g)
	[[ $name =~ ^[0-9]{10}$ ]]
	[ "$(said "$name" creationTime)" = "$name" ]
	[ "$(said "$name" state) $(said "$name" memory/@snapshot)" = 'shutoff no' ]
	[ "$(said "$name" "disks/disk[@name='vda']/@snapshot") $(said "$name" "disks/disk[@name='vdb']/@snapshot")" = 'internal internal' ]
	[ "$(tags a) $(tags b)" = "$name $name" ]
	[ "$(vm-snapshot-dumpxml g "$name" --xpath 'count(//inactiveDomain)')" = 0 ]
	take s1 'd e'
	[ "$(said s1 description)" = 'd e' ]
	[ "$(vm-snapshot-current g --name) $(vm-snapshot-parent g s1)" = "s1 $name" ]
}

@test "S3, S4: of one that runs: memory in the first image, both definitions, and the processor" {
	vm-start g
	vm-edit g --set=/domain/currentMemory=16384
	take s1
	[ "$(vm-state g) $(run_state)" = 'running running' ]
	[ "$(said s1 state) $(said s1 memory/@snapshot)" = 'running internal' ]
	[ "$(said s1 domain/currentMemory) $(said s1 inactiveDomain/currentMemory)" = '32768 16384' ]
	[ "$(said s1 cookie/cpu/@mode) $(said s1 cookie/cpu/model)" = 'custom qemu64' ]
	[ "$(memory_of s1)" = a ]
	[ "$(tags b)" = s1 ]
}

policy() { vm-snapshot-dumpxml g "$1" --xpath "string(//cookie/cpu/feature[@name='$2']/@policy)"; }
cookie() { vm-snapshot-dumpxml g "$1" | sed -n '/<cookie>/,/<.cookie>/p'; }
live_document() { vm-dumpxml g | tail -n +2; }
started_with() { tr '\0' '\n' <"/proc/$(process)/cmdline" | grep -A 1 '^-cpu$' | tail -n 1; }

@test "S3: the processor, with each feature that the guest has, is that of the process that goes on" {
	# No emulation has all of this model.
	sed -i "s,<devices>,<cpu mode='custom' match='exact'><model>Haswell</model><feature policy='disable' name='avx2'/></cpu><devices>," "$work/g.xml"
	vm-define "$work/g.xml"
	vm-start g
	before=$(live_document)
	[ "$(started_with)" = Haswell,avx2=off ]
	take s1
	[ "$(policy s1 pcid) $(policy s1 avx2) $(policy s1 lahf_lm) $(policy s1 f16c)" = 'disable disable require require' ]
	vm-destroy g
	vm-snapshot-revert g s1
	[[ $(started_with) == Haswell,*,avx2=off,*,f16c=on,*,lahf-lm=on,*,pcid=off,* ]]
	[ "$(live_document)" = "$before" ]
	take s2
	[ "$(cookie s2)" = "$(cookie s1)" ]
	vm-save g "$work/memory"
	grep -aq "<feature policy='disable' name='pcid'/>" "$work/memory"
	vm-restore "$work/memory" --xml="$work/g.xml"
	[[ $(started_with) == *,pcid=off,* ]]
	pid=$(process)
	vm-snapshot-revert g s1
	[ "$(process)" = "$pid" ]
	vm-snapshot-dumpxml g s2 --security-info | sed 's,"require" name="f16c","disable" name="f16c",' >"$work/s2.xml"
	vm-snapshot-create g "$work/s2.xml" --redefine
	risky cpu/feature vm-snapshot-revert g s2
	[ "$(process) $(run_state)" = "$pid running" ]
	vm-snapshot-revert g s2 --force
	[[ $(started_with) == *,f16c=off,* ]]
}

@test "S5, S8: of a transient one: there is no stored definition, and no halt" {
	vm-undefine g
	transient
	refused 3 transient take s1 --halt
	[ "$(run_state)" = running ]
	take s1
	[ "$(vm-snapshot-dumpxml g s1 --xpath 'count(//inactiveDomain)')" = 0 ]
	[ "$(memory_of s1)" = a ]
	vm-destroy g
}

@test "S6, S7: one that is paused stays so; halted, the guest is off" {
	vm-start g
	vm-suspend g
	take p1
	[ "$(said p1 state)" = paused ]
	[ "$(vm-state g --reason) $(run_state)" = 'paused (user) paused' ]
	vm-resume g
	take s1 --halt
	[ "$(said s1 state)" = running ]
	[ "$(vm-state g --reason)" = 'shut off (from snapshot)' ]
	[ "$(memory_of s1) $(memory_of p1)" = 'a a' ]
}

@test "S28: images that cannot hold one" {
	qemu-img convert -O raw "$img/b.qcow2" "$img/b.raw"
	sed -z "s,qcow2'/>\([^/]*\)\(<source file='$img\)/b.qcow2,raw'/>\1\2/b.raw," "$work/g.xml" >"$work/raw.xml"
	vm-define "$work/raw.xml"
	vm-start g
	refused 9 vdb take x
	vm-destroy g
	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$img/vars.fd"
	sed "s,<loader.*</loader>,,; s,</os>,<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader><nvram>$img/vars.fd</nvram></os><features><acpi/></features>," "$work/g.xml" >"$work/uefi.xml"
	vm-define "$work/uefi.xml"
	vm-start g
	refused 6 'firmware variables' take x
	[ "$(run_state)" = running ]
}

@test "S31: back to one of a guest that was off, and then running" {
	take s1
	mark "$img/a.qcow2" 0xd 0
	vm-desc g --title 'changed since'
	vm-snapshot-revert g s1
	has "$img/a.qcow2" 0xa 0
	[ "$(vm-desc g --title)" = '' ]
	[ "$(vm-state g) $(vm-snapshot-current g --name)" = 'shut off s1' ]
	mark "$img/a.qcow2" 0xd 0
	vm-snapshot-revert g s1 --running
	[ "$(vm-state g --reason) $(run_state)" = 'running (booted) running' ]
	vm-destroy g
	has "$img/a.qcow2" 0xa 0
}

@test "S32, S33: from running to off; to running only by force, in a new process" {
	take s1
	vm-start g
	write 0 0xd 0
	vm-snapshot-revert g s1
	[ "$(vm-state g --reason)" = 'shut off (from snapshot)' ]
	has "$img/a.qcow2" 0xa 0
	vm-start g
	pid=$(process)
	write 0 0xd 0
	risky active vm-snapshot-revert g s1 --running
	[ "$(process)" = "$pid" ]
	vm-snapshot-revert g s1 --running --force
	[ "$(process)" != "$pid" ]
	[ "$(run_state)" = running ]
	vm-destroy g
	has "$img/a.qcow2" 0xa 0
}

@test "S34: disks go back into the process that runs" {
	vm-start g
	pid=$(process)
	take s1
	write 0 0xd 0
	write 1 0xe 1M
	vm-snapshot-revert g s1
	[ "$(vm-state g --reason) $(run_state)" = 'running (from snapshot) running' ]
	[ "$(process)" = "$pid" ]
	vm-destroy g
	has "$img/a.qcow2" 0xa 0
	has "$img/b.qcow2" 0 1M
}

@test "below overlays: back in a new process, and by force where an external one would lose what it stands on" {
	vm-start g
	take s1
	write 0 0xd 0
	take x --disk-only --no-metadata
	[ "$(source_of vda)" = "$img/a.x" ]
	pid=$(process)
	vm-snapshot-revert g s1
	[ "$(vm-state g --reason) $(run_state)" = 'running (from snapshot) running' ]
	[ "$(process)" != "$pid" ]
	[ "$(nodes)" = 'a.qcow2 b.qcow2' ]
	write 0 0xe 1M
	take e1 --disk-only
	write 0 0xf 2M
	pid=$(process)
	for dry in '' --dry-run; do
		risky "snapshot 'e1' stands on what $img/a.qcow2 holds now" vm-snapshot-revert g s1 $dry
	done
	[ "$(process)" = "$pid" ]
	vm-snapshot-revert g e1
	has "$(source_of vda)" 0xe 1M
	vm-snapshot-revert g s1 --force
	[ "$(run_state)" = running ]
	[ "$(source_of vda)" = "$img/a.qcow2" ]
	vm-destroy g
	has "$img/a.qcow2" 0xa 0
	has "$img/a.qcow2" 0 1M
}

@test "S37: another bus of a disk since then: not without force, and then in a new process" {
	vm-start g
	take s1
	vm-destroy g
	sed "0,/bus='virtio'/s//bus='ide'/; 0,/vda/s//hda/" "$work/g.xml" >"$work/ide.xml"
	vm-define "$work/ide.xml"
	vm-start g
	pid=$(process)
	risky disk vm-snapshot-revert g s1
	[ "$(process) $(run_state)" = "$pid running" ]
	vm-snapshot-revert g s1 --force
	[ "$(process)" != "$pid" ]
	[ "$(run_state)" = running ]
	[ "$(vm-dumpxml g --xpath "string(//disk[1]/target/@bus)")" = virtio ]
}

@test "S40: one that knows no more of the guest than its UUID: by force the disks of now go back" {
	take old
	sed -i "/<domain /,/<.domain>/d; s|<active>|<domain><uuid>$(vm-uuid g)</uuid></domain>&|" "$VIRTUTILS_ROOT/etc/qemu/snapshot/g/old.xml"
	vm-desc g --title 'of now'
	mark "$img/a.qcow2" 0xd 0
	risky definition vm-snapshot-revert g old
	has "$img/a.qcow2" 0xd 0
	vm-snapshot-revert g old --force
	has "$img/a.qcow2" 0xa 0
	[ "$(vm-desc g --title) $(vm-state g)" = 'of now shut off' ]
}

@test "S41: memory that was saved does not fit the disks afterwards" {
	take s1
	vm-start g
	write 0 0xd 0
	vm-managedsave g
	risky 'managed save' vm-snapshot-revert g s1
	has "$img/a.qcow2" 0xd 0
	[ "$(vm-list --all --with-managed-save --name)" = g ]
	vm-snapshot-revert g s1 --force
	has "$img/a.qcow2" 0xa 0
	[ "$(vm-list --all --with-managed-save --name)" = '' ]
	vm-start g
	[ "$(vm-state g --reason)" = 'running (booted)' ]
}

@test "S72: an image that has moved since: the way back is to where it is now" {
	take s1
	mark "$img/a.qcow2" 0xd 0
	mv "$img/a.qcow2" "$img/moved"
	refused 1 a.qcow2 vm-snapshot-revert g s1
	vm-snapshot-dumpxml g s1 --security-info | sed "s,$img/a.qcow2,$img/moved," >"$work/s1.xml"
	vm-snapshot-create g "$work/s1.xml" --redefine
	vm-snapshot-revert g s1
	has "$img/moved" 0xa 0
	[ "$(source_of vda)" = "$img/moved" ]
	vm-start g
}

@test "S43: a tag that somebody has deleted: found before the guest is touched" {
	vm-start g
	take s1
	vm-destroy g
	qemu-img snapshot -d s1 "$img/b.qcow2"
	vm-start g
	pid=$(process)
	write 0 0xd 0
	refused 1 vdb vm-snapshot-revert g s1
	[ "$(process) $(run_state)" = "$pid running" ]
	vm-destroy g
	has "$img/a.qcow2" 0xd 0
}

@test "one that a document says is of a guest that ran, without its memory: found before the guest is touched" {
	take s1
	snapshot s1 | sed 's,<state>shutoff,<state>running,' >"$work/s1.xml"
	snapshot s1 | sed 's,<state>shutoff,<state>running,; s,s1<,s2<,; /<disk name=/s,internal,no,' >"$work/s2.xml"
	sed -i "s,<disk type='file' device='disk',& snapshot='no'," "$work/s2.xml"
	vm-snapshot-delete g s1 --metadata
	vm-snapshot-create g "$work/s1.xml" --redefine
	vm-snapshot-create g "$work/s2.xml" --redefine
	vm-start g
	refused 1 'hold the memory of the snapshot' vm-snapshot-revert g s1
	refused 1 'hold the memory of the snapshot' vm-snapshot-revert g s2
	[ "$(vm-state g) $(run_state)" = 'running running' ]
}

@test "S45: a guest that was renamed since" {
	vm-start g
	take s1 --halt
	vm-rename g h
	vm-snapshot-revert h s1
	[ "$(vm-state h --reason)" = 'running (from snapshot)' ]
	[ "$(vm-dumpxml h --xpath 'string(/domain/name)') $(vm-dumpxml h --inactive --xpath 'string(/domain/name)')" = 'h h' ]
	vm-destroy h
}

@test "S56, S57: from the middle of a chain; only children; all of it; the tags go too" {
	vm-start g
	for name in i1 i2 i3; do take $name; done
	vm-snapshot-delete g i2
	[ "$(vm-snapshot-parent g i3)" = i1 ]
	[ "$(tags a) $(tags b)" = 'i1 i3 i1 i3' ]
	vm-snapshot-delete g i1 --children-only
	[ "$(vm-snapshot-current g --name) $(tags a)" = 'i1 i1' ]
	vm-destroy g
	take i2
	vm-snapshot-delete g i1 --children
	[ "$(vm-snapshot-list g --name)" = '' ]
	[ "$(tags a)$(tags b)" = '' ]
}

@test "S58, S67: what is known of it goes, the tags stay" {
	take s1
	take s2
	vm-snapshot-delete g s1 --metadata
	[ "$(vm-snapshot-list g --name) $(tags a) $(tags b)" = 's2 s1 s2 s1 s2' ]
	refused 3 '1 snapshot' vm-undefine g
	vm-undefine g --snapshots-metadata
	vm-define "$work/g.xml"
	[ "$(vm-snapshot-list g --name)" = '' ]
	[ "$(tags a) $(tags b)" = 's1 s2 s1 s2' ]
}

@test "S66: another name for the same has no tag of that name" {
	take s1
	vm-snapshot-edit g s1 --clone --set=/domainsnapshot/name=s9
	[ "$(vm-snapshot-list g --name)" = $'s1\ns9' ]
	refused 1 s9 vm-snapshot-revert g s9
}

@test "S106: names that an image takes for numbers" {
	for disk in a b; do
		qemu-img snapshot -c a "$img/$disk.qcow2"
		qemu-img snapshot -c 1 "$img/$disk.qcow2"
	done
	vm-snapshot-create g --redefine <(cat <<-X
		<domainsnapshot><name>1</name><state>shutoff</state><creationTime>1</creationTime>
		$(vm-dumpxml g)</domainsnapshot>
	X
	)
	vm-start g
	write 0 0xd 0
	refused 1 "number of snapshot 'a'" vm-snapshot-revert g 1
	[ "$(run_state)" = running ]
	refused 1 number take 7
	take 7 --disk-only
	vm-destroy g
	has "$img/a.qcow2" 0xd 0
}

@test "--reset-nvram: the variables are those of the template when it comes up" {
	define_uefi qcow2
	vm-start g
	vm-suspend g
	take s1
	vm-destroy g
	spoil_firmware
	take off
	vm-snapshot-revert g off
	firmware_is_spoilt
	vm-snapshot-revert g off --reset-nvram          # no start: nothing to do
	firmware_is_spoilt
	vm-snapshot-revert g off --reset-nvram --paused
	! firmware_is_spoilt || false
	[ "$(vm-state g)" = paused ]
	pid=$(process)
	vm-snapshot-revert g s1 --reset-nvram           # not in place
	[ "$(process)" != "$pid" ]
	! firmware_is_spoilt || false
	[ "$(vm-state g)" = paused ]
}

@test "variables of the firmware and the state of a TPM are part of it" {
	define_uefi qcow2
	take off                # no start has made the variables yet
	vm-start g
	vm-suspend g            # the firmware uses the TPM as long as it runs
	state=$(tpm_state)
	take s1
	[ "$(tags vars) $(memory_of s1)" = 'off s1 a' ]
	vm-destroy g
	spoil_firmware
	vm-start g
	until_true eval '[ "$(tpm_state)" != "$state" ]'
	vm-snapshot-revert g s1
	[ "$(run_state)" = paused ]
	vm-destroy g
	[ "$(tpm_state)" = "$state" ]
	! firmware_is_spoilt || false
	spoil_firmware
	vm-snapshot-revert g off
	! firmware_is_spoilt || false
	vm-snapshot-delete g s1
	vm-start g
	vm-snapshot-delete g off
	[ "$(tags vars)$(tags a)" = '' ]
}

# Somebody else talks to the emulator while a command runs.
while_it_serves_another() {
	python3 - "$VIRTUTILS_ROOT/run/qemu/g.qmp" "$@" <<-'P'
	import socket, subprocess, sys
	s = socket.socket(socket.AF_UNIX)
	s.connect(sys.argv[1])
	s.recv(1)
	sys.exit(subprocess.call(sys.argv[2:]))
	P
}
# The guest stands still, with a note of it.
given_killed_while_saving() {
	local n=5
	until [ "$(vm-state g)" = paused ]; do
		met KILL sendto $n vm-snapshot-create-as g s1
		n=$((n + 1))
	done
	[ -e "$VIRTUTILS_ROOT/run/qemu/g.snapshot" ]
}

@test "killed while it saves: who cannot ask the emulator leaves the repair to the next" {
	vm-start g
	given_killed_while_saving
	run while_it_serves_another vm-desc g --live x
	[ "$status" -eq "$FAULT_BUSY" ]
	vm-desc g --live x
	[ "$(vm-state g) $(run_state) $(tags a)" = 'running running ' ]
	given_killed_while_saving
	run while_it_serves_another vm-destroy g
	[ "$(vm-state g)" = 'shut off' ]
	vm-start g
	[ "$(vm-state g) $(tags a)" = 'running ' ]
}

@test "killed while it saves, as is who repairs that: the guest runs again" {
	local n=1
	vm-start g
	given_killed_while_saving
	while met KILL unlinkat $n vm-desc g --live x; do
		vm-desc g --live x
		[ "$(vm-state g) $(run_state) $(tags a)" = 'running running ' ]
		given_killed_while_saving
		n=$((n + 1))
	done
	[ $n -gt 2 ]
	[ "$(vm-state g) $(run_state) $(tags a)" = 'running running ' ]
}

@test "killed between two disks that go back, as is who repairs that: both go back" {
	local disk first=0 n
	take s1
	while first=$((first + 1)) && [ $first -le 12 ]; do
		for n in 1 2 3; do
			for disk in a b; do mark "$img/$disk.qcow2" 0x1 0; done
			met KILL clone3 $first vm-snapshot-revert g s1 || break 2
			met KILL renameat $n vm-desc g x || :
			vm-desc g x
			[ "$(has "$img/a.qcow2" 1 0 >/dev/null && echo new)" = "$(has "$img/b.qcow2" 1 0 >/dev/null && echo new)" ]
		done
	done
	[ $first -gt 6 ]
}

@test "an emulator whose answers say nothing of its processor: that is told" {
	vm-start g
	mv "$VIRTUTILS_ROOT/run/qemu/g.qmp" "$work/qmp"
	run python3 - "$VIRTUTILS_ROOT/run/qemu/g.qmp" vm-snapshot-create-as g s1 <<-'P'
	import json, socket, subprocess, sys, threading
	s = socket.socket(socket.AF_UNIX)
	s.bind(sys.argv[1])
	s.listen()
	def serve():
	    while True:
	        f = s.accept()[0].makefile('rw')
	        f.write('{"QMP": {}}\n')
	        f.flush()
	        for line in f:
	            f.write(json.dumps({'return': [{}], 'id': json.loads(line)['id']}) + '\n')
	            f.flush()
	threading.Thread(target=serve, daemon=True).start()
	sys.exit(subprocess.call(sys.argv[2:]) % 256)
	P
	mv "$work/qmp" "$VIRTUTILS_ROOT/run/qemu/g.qmp"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
}
