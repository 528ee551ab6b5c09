#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_machine.bats - pools of servers, by the initiator and the client of a real kernel

load machine

programs='pool-define pool-edit pool-define-as pool-build pool-start pool-destroy pool-delete pool-list pool-info pool-undefine pool-find-sources-as
	vol-create-as vol-clone vol-resize vol-delete
	secret-define secret-set-value vol-list vol-info vol-upload vol-download vol-wipe vol-path'
libraries='libsmartcols.so.1 libxml2.so.2'

# What the machine has of this one: the servers and clients, and what mount and our programs run.
tools='tgtd tgtadm iscsid iscsiadm dmsetup exportfs rpc.nfsd rpc.mountd mount.nfs smbd mount.cifs mount umount stat timeout qemu-img'

# One machine does all; what it says is in $said.
setup_file() {
	local tool
	needs_machine
	for tool in $tools; do needs "$tool"; done
	export said=$BATS_FILE_TMPDIR/said
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
	mkdir -p "$work"/machine/etc/iscsi "$work"/machine/run/lock/iscsi "$work"/machine/var "$work"/machine/sbin
	ln -s /run "$work/machine/var/run"
	for tool in $tools; do put_in "$work/machine" "$(readlink -f "$(command -v $tool)")"; done
	for tool in mount.nfs mount.nfs4 umount.nfs umount.nfs4; do cp -L "$(command -v mount.nfs)" "$work/machine/sbin/$tool"; done
	cp -L "$(command -v mount.cifs)" "$work/machine/sbin"
	cp /etc/netconfig /etc/protocols /etc/services "$work/machine/etc"
	: >"$work/machine/etc/exports"
	echo root:x:0:0::/:/bin/sh >"$work/machine/etc/passwd"
	echo root:x:0: >"$work/machine/etc/group"
	echo InitiatorName=iqn.2026-01.test:me >"$work/machine/etc/iscsi/initiatorname.iscsi"
	common_script >"$work/machine/common"
	iscsi_script >"$work/machine/iscsi"
	mpath_script >"$work/machine/mpath"
	nfs_script >"$work/machine/nfs"
	cifs_script >"$work/machine/cifs"
	in_machine 'iscsi_tcp sd_mod dm-round-robin nfsd nfsv4 cifs cmac ccm gcm ctr ghash-generic ecb sha512_generic' >"$said" 2>&1 <<-'S' || :
	ip link set lo up
	for part in iscsi mpath nfs cifs; do
		echo "$part begins"
		if sh -eu /$part; then echo "$part is done"; fi
	done
	S
	rm -rf "$work"
}

# is_done PART: else what was said of it is shown.
is_done() { grep -qx "$1 is done" "$said" || { sed -n "/^$1 begins/,\$p" "$said"; return 1; }; }

common_script() {
	cat <<-'S'
	# At most so long: the first that fails is told.
	await() { i=0; until "$@" >/run/awaited 2>&1; do i=$((i + 1)); test $i -lt 100 || { cat /run/awaited; return 1; }; sleep 0.1; done; }

	# Volumes v, w and q.qcow2, made, written, copied, read.
	fill() {                # POOL THE-SERVER'S-DIRECTORY
		vol-create-as "$1" v 8M --allocation 0
		head -c 3000000 /dev/urandom >/run/data
		vol-upload "$1/v" /run/data
		cmp -n 3000000 /run/data "$2/v"
		vol-clone "$1/v" w
		vol-resize "$1/w" 9M
		vol-download "$1/w" /run/out
		cmp -n 3000000 /run/out /run/data
		vol-create-as "$1" q.qcow2 1G --format qcow2
		qemu-img check -q "$2/q.qcow2"
		test "$(vol-list "$1" -o NAME,CAPACITY --bytes --noheadings --raw)" = "$(printf 'q.qcow2 1073741824\nv 8388608\nw 9437184')"
	}
	S
}

