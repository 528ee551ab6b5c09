#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_iscsi_direct.bats - a target of a real iSCSI server (tgt) on loopback, by libiscsi

load ../helpers
load storage_inside

setup() { needs_storage tgtd tgtadm ip; }
teardown() { remove_storage; }

export target=iqn.2026-01.test:disk secret=22e1353d-c27e-4d6d-bf15-465053e6ba01

# pool_of [HOST [MORE]]: the definition of a pool, with more in its <source>.
pool_of() {
	cat <<-X
	<pool type='iscsi-direct'><name>d</name><source><host name='${1:-127.0.0.1}'/><device path='$target'/>
	<initiator><iqn name='iqn.2026-01.test:me'/></initiator>${2-}</source></pool>
	X
}

@test "define, start, list, upload, download, wipe, stop, undefine: bytes and holes are the server's file's" {
	pool_of >pool
	serving storage_tgt <<-'S'
	pool-define pool
	pool-start d
	[ "$(vol-list d -o NAME,TYPE,CAPACITY --noheadings --raw)" = 'unit:0:0:1 network 67108864' ]
	[ "$(vol-path d/unit:0:0:1)" = "ip-127.0.0.1:3260-iscsi-$target-lun-1" ]
	[ "$(vol-name "ip-127.0.0.1:3260-iscsi-$target-lun-1")" = unit:0:0:1 ]
	[ "$(pool-info d -o CAPACITY --bytes)" = 67108864 ] && [ "$(pool-info d -o AVAILABLE --bytes)" = 0 ]
	head -c 3000001 /dev/urandom >data
	truncate -s 60M data
	vol-upload d/unit:0:0:1 data --offset 700
	cmp -i 0:700 -n 62914560 data lun
	[ "$(stat -c %b lun)" -lt 8192 ]
	vol-download d/unit:0:0:1 out --sparse
	cmp out lun
	[ "$(stat -c %b out)" -lt 8192 ]
	head -c 100 /dev/urandom >part
	vol-upload d/unit:0:0:1 part --offset 1023
	vol-download d/unit:0:0:1 - --offset 1023 --length 100 | cmp part -
	cmp -i 1123 -n 1000000 lun out
	fails 1 vol-upload d/unit:0:0:1 - --offset 8M < <(cat data)
	[[ $said == *'it does not fit: the volume has 67108864 bytes' ]]
	[ "$(vol-info d/unit:0:0:1 -o TORN)" = yes ]
	vol-wipe d/unit:0:0:1
	cmp -n 67108864 lun /dev/zero
	[ "$(vol-info d/unit:0:0:1 -o TORN)" = no ]
	vol-wipe --algorithm=trim d/unit:0:0:1
	[ "$(stat -c %b lun)" -eq 0 ]
	for change in 'vol-create-as d new 1M' 'vol-delete d/unit:0:0:1' 'vol-resize d/unit:0:0:1 1G'; do
		fails 6 $change
	done
	for none in unit:0:0:0 unit:0:0:7 unit:0:0:+1 unit:1:0:1 x; do
		fails 4 vol-info d/$none
	done
	pool-destroy d
	pool-undefine d
	S
}

@test "what a server has; a target that it does not have, a port where nobody listens" {
	pool_of >pool
	serving storage_tgt <<-'S'
	source="<source><host name='127.0.0.1'/><initiator><iqn name='iqn.2026-01.test:me'/></initiator></source>"
	[ "$(pool-find-sources iscsi-direct - --xpath 'string(//device/@path)' <<<"$source")" = "$target" ]
	fails 1 pool-find-sources iscsi-direct
	sed "s/$target/iqn.2026-01.test:none/" pool | pool-define -
	fails 1 pool-start d
	[[ $said == "pool-start: d: server '127.0.0.1': log in: "* ]] && [ "$(wc -l <<<"$said")" -eq 1 ]
	pool-undefine d
	sed "s/'127.0.0.1'/'127.0.0.1' port='99'/" pool | pool-define -
	fails 1 pool-start d
	[[ $said == "pool-start: d: server '127.0.0.1': log in: "* ]] && [ "$(wc -l <<<"$said")" -eq 1 ]
	[ -z "$(pool-list --name)" ]
	S
}

@test "CHAP: the password is a secret's; a wrong one, none, and another server's are refused" {
	pool_of 127.0.0.1 "<auth type='chap' username='me'><secret uuid='$secret'/></auth>" >pool
	pool_of >open
	serving storage_tgt <<-'S'
	user me 'right password'
	pool-define pool
	fails 4 pool-start d
	secret-define - <<<"<secret><uuid>$secret</uuid><usage type='iscsi'><target>$target</target></usage></secret>" >/dev/null
	fails 4 pool-start d
	printf 'wrong password' | secret-set-value "$secret" --plain --file -
	fails 1 pool-start d
	[[ $said == "pool-start: d: server '127.0.0.1': log in: "* && $said != *password* ]]
	printf 'right password' | secret-set-value "$secret" --plain --file -
	pool-start d
	[ "$(vol-list d -o NAME --noheadings)" = unit:0:0:1 ]
	pool-destroy d
	pool-undefine d
	pool-define open
	fails 1 pool-start d
	pool-undefine d
	sed s/chap/ceph/ pool | pool-define -
	fails 9 pool-start d
	S
}

