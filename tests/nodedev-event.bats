#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-event - wait for what happens to devices of the host

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

# follow OPTION...: follows in the background, and is at it when this returns: it has told of a
# device that was made for that.
follow() {
	local probe=00000000-0000-4000-8000-000000000001 name=mdev_00000000_0000_4000_8000_000000000001_0000_00_02_0

	in_background nodedev-event --loop "$@" >events
	until_so tells_of_probe
	nodedev-destroy "$name"
	until_so grep -q 'Deleted\|"deleted"' events
}
tells_of_probe() {
	nodedev-destroy -q --if-needed $name
	mdev_xml "$probe" | nodedev-create - >/dev/null
	grep -q "$name" events
}
has_told() { [ "$(grep -c $mdev events)" -ge "$1" ]; }

@test "devices come, change and go, are stored and forgotten" {
	follow --all
	mdev_xml $uuid | nodedev-define -
	nodedev-start $mdev
	until_so has_told 2
	mdev_xml $uuid '<attr name="a" value="1"/>' | nodedev-update $mdev -
	until_so has_told 3
	nodedev-undefine $mdev
	until_so has_told 4
	nodedev-destroy $mdev
	until_so has_told 5
	grep $mdev events | sort >told
	diff - told <<-TOLD
	event 'lifecycle' for node device $mdev: Created
	event 'lifecycle' for node device $mdev: Defined
	event 'lifecycle' for node device $mdev: Deleted
	event 'lifecycle' for node device $mdev: Undefined
	event 'update' for node device $mdev
	TOLD
}

@test "one device, one kind, JSON" {
	follow --event=lifecycle --json
	mdev_xml $uuid | nodedev-create -
	nodedev-detach pci_0000_00_02_0
	nodedev-destroy $mdev
	until_so has_told 2
	[ "$(grep $mdev events | jq -r '[.nodedev, .event, .detail] | @tsv' | tail -1)" = $mdev$'\tlifecycle\tdeleted' ]
	! grep update events
}

@test "the command line, and time that is up" {
	[ "$(nodedev-event --list)" = $'lifecycle\nupdate' ]
	run nodedev-event
	[ "$status" -eq "$FAULT_USAGE" ]
	run nodedev-event --event=birth
	[ "$status" -eq "$FAULT_USAGE" ]
	run nodedev-event --all --timeout=0
	[ "$status" -eq "$FAULT_TIMEOUT" ]
}
