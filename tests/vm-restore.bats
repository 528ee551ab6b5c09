#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-restore - start a virtual machine from a file that its memory was saved to

load helpers
load saved

given_saved() {         # [OPTION...]
	given_vm web running
	vm-save web web.save "$@"
}

@test "the guest runs on; the image stays" {
	given_saved
	run vm-restore web.save
	[ "$status" -eq 0 ] && [ "$output" = "" ]
	[ "$(vm-state web --reason)" = 'running (restored)' ]
	[ "$(magic web.save)" = LibvirtQemudSave ]
	[ "$(tail -n 1 root/run/test/web.events | jq -r '.detail + " " + .reason')" = 'started restored' ]
	run vm-restore web.save
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = 'vm-restore: already running' ]
}

@test "--paused and --running say otherwise than the image" {
	given_saved
	vm-restore web.save --paused
	[ "$(vm-state web)" = paused ]
	vm-destroy web
	vm-save-image-define web.save --paused <(vm-save-image-dumpxml web.save)
	vm-restore web.save --running
	[ "$(vm-state web)" = running ]
	vm-destroy web
	run vm-restore web.save --running --paused
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "the definition is the image's, the stored one stays" {
	given_saved
	xml web '<title>new</title>' "<uuid>$(vm-uuid web)</uuid>" | vm-define -
	vm-restore web.save
	[ "$(vm-title web)" = '' ] || [ "$(vm-dumpxml web --xpath 'count(/domain/title)')" = 0 ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(/domain/title)')" = new ]
}

@test "--xml, if the guest cannot tell" {
	given_saved
	vm-save-image-dumpxml web.save | sed 's,<name>,<title>moved</title>&,' >moved.xml
	vm-restore web.save --xml=moved.xml
	[ "$(vm-dumpxml web --xpath 'string(/domain/title)')" = moved ]
	vm-destroy web
	sed -i 's,>2</vcpu>,>1</vcpu>,' moved.xml
	run vm-restore web.save --xml=moved.xml
	[ "$status" -eq 9 ]
	[ "$(vm-state web)" = 'shut off' ]
}

@test "a name or UUID that is another guest's is refused" {
	given_saved
	vm-undefine web
	given_vm web
	run vm-restore web.save
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == "vm-restore: virtual machine 'web' already exists with uuid "* ]]
}

@test "not while there is a managed save image, which would be worthless then" {
	given_saved
	vm-start web
	vm-managedsave web
	run vm-restore web.save
	[ "$status" -eq "$FAULT_STATE" ]
	[ "${lines[0]}" = 'vm-restore: it has a managed save image' ]
	[ -e "$managed" ]
}

@test "files that are no images" {
	given_saved
	printf 'nothing' >none
	run vm-restore none
	[ "$status" -eq 9 ]
	[ "$output" = 'vm-restore: none: it ends in the middle of its header' ]
	head -c 200 /dev/zero >none
	run vm-restore none
	[ "$output" = 'vm-restore: none: it is no image of a saved guest' ]
	{ printf LibvirtQemudPart; tail -c +17 web.save; } >half
	run vm-restore half
	[ "$status" -eq 9 ]
	[ "$output" = 'vm-restore: half: it is incomplete: what wrote it did not come to its end' ]
	head -c -30 web.save >short
	run vm-restore short
	[ "$status" -eq 9 ]
	[ "$(vm-state web --reason)" = 'shut off (failed)' ]
	run vm-restore missing
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = 'vm-restore: open missing: No such file or directory' ]
	vm-restore web.save
}

@test "there is nothing to leave to itself" {
	given_saved
	run vm-restore web.save --no-wait
	[ "$status" -eq "$FAULT_OPTION" ]
	run vm-restore web.save --parallel-channels=2
	[ "$status" -eq "$FAULT_OPTION" ]
}

@test "--dry-run" {
	given_saved
	[ "$(vm-restore -n web.save)" = 'start web' ]
	[ "$(vm-state web)" = 'shut off' ]
}

@test "an image of the libvirt of another machine: other byte order, cookie, version 1" {
	given_saved
	python3 - <<-'P'
	import struct
	image = open("web.save", "rb").read()
	length = struct.unpack("=I", image[20:24])[0]
	xml = image[92:92 + length].rstrip(b"\0") + b"\0"
	cookie = b"<cookie>\n  <cpu mode='custom'><model>qemu64</model></cpu>\n  <slirpHelper/>\n</cookie>\0"
	texts = xml + cookie
	numbers = struct.pack(">14I" if struct.pack("=I", 1)[0] else "<14I", 1, len(texts), 0, 0, len(xml), *[0] * 9)
	header = image[:16] + numbers + bytes(92 - 16 - len(numbers))
	open("other.save", "wb").write(header + texts + image[92 + length:])
	P
	vm-restore other.save
	[ "$(vm-state web)" = paused ]
	[ "$(vm-dumpxml web --xpath 'count(/domain/cpu)')" = 0 ]
	vm-save web again.save
	grep -aq '<cookie>' again.save
	grep -aq ">qemu64</model>" again.save
}
