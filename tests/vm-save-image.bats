#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-save-image - definitions in images: vm-save-image-dumpxml, -define, -edit and vm-managedsave-dumpxml, -define, -edit

load helpers
load saved

given_saved() {
	given_vm web running
	vm-save web web.save
}
title_in() { vm-save-image-dumpxml "$1" --xpath 'string(/domain/title)'; }
with_title() { vm-save-image-dumpxml web.save --security-info | sed "s,<name>,<title>$1</title>&,"; }

@test "the definition is printed, passwords only when asked for" {
	xml web "<devices><graphics type='vnc' passwd='secret'/></devices>" | vm-define -
	vm-start web
	vm-save web web.save
	[[ "$(vm-save-image-dumpxml web.save)" == "<domain type='test'>"* ]]
	[[ "$(vm-save-image-dumpxml web.save)" != *secret* ]]
	[[ "$(vm-save-image-dumpxml web.save --security-info)" == *"passwd='secret'"* ]]
	vm-restore web.save
	vm-managedsave web
	[ "$(vm-managedsave-dumpxml web)" = "$(vm-save-image-dumpxml web.save)" ]
	[[ "$(vm-managedsave-dumpxml web --security-info)" == *"passwd='secret'"* ]]
}

@test "another definition is put in; memory, room and mode stay" {
	local before
	given_saved
	before=$(header web.save)
	chmod 640 web.save
	with_title moved | vm-save-image-define web.save -
	[ "$(title_in web.save)" = moved ]
	[ "$(header web.save)" = "$before" ]
	[ "$(stream_of web.save)" = 'memory of a simulated guest: web' ]
	[ "$(stat -c %a web.save)" = 640 ]
	no_drafts
	vm-restore web.save
	[ "$(vm-state web)" = running ]
}

@test "one that needs more room gets it" {
	given_saved
	{
		vm-save-image-dumpxml web.save | sed '/<uuid>/,$d'
		printf '<title>%0200000d</title>\n' 0
		vm-save-image-dumpxml web.save | sed -n '/<uuid>/,$p'
	} >long.xml
	vm-save-image-define web.save long.xml
	[ "$(title_in web.save | wc -c)" = 200001 ]
	[ "$(header web.save | cut -d' ' -f2)" -gt 200000 ]
	[ "$(stream_of web.save)" = 'memory of a simulated guest: web' ]
	vm-restore web.save
}

@test "libvirt's cookie survives" {
	given_saved
	python3 - <<-'P'
	import struct
	image = open("web.save", "rb").read()
	end = image.index(b"\0", 92) + 1
	cookie = b"<cookie><slirpHelper/></cookie>\0"
	image = image[:32] + struct.pack("=I", end - 92) + image[36:end] + cookie + image[end + len(cookie):]
	open("web.save", "wb").write(image)
	P
	with_title moved | vm-save-image-define web.save -
	grep -qa '<cookie><slirpHelper/></cookie>' web.save
	[ "$(title_in web.save)" = moved ]
	vm-restore web.save
}

@test "--running and --paused" {
	given_saved
	vm-save-image-define web.save --paused <(with_title x)
	[ "$(header web.save | cut -d' ' -f3)" = 0 ]
	EDITOR=true vm-save-image-edit web.save --running
	[ "$(header web.save | cut -d' ' -f3)" = 1 ]
	run vm-save-image-edit web.save --running --paused
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a definition that the guest could tell from the old one is refused" {
	local sum
	given_saved
	sum=$(sha256sum web.save)
	run vm-save-image-define web.save <(with_title x | sed 's,>2</vcpu>,>1</vcpu>,')
	[ "$status" -eq 9 ]
	run vm-save-image-define web.save <(with_title x | sed 's,<name>web,<name>www,')
	[ "$status" -eq 9 ]
	run vm-save-image-define web.save <(echo '<domain')
	[ "$status" -eq 9 ]
	run vm-save-image-define web.save <(with_title x) -n
	[ "$output" = 'change the definition in web.save' ]
	[ "$sum" = "$(sha256sum web.save)" ]
	printf x >none
	run vm-save-image-define none <(with_title x)
	[ "$status" -eq 9 ]
	[ "$(cat none)" = x ]
	no_drafts
}

@test "an editor, or --set" {
	given_saved
	editor 's,<name>,<title>edited</title>&,'
	vm-save-image-edit web.save
	[ "$(title_in web.save)" = edited ]
	vm-save-image-edit web.save --set=/domain/title=set
	[ "$(title_in web.save)" = set ]
}

@test "the same of a managed image" {
	given_vm web running
	vm-managedsave web
	vm-managedsave-dumpxml web | sed 's,<name>,<title>one</title>&,' | vm-managedsave-define web -
	[ "$(title_in "$managed")" = one ]
	vm-managedsave-edit web --set=/domain/title=two
	[ "$(vm-managedsave-dumpxml web --xpath 'string(/domain/title)')" = two ]
	editor 's,two,three,'
	vm-managedsave-edit web --paused
	[ "$(title_in "$managed")" = three ]
	vm-start web
	[ "$(vm-state web)" = paused ]
	[ "$(vm-dumpxml web --xpath 'string(/domain/title)')" = three ]
	for change in 'dumpxml web' 'define web /dev/null' 'edit web --set=/domain/title=x'; do
		run vm-managedsave-$change
		[ "$status" -eq "$FAULT_STATE" ]
	done
}
