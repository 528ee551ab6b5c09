#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_ceph.bats - images of a real Ceph of one node, by librbd; rbd is what is believed

load ../helpers
load storage_inside

setup() { needs_storage ceph-mon ceph-mgr ceph-osd ceph rbd strace ip; }
teardown() { remove_storage; }

@test "define, start, create, list, upload, resize, clone, delete, stop, undefine: bytes and holes are what rbd finds" {
	serving storage_cephd <<-'S'
	is_image() { cmp "$1" <(rbd export --no-progress "images/$2" -); }
	killed() { strace -f -o strace -P "$work/here/big" -e inject=pread64:signal=KILL:when=20 "$@"; }
	used() { rbd diff --whole-object "images/$1" | awk '{ n += $2 } END { print n + 0 }'; }
	echo "<secret><uuid>22e1353d-c27e-4d6d-bf15-465053e6ba01</uuid><usage type='ceph'><name>libvirt</name></usage></secret>" |
		secret-define - >/dev/null
	pool-define-as c rbd --source-host 127.0.0.1 --source-name images --auth-type ceph --auth-username libvirt --secret-usage libvirt
	fails 4 pool-start c
	printf 'not the key' | secret-set-value libvirt --plain --file -
	fails 1 pool-start c
	[[ $said == "pool-start: c: connect to pool 'images' of Ceph: Invalid argument" ]]
	ceph-authtool --gen-print-key | base64 -d | secret-set-value libvirt --plain --file -
	fails 5 pool-start c
	[[ $said == "pool-start: c: connect to pool 'images' of Ceph: Permission denied" ]]
	base64 -d <<<"$key" | secret-set-value libvirt --plain --file -
	pool-start c
	[ "$(pool-info c -o CAPACITY --bytes)" -gt 0 ]

	vol-create-as c disk 64M
	[ "$(vol-list c -o NAME,TYPE,PATH --noheadings --raw)" = 'disk network images/disk' ]
	[ "$(rbd info --format json images/disk | jq .size)" = 67108864 ]
	[ "$(vol-info c/disk -o CAPACITY --bytes)" = 67108864 ]
	[ "$(vol-info c/disk -o ALLOCATION --bytes)" = 0 ]
	head -c 3000001 /dev/urandom >data
	truncate -s 40M data
	head -c 1M /dev/urandom >>data
	vol-upload c/disk data
	truncate -s 64M data
	is_image data disk
	# Two objects of 4 MiB.
	[ "$(used disk)" = 8388608 ]
	[ "$(vol-info c/disk -o ALLOCATION --bytes)" = 8388608 ]
	vol-resize c/disk 96M
	truncate -s 96M data
	[ "$(vol-info c/disk -o CAPACITY --bytes)" = 100663296 ]
	fails 1 vol-resize c/disk 80M
	vol-resize c/disk 80M --shrink
	vol-resize c/disk 96M
	is_image data disk
	vol-clone c/disk copy
	is_image data copy
	[ "$(used copy)" = 8388608 ]
	vol-download c/copy out
	cmp data out
	[ "$(stat -c %b out)" -le 16384 ]
	pool-define-as here dir --target "$work/here"
	pool-start --build here
	cp --sparse=always data here/v
	vol-create-from c - v --inputpool here <<<"<volume><name>from-here</name><capacity>0</capacity></volume>"
	is_image data from-here
	[ "$(used from-here)" = 8388608 ]
	fails 6 vol-create-from here - disk --inputpool c <<<"<volume><name>w</name><capacity>0</capacity></volume>"
	[ "$(vol-pool images/disk) $(vol-name images/disk) $(vol-key c/disk)" = 'c disk images/disk' ]
	printf hello | vol-upload c/copy - --offset 5000
	[ "$(vol-download c/copy - --offset 5000 --length 5)" = hello ]
	fails 1 vol-upload c/copy data --offset 1
	vol-wipe c/copy
	cmp -n 100663296 <(rbd export --no-progress images/copy -) /dev/zero
	vol-wipe --algorithm trim c/copy
	[ "$(used copy)" = 0 ]

	fails 3 vol-create-as c disk 1M
	for name in .virtutils-x ../x a/b a@b; do fails 9 vol-create-as c "$name" 1M; done
	fails 6 vol-create-as c q 1M --format qcow2
	fails 6 vol-clone --reflink c/disk other
	fails 4 vol-info c/none
	! rbd ls images | grep -v -e disk -e copy -e from-here

	# What others do with it is respected.
	rbd snap create --no-progress images/disk@before
	rbd snap protect images/disk@before
	fails 3 vol-delete c/disk
	[[ $said == 'vol-delete: c/disk: it has snapshots' ]]
	rbd clone images/disk@before images/child
	fails 3 vol-delete c/disk --delete-snapshots
	[[ $said == "vol-delete: c/disk: its snapshot 'before' has clones" ]]
	is_image data child
	vol-delete c/child
	echo "<disk type='volume'><driver name='qemu'/><source pool='c' volume='disk'/><target dev='hda' bus='ide'/></disk>" |
		small_guest web | vm-define -
	fails 3 vol-delete c/disk --delete-snapshots
	[[ $said == "vol-delete: c/disk: virtual machine 'web' uses it: it cannot be deleted" ]]
	[ "$(rbd snap ls --format json images/disk | jq length)" = 1 ]
	vm-start -n web | grep -qF '"driver":"rbd","pool":"images","image":"disk","server":[{"host":"127.0.0.1","port":"6789"}],"user":"libvirt","auth-client-required":["cephx","none"],"key-secret":"libvirt-1-storage-auth-secret0"'
	[ -z "$(vm-start -n web | grep -F "$key")" ]
	vm-undefine web
	vol-delete c/disk --delete-snapshots

	# A copy that is killed is on no list, and gone with the next command: also while the cluster
	# still takes the dead for the living, which lasts 30 s.
	head -c 20M /dev/urandom >here/big
	fails 137 killed vol-create-from c - big --inputpool here <<<"<volume><name>half</name><capacity>0</capacity></volume>"
	[ "$(rbd ls images)" = $'.virtutils-draft-half\ncopy\nfrom-here' ]
	[ "$(vol-list c -o NAME --noheadings --raw)" = $'copy\nfrom-here' ]
	began=$SECONDS
	pool-refresh c
	[ "$(rbd ls images)" = $'copy\nfrom-here' ]
	fails 137 killed vol-upload c/copy here/big
	[ "$(vol-info c/copy -o TORN)" = yes ]
	vol-upload c/copy here/big
	[ "$(vol-info c/copy -o TORN)" = no ]
	cmp here/big <(vol-download c/copy - --length 20M)
	fails 137 killed vol-upload c/copy here/big
	vol-delete c/copy c/from-here
	[ $((SECONDS - began)) -lt 60 ]
	[ -z "$(rbd ls images)" ]
	pool-destroy c
	fails 3 vol-list c
	pool-edit c --set=/pool/source/name=none
	fails 1 pool-start c
	[[ $said == "pool-start: c: open pool 'none' of Ceph: No such file or directory" ]]
	pool-edit c --set=/pool/source/host/@name=127.0.0.9
	VIRTUTILS_STORAGE_TIMEOUT=1 fails 8 timeout 30 pool-start c
	[[ $said == "pool-start: c: server '127.0.0.9' has not answered within 1 s" ]]
	pool-undefine c
	S
}