@test "a unit is the disk of a guest of real QEMU, which reaches it itself, as the pool's user" {
	needs qemu-system-x86_64
	pool_of 127.0.0.1 "<auth type='chap' username='me'><secret uuid='$secret'/></auth>" >pool
	chmod 711 "$work"
	serving storage_tgt <<-'S'
	user me 'right password'
	secret-define - <<<"<secret><uuid>$secret</uuid><usage type='iscsi'><target>$target</target></usage></secret>" >/dev/null
	printf 'right password' | secret-set-value "$secret" --plain --file -
	pool-define pool
	pool-start d
	disk() { echo "<disk type='volume'><driver name='qemu'/><source pool='d' volume='unit:0:0:1' ${1-}/><target dev='hda' bus='ide'/></disk>"; }
	disk | small_guest web | vm-define -
	vm-start web
	[[ $(tgt --mode conn --op show --tid 1) == *'Initiator: iqn.2026-01.test:me'* ]]
	[ "$(vm-dumpxml web --xpath 'concat(//disk/@type, " ", //source/@protocol, " ", //source/@name)')" = "network iscsi $target/1" ]
	[ "$(vm-qemu-monitor-command web '{"execute":"query-block"}' | jq '.. | objects | ."virtual-size"? // empty' | sort -u)" = 67108864 ]
	[ "$(vm-dumpxml web --inactive --xpath 'string(//disk/source/@volume)')" = unit:0:0:1 ]
	fails 3 vol-wipe d/unit:0:0:1
	[[ $said == *"virtual machine 'web' uses it: it cannot be wiped" ]]
	vm-destroy web
	nothing_left
	disk "mode='host'" | small_guest web | sed 's,</name>,&<uuid>'"$(vm-uuid web)"'</uuid>,' | vm-define -
	fails 9 vm-start web
	[[ $said == *"storage volume 'd/unit:0:0:1': a pool of type 'iscsi-direct' has no mode 'host'" ]]
	S
}

@test "a unit is a SCSI device of a guest, given to it at the start and later, with the password" {
	needs qemu-system-x86_64
	chmod 711 "$work"
	serving storage_tgt <<-'S'
	user me 'right password'
	secret-define - <<<"<secret><uuid>$secret</uuid><usage type='iscsi'><target>$target</target></usage></secret>" >/dev/null
	printf 'right password' | secret-set-value "$secret" --plain --file -
	hostdev() {
		echo "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='$target/1'><host name='127.0.0.1' port='3260'/>"
		echo "<auth username='me'><secret type='iscsi' $1/></auth></source></hostdev>"
	}
	logged_in() { [ "$(tgt --mode conn --op show --tid 1 | grep -c Initiator)" -eq "$1" ]; }
	{ hostdev "usage='$target'"; echo "<controller type='scsi' model='virtio-scsi'/>"; } | small_guest web | vm-define -
	vm-start web
	logged_in 1
	if grep -qa 'right password' /proc/"$(run_file pid)"/cmdline; then false; fi
	hostdev "uuid='$secret'" >device.xml
	fails 9 vm-attach-device web device.xml --live
	[[ $said == *'one device of the host is said twice' ]]
	logged_in 1
	small_guest other <<<"<controller type='scsi' model='virtio-scsi'/>" | vm-define -
	vm-start other
	vm-attach-device other device.xml --live
	logged_in 2
	printf wrong | secret-set-value "$secret" --plain --file -
	sed -i "s,$target/1,$target/0," device.xml
	fails 1 vm-attach-device other device.xml --live
	[ "$(wc -l <<<"$said")" -eq 1 ]
	logged_in 2
	S
}

@test "a server that stops answering is given up in time; a write that it cut short is on record" {
	pool_of >pool
	export VIRTUTILS_STORAGE_TIMEOUT=1
	serving storage_tgt <<-'S'
	pool-define pool
	pool-start d
	mkfifo pipe
	vol-upload d/unit:0:0:1 pipe 2>said &
	upload=$!
	exec 9>pipe
	head -c 1M /dev/zero >&9
	until [ "$(vol-info d/unit:0:0:1 -o TORN)" = yes ]; do :; done
	kill -STOP "$server"
	head -c 4M /dev/urandom >&9 || :
	exec 9>&-
	status=0
	wait $upload || status=$?
	[ "$status" -eq 8 ]
	[ "$(cat said)" = "vol-upload: server '127.0.0.1' has not answered within 1 s" ]
	fails 8 timeout 30 vol-list d
	[ "$said" = "vol-list: d: server '127.0.0.1' has not answered within 1 s" ]
	kill -CONT "$server"
	[ "$(vol-info d/unit:0:0:1 -o TORN)" = yes ]
	S
}
