#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# hostdev_usb - USB devices of the host that guests have
#
# No kernel here has USB.  What stands in for it: a tree for /sys, a file for each device's node, and an
# emulator that has a tablet of its own instead of the host's device.

load network

setup() {
	needs_network
	needs qemu-system-x86_64
}

lab='
	sys=$VIRTUTILS_ROOT/host/sys
	add() {         # NAME BUS DEVICE VENDOR PRODUCT
		local at=$sys/devices/usb/$1
		mkdir -p "$at" "$sys/bus/usb/devices"
		ln -s "$sys/bus/usb" "$at/subsystem"
		ln -s "$at" "$sys/bus/usb/devices/$1"
		printf "DEVTYPE=usb_device\nDEVNAME=../%s\n" "$work/node.$2.$3" >"$at/uevent"
		echo "$2" >"$at/busnum"
		echo "$3" >"$at/devnum"
		echo "$4" >"$at/idVendor"
		echo "$5" >"$at/idProduct"
		install -m 600 /dev/null "$work/node.$2.$3"
	}
	add 1-1 1 2 0781 5583
	add 1-2 1 3 0627 0001
	add 2-1 2 2 0627 0001
	owner() { stat -c %U "$work/node.$1"; }
	. "$BATS_HERE/stand_in.bash"
	stand_in usb-host "s/\"driver\":\"usb-host\",[^,]*,[^,]*,/\"driver\":\"usb-tablet\",/"
	usb() { echo "<hostdev mode=\"subsystem\" type=\"usb\"><source ${2-}>$1</source></hostdev>"; }
	made_by() { usb "<vendor id=\"$1\"/><product id=\"$2\"/>" "${3-}"; }'

@test "one is found by who made it or by its place, and its node is the guest's while it runs" {
	lab=$lab inside <<-'S'
	eval "$lab"
	given web "$(made_by 0x0781 0x5583)"
	[ "$(owner 1.2)" = root ]
	vm-start --paused web
	them=$(stat -c %U "/proc/$(cat "$VIRTUTILS_ROOT/run/qemu/web.pid")")
	[ "$them" != root ]
	[ "$(owner 1.2) $(owner 1.3)" = "$them root" ]
	[ "$(cat "$work/said")" = '{"driver":"usb-host","hostbus":1,"hostaddr":2,"id":"hostdev0","bus":"usb.0","port":"1"}' ]
	[ "$(vm-dumpxml web --xpath='concat(//source/address/@bus, ":", //source/address/@device)')" = 1:2 ]
	[ "$(vm-dumpxml web --inactive --xpath='count(//source/address)')" = 0 ]
	[ "$(nodedev-list -o NAME,IN-USE-BY --noheadings --raw | grep web)" = "usb_1_1 web" ]
	given twin "<interface type='hostdev'><mac address='52:54:00:00:00:01'/><source><address type='usb' bus='1' device='2'/></source></interface>"
	refused "interface 52:54:00:00:00:01: USB device 1:2: virtual machine 'web' has it" vm-start twin
	[ "$(owner 1.2)" = "$them" ]
	vm-destroy web
	[ "$(owner 1.2)" = root ]
	vm-start --paused twin
	[ "$(owner 1.2)" = "$them" ]
	vm-destroy twin
	[ "$(owner 1.2)" = root ]
	S
}

@test "one that is not there, or of which there are several, is refused by name" {
	lab=$lab inside <<-'S'
	eval "$lab"
	given web "$(made_by 0x0627 0x0001)"
	refused "USB device 0x0627:0x0001 is there 2 times: <address> says which is meant" vm-start web
	given web "$(made_by 0x1234 0x5678)"
	refused "USB device 0x1234:0x5678 is not there" vm-start web
	given web "$(usb '<address bus="2" device="9"/>')"
	refused "USB device 2:9 is not there" vm-start web
	[ "$(owner 1.2)$(owner 1.3)$(owner 2.2)" = rootrootroot ]
	given web "$(usb '<address bus="2" device="2"/>')"
	vm-start --paused web
	[ "$(owner 2.2)" != root ]
	[ "$(owner 1.3)" = root ]
	vm-destroy web
	# One that may come later is the emulator's affair.
	given web "$(made_by 0x1234 0x5678 'startupPolicy="optional"')"
	vm-start --paused web
	grep -F '"vendorid":4660,"productid":22136' "$work/said"
	S
}
