#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_lun.bats - pools whose volumes are units of others: SCSI, iSCSI, multipath
#
# This kernel need not have them: sysfs is simulated, iscsiadm and dmsetup are scripted, and a
# loop device stands in for each unit.

load ../helpers
load storage_inside

setup() {
	needs_storage
	given_device 4M
	head -c 4M /dev/urandom >data
}
teardown() { remove_storage; }

# In a mount namespace: a sysfs with one SCSI host, number 7, with a unit and a controller.
simulated() {
	cat <<-'S'
	mount -t tmpfs tmpfs /sys
	unit() { mkdir -p "/sys/bus/scsi/devices/$1"; echo "$2" >"/sys/bus/scsi/devices/$1/type"; }
	mkdir -p /sys/class/{scsi_host,iscsi_session,fc_host} /sys/devices/pci0000:00/0000:00:1f.2/ata1/host7/session1
	mkdir -p /sys/class/fc_host/host7
	ln -s ../../devices/pci0000:00/0000:00:1f.2/ata1/host7 /sys/class/scsi_host/host7
	: >/sys/class/scsi_host/host7/scan
	echo 3 >/sys/class/scsi_host/host7/unique_id
	echo 0x2000000000000001 >/sys/class/fc_host/host7/node_name
	echo 0x1000000000000001 >/sys/class/fc_host/host7/port_name
	S
	cat <<-'S'
	units() {
		unit 7:0:0:1 0
		mkdir -p "/sys/bus/scsi/devices/7:0:0:1/block/${device#/dev/}"
		echo naa.60014051 >/sys/bus/scsi/devices/7:0:0:1/wwid
		unit 7:0:0:0 12
		unit 8:0:0:1 0
		mkdir -p /sys/bus/scsi/devices/8:0:0:1/block/sdz
	}
	S
	cat
}

@test "simulated sysfs: the units of a SCSI host, told by name, place and port" {
	simulated <<-'S' | inside
	units
	pool-define-as s scsi --adapter-name scsi_host7 --target /dev
	pool-start s
	[ "$(cat /sys/class/scsi_host/host7/scan)" = '- - -' ]
	[ "$(vol-list s -o NAME,PATH,TYPE,CAPACITY --noheadings --raw)" = "unit:0:0:1 $device block 4194304" ]
	[ "$(vol-key s/unit:0:0:1)" = naa.60014051 ]
	[ "$(vol-name naa.60014051) $(vol-pool "$device")" = 'unit:0:0:1 s' ]
	vol-upload s/unit:0:0:1 data
	vol-download s/unit:0:0:1 - | cmp data -
	[ "$(pool-info s -o AVAILABLE --bytes)" = 0 ] && [ "$(pool-info s -o CAPACITY --bytes)" = 4194304 ]
	fails 6 vol-create-as s new 1M
	fails 6 vol-delete s/unit:0:0:1
	fails 4 vol-info s/unit:0:0:0
	pool-destroy s
	pool-undefine s
	mkdir by-path
	ln -s "$device" by-path/pci-unit-1
	pool-define-as s scsi --adapter-wwnn 2000000000000001 --adapter-wwpn 1000000000000001 --target "$work/by-path"
	pool-start s
	[ "$(vol-path s/unit:0:0:1)" = "$work/by-path/pci-unit-1" ]
	[ "$(vol-name "$work/by-path/pci-unit-1")" = unit:0:0:1 ]
	pool-destroy s
	pool-undefine s
	pool-define - <<-P
	<pool type='scsi'><name>s</name><source><adapter type='scsi_host'><parentaddr unique_id='3'>
	<address domain='0' bus='0' slot='0x1f' function='2'/></parentaddr></adapter></source>
	<target><path>/dev</path></target></pool>
	P
	pool-start s
	[ "$(vol-list s -o NAME --noheadings)" = unit:0:0:1 ]
	pool-define-as t scsi --adapter-name host9 --target /dev
	fails 4 pool-start t
	pool-define-as u scsi --adapter-wwnn 2000000000000002 --adapter-wwpn 1000000000000001 --target /dev
	fails 4 pool-start u
	S
}

