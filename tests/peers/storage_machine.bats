#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_machine.bats - the units of an iSCSI server, by the initiator of a real kernel

load machine

programs='pool-define pool-start pool-destroy pool-list pool-info pool-undefine pool-find-sources-as
	secret-define secret-set-value vol-list vol-info vol-upload vol-download vol-wipe vol-path'
libraries='libsmartcols.so.1 libxml2.so.2'

setup() {
	local tool
	needs_machine
	for tool in tgtd tgtadm iscsid iscsiadm; do needs "$tool"; done
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	for tool in tgtd tgtadm iscsid iscsiadm; do put_in "$work/machine" "$(readlink -f "$(command -v $tool)")"; done
	mkdir -p "$work/machine/etc/iscsi" "$work/machine/run/lock/iscsi" "$work/machine/var"
	ln -s /run "$work/machine/var/run"
	echo InitiatorName=iqn.2026-01.test:me >"$work/machine/etc/iscsi/initiatorname.iscsi"
	echo root:x:0:0::/:/bin/sh >"$work/machine/etc/passwd"
}
teardown() { rm -rf "$work"; }

@test "real iSCSI initiator and server: log in with CHAP, units, contents, the SCSI host as a pool, log out" {
	in_machine 'iscsi_tcp sd_mod' -append 'console=ttyS0 quiet' <<-'S'
	# At most so long: the first that fails is told.
	await() { i=0; until "$@" >/run/awaited 2>&1; do i=$((i + 1)); test $i -lt 100 || { cat /run/awaited; return 1; }; sleep 0.1; done; }
	ip link set lo up
	PATH=$PATH:/usr/sbin:/sbin
	truncate -s 16M /run/lun
	tgtd -f --iscsi portal=127.0.0.1:3260 >/run/tgtd.log 2>&1 &
	await tgtadm --lld iscsi --mode sys --op show || cat /run/tgtd.log
	target=iqn.2026-01.test:disk
	tgtadm --lld iscsi --mode target --op new --tid 1 --targetname $target
	tgtadm --lld iscsi --mode logicalunit --op new --tid 1 --lun 1 --backing-store /run/lun
	tgtadm --lld iscsi --mode target --op bind --tid 1 --initiator-address ALL
	tgtadm --lld iscsi --mode account --op new --user me --password 'right password'
	tgtadm --lld iscsi --mode account --op bind --tid 1 --user me
	: >/etc/iscsi/iscsid.conf
	iscsid
	secret=22e1353d-c27e-4d6d-bf15-465053e6ba01
	secret-define - >/dev/null <<-X
	<secret><uuid>$secret</uuid><usage type='iscsi'><target>$target</target></usage></secret>
	X
	pool-define - <<-X
	<pool type='iscsi'><name>i</name><source><host name='127.0.0.1'/><device path='$target'/>
	<auth type='chap' username='me'><secret uuid='$secret'/></auth></source><target><path>/dev</path></target></pool>
	X
	test "$(pool-find-sources-as iscsi 127.0.0.1 --xpath 'string(//device/@path)')" = $target
	printf 'wrong password' | secret-set-value $secret --plain --file -
	! pool-start i 2>/run/said
	! grep password /run/said
	printf 'right password' | secret-set-value $secret --plain --file -
	pool-start i
	await vol-info i/unit:0:0:1
	test "$(pool-list --name)" = i
	test "$(vol-list i -o NAME,CAPACITY --noheadings --raw)" = 'unit:0:0:1 16777216'
	test "$(pool-info i -o CAPACITY --bytes)" = 16777216
	head -c 5000000 /dev/urandom >/run/data
	vol-upload i/unit:0:0:1 /run/data
	cmp -n 5000000 /run/data /run/lun
	vol-download i/unit:0:0:1 /run/out
	cmp /run/out /run/lun
	host=$(ls /sys/class/iscsi_host)
	pool-define - <<-X
	<pool type='scsi'><name>s</name><source><adapter type='scsi_host' name='$host'/></source><target><path>/dev</path></target></pool>
	X
	pool-start s
	test "$(vol-list s -o NAME --noheadings)" = unit:0:0:1
	test "$(vol-path s/unit:0:0:1)" = "$(vol-path i/unit:0:0:1)"
	vol-wipe s/unit:0:0:1
	cmp -n 16777216 /run/lun /dev/zero
	pool-destroy s
	pool-destroy i
	test -z "$(pool-list --name)"
	test -z "$(ls /sys/class/iscsi_session)"
	S
}