iscsi_script() {
	cat <<-'S'
	. /common
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
	if pool-start i 2>/run/said; then exit 1; fi
	if grep password /run/said; then exit 1; fi
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

# What the part before has left: the server, its target, and the pool.
mpath_script() {
	cat <<-'S'
	. /common
	other=iqn.2026-01.test:other
	tgtadm --lld iscsi --mode target --op new --tid 2 --targetname $other
	tgtadm --lld iscsi --mode logicalunit --op new --tid 2 --lun 1 --backing-store /run/lun
	tgtadm --lld iscsi --mode target --op bind --tid 2 --initiator-address ALL
	pool-define-as other iscsi 127.0.0.1 - $other - /dev
	for pool in i other; do
		pool-start $pool
		await vol-info $pool/unit:0:0:1
	done
	one=$(vol-path i/unit:0:0:1)
	two=$(vol-path other/unit:0:0:1)
	test $one != $two
	pool-define-as m mpath --target /dev/mapper
	pool-start m
	test -z "$(vol-list m --noheadings)"
	dmsetup create both --noudevsync --table "0 32768 multipath 0 0 1 1 round-robin 0 2 1 $one 1 $two 1"
	dmsetup create single --noudevsync --table "0 8 linear $one 0"
	await test -b /dev/dm-0
	test "$(vol-list m -o NAME,PATH,CAPACITY --noheadings --raw)" = 'dm-0 /dev/dm-0 16777216'
	test "$(pool-info m -o CAPACITY --bytes)" = 16777216
	head -c 5000000 /dev/urandom >/run/data
	vol-upload m/dm-0 /run/data
	cmp -n 5000000 /run/data /run/lun
	pool-destroy other
	vol-download m/dm-0 /run/out
	cmp /run/out /run/lun
	dmsetup remove single
	dmsetup remove both
	test -z "$(vol-list m --noheadings)"
	pool-destroy m
	pool-destroy i
	S
}

nfs_script() {
	cat <<-'S'
	. /common
	mkdir -p /run/rpc_pipefs /run/srv /var/lib/nfs/v4recovery
	mount -t nfsd nfsd /proc/fs/nfsd
	mount -t tmpfs tmpfs /run/srv
	: >/var/lib/nfs/etab
	: >/var/lib/nfs/rmtab
	exportfs -o rw,no_root_squash,insecure,fsid=1 127.0.0.1:/run/srv
	# Who asks a server that has just begun waits, in case that others remember what they had open.
	serve() { rpc.nfsd -H 127.0.0.1 -N 3 2 && echo Y >/proc/fs/nfsd/v4_end_grace; }
	serve
	rpc.mountd -N 3
	pool-define - <<-X
	<pool type='netfs'><name>n</name>
	<source><host name='127.0.0.1'/><dir path='/run/srv'/><format type='nfs'/><protocol ver='4.2'/></source>
	<target><path>/run/mnt</path></target></pool>
	X
	pool-build n
	pool-start n
	grep -q '^127.0.0.1:/run/srv /run/mnt nfs4 rw,nosuid,nodev,noexec' /proc/mounts
	fill n /run/srv
	export VIRTUTILS_STORAGE_TIMEOUT=2
	rpc.nfsd 0
	status=0
	vol-list n >/run/said 2>&1 || status=$?
	cat /run/said
	test $status -eq 8
	serve
	export VIRTUTILS_STORAGE_TIMEOUT=60
	test "$(vol-list n -o NAME --noheadings)" = "$(printf 'q.qcow2\nv\nw')"
	vol-delete n/v n/w n/q.qcow2
	test -z "$(ls -A /run/srv)"
	pool-destroy n
	if grep -q /run/mnt /proc/mounts; then exit 1; fi
	pool-delete n
	pool-undefine n
	S
}

cifs_script() {
	cat <<-'S'
	. /common
	mkdir -p /run/samba /run/images
	cat >/run/samba/conf <<-C
	[global]
	smb ports = 445
	interfaces = lo
	bind interfaces only = yes
	map to guest = Bad User
	guest account = root
	log file = /run/samba/log
	private dir = /run/samba
	lock directory = /run/samba
	state directory = /run/samba
	cache directory = /run/samba
	pid directory = /run/samba
	ncalrpc dir = /run/samba/ncalrpc
	load printers = no
	[images]
	path = /run/images
	guest ok = yes
	read only = no
	C
	serve() { smbd -F -s /run/samba/conf >/run/samba/said 2>&1 & await grep -q ':01BD 00000000:0000 0A' /proc/net/tcp; }
	serve
	pool-define - <<-X
	<pool type='netfs'><name>c</name>
	<source><host name='127.0.0.1'/><dir path='none'/><format type='cifs'/></source>
	<target><path>/run/shared</path></target></pool>
	X
	pool-build c
	if pool-start c 2>/run/said; then exit 1; fi
	test "$(cat /run/said)" = 'pool-start: c: mount error(2): No such file or directory'
	pool-edit c --set=/pool/source/dir/@path=images
	pool-start c
	grep -q '^//127.0.0.1/images /run/shared cifs rw,nosuid,nodev,noexec' /proc/mounts
	fill c /run/images
	# It is there and does not answer.
	killall -STOP smbd
	status=0
	VIRTUTILS_STORAGE_TIMEOUT=2 vol-list c >/run/said 2>&1 || status=$?
	killall -CONT smbd
	cat /run/said
	test $status -eq 8
	vol-delete c/v c/w c/q.qcow2
	test -z "$(ls -A /run/images)"
	pool-destroy c
	if grep -q /run/shared /proc/mounts; then exit 1; fi
	pool-delete c
	pool-undefine c
	S
}

@test "real iSCSI initiator and server: log in with CHAP, units, contents, the SCSI host as a pool, log out" {
	is_done iscsi
}

@test "real device mapper: a unit on two paths is one volume, which stays when a path goes" {
	is_done mpath
}

@test "real NFS client and server: define, build, start, fill, stop; a server that vanishes is given up in time, and comes back" {
	is_done nfs
}

@test "real CIFS client and Samba: define, build, start, fill, an image, stop; a server that stops answering is given up in time" {
	is_done cifs
}