@test "scripted iscsiadm: log in, units, log out; the session decides what is active" {
	scripted iscsiadm 'case $* in
	*--login*) mkdir -p /sys/class/iscsi_session/session1
		ln -sfn ../../../devices/pci0000:00/0000:00:1f.2/ata1/host7/session1 /sys/class/iscsi_session/session1/device
		echo iqn.2026-01.test:disk >/sys/class/iscsi_session/session1/targetname ;;
	*--logout*) rm -r /sys/class/iscsi_session/session1 ;;
	*discovery*) echo "server:3260,1 iqn.2026-01.test:disk" ;;
	esac'
	needs qemu-system-x86_64
	export small_guest=$BATS_TEST_DIRNAME/small_guest.bash
	simulated <<-'S' | inside
	. "$small_guest"
	units
	pool-define-as i iscsi --source-host server --source-dev iqn.2026-01.test:disk --target /dev
	pool-start i
	[ "$(pool-list --name)" = i ]
	vol-upload i/unit:0:0:1 data
	vol-download i/unit:0:0:1 - | cmp data -
	for mode in '' host direct; do
		echo "<disk type='volume'><source pool='i' volume='unit:0:0:1' ${mode:+mode='$mode'}/><target dev='hda' bus='ide'/></disk>" |
			small_guest web | vm-define -
		vm-start -n web >words-$mode
	done
	grep -qF "\"filename\":\"$device\"" words-
	grep -qF "\"filename\":\"$device\"" words-host
	grep -qF '"driver":"iscsi","portal":"server:3260","target":"iqn.2026-01.test:disk","lun":1' words-direct
	vm-undefine web
	[ "$(pool-find-sources-as iscsi server --xpath 'string(//device/@path)')" = iqn.2026-01.test:disk ]
	pool-destroy i
	[ -z "$(pool-list --name)" ]
	pool-start i
	rm -r /sys/class/iscsi_session/session1
	[ -z "$(pool-list --name)" ]
	to='--portal server:3260'
	node="--mode node $to --targetname iqn.2026-01.test:disk"
	diff said-to-iscsiadm - <<-L
	--mode discovery --type sendtargets $to
	$node --login
	--mode discovery --type sendtargets $to
	$node --logout
	--mode discovery --type sendtargets $to
	$node --login
	L
	pool-define-as j iscsi --source-host ::1 --source-dev iqn.2026-01.test:other --source-initiator iqn.me --target /dev
	pool-start j || :
	grep -qx -- "--mode iface --interface virtutils-$(pool-uuid j) --op update --name iface.initiatorname --value iqn.me" said-to-iscsiadm
	grep -qx -- "--mode discovery --type sendtargets --portal \[::1\]:3260 --interface virtutils-$(pool-uuid j)" said-to-iscsiadm
	S
}

@test "scripted iscsiadm: a server that does not answer is told in one line" {
	scripted iscsiadm 'echo "iscsiadm: cannot make connection to 127.0.0.1: Connection refused" >&2; exit 4'
	simulated <<-'S' | inside
	pool-define-as i iscsi --source-host server --source-dev iqn.2026-01.test:disk --target /dev
	fails 1 pool-start i
	[[ $said == *'cannot make connection to 127.0.0.1: Connection refused' ]] && [ "$(wc -l <<<"$said")" -eq 1 ]
	[ -z "$(pool-list --name)" ]
	S
}

@test "scripted dmsetup: devices on several paths" {
	scripted dmsetup 'printf "mpatha\t(253:4)\nmpathb\t(253, 11)\n"'
	inside <<-'S'
	pool-define-as m mpath --target /dev/mapper
	pool-start m
	[ "$(vol-list m -o NAME --noheadings)" = $'dm-11\ndm-4' ]
	[ "$(sort -u said-to-dmsetup)" = 'ls --target multipath' ]
	fails 4 vol-info m/dm-5
	S
	scripted dmsetup 'echo "No devices found"'
	[ -z "$(vol-list m --noheadings)" ]
}
