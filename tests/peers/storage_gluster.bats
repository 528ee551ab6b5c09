#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_gluster.bats - a volume of one brick of a real Gluster, by libgfapi

load ../helpers
load storage_inside

setup() {
	needs_storage glusterd gluster ip
	! is_sanitized || skip 'AddressSanitizer has xdr_ functions that call nothing: the libraries of Gluster crash'
}
teardown() { remove_storage; }

@test "define, start, create, list, upload, resize, clone, delete, stop, undefine: bytes and holes are the brick's" {
	serving storage_glusterd <<-'S'
	mkdir "$brick/images" "$brick/images/folder"
	pool-define - <<-P
	<pool type='gluster'><name>g</name><source><host name='127.0.1.5'/><name>v0</name><dir path='/images'/></source></pool>
	P
	pool-start g
	[ "$(pool-find-sources-as gluster 127.0.1.5 --xpath 'concat(//host/@name, " ", //name, " ", //dir/@path)')" = '127.0.1.5 v0 /' ]
	fails 1 pool-find-sources gluster
	[ "$(pool-info g -o CAPACITY --bytes)" -gt 0 ]
	vol-create-as g disk 64M --allocation 0
	[ "$(vol-list g -o NAME,TYPE,PATH --noheadings --raw)" = "disk network gluster://127.0.1.5/v0/images/disk
	folder netdir gluster://127.0.1.5/v0/images/folder" ]
	[ "$(vol-name gluster://127.0.1.5/v0/images/disk)" = disk ]
	head -c 3000001 /dev/urandom >data
	truncate -s 40M data
	head -c 1M /dev/urandom >>data
	vol-upload g/disk data
	cmp -n 42991616 data "$brick/images/disk"
	[ "$(stat -c %s "$brick/images/disk")" -eq 67108864 ]
	[ "$(stat -c %b "$brick/images/disk")" -lt 9000 ]
	vol-resize g/disk 96M
	[ "$(vol-info g/disk -o CAPACITY --bytes)" = 100663296 ]
	vol-clone g/disk copy
	cmp "$brick/images/disk" "$brick/images/copy"
	[ "$(stat -c %b "$brick/images/copy")" -lt 9000 ]
	vol-download g/copy out
	cmp out "$brick/images/copy"
	[ "$(stat -c %b out)" -lt 9000 ]
	pool-define-as here dir --target "$work/here"
	pool-start --build here
	cp --sparse=always out here/v
	vol-create-from g - v --inputpool here <<<"<volume><name>from-here</name><capacity>0</capacity></volume>"
	cmp "$brick/images/from-here" "$brick/images/copy"
	[ "$(stat -c %b "$brick/images/from-here")" -lt 9000 ]
	fails 6 vol-create-from here - disk --inputpool g <<<"<volume><name>w</name><capacity>0</capacity></volume>"
	printf hello | vol-upload g/copy - --offset 5000
	[ "$(vol-download g/copy - --offset 5000 --length 5)" = hello ]
	vol-wipe g/copy
	cmp -n 100663296 "$brick/images/copy" /dev/zero
	vol-create-as g q.qcow2 1G --format qcow2
	[ "$(qemu-img info --output=json "$brick/images/q.qcow2" | jq -r '.format, ."virtual-size"')" = $'qcow2\n1073741824' ]
	[ "$(vol-info g/q.qcow2 -o CAPACITY --bytes)" = 1073741824 ]
	# qemu-img takes leave of Gluster for 10 s: once is enough.
	vol-resize g/q.qcow2 2G
	[ "$(vol-info g/q.qcow2 -o CAPACITY --bytes)" = 2147483648 ]
	qemu-img check -q "$brick/images/q.qcow2"
	echo "<disk type='volume'><driver name='qemu' type='qcow2'/><source pool='g' volume='q.qcow2'/><target dev='hda' bus='ide'/></disk>" |
		small_guest web | vm-define -
	vm-start -n web | grep -qF '"driver":"gluster","volume":"v0","path":"images/q.qcow2","server":[{"type":"inet","host":"127.0.1.5","port":"24007"}]'
	fails 3 vol-delete g/q.qcow2
	vm-undefine web
	fails 6 vol-download g/folder out
	fails 3 vol-create-as g disk 1M
	for name in .virtutils-x ../x a/b; do fails 9 vol-create-as g "$name" 1M; done
	fails 4 vol-info g/none
	# As a killed program leaves it.
	: >"$brick/images/.virtutils-draft-half"
	mkdir -p "$work/root/var/storage/marks/g"
	printf '1_1' >"$work/root/var/storage/marks/g/draft-half"
	fails 1 grep half <<<"$(vol-list g -o NAME --noheadings)"
	pool-refresh g
	[ ! -e "$brick/images/.virtutils-draft-half" ]
	vol-delete g/disk g/copy g/from-here g/q.qcow2 g/folder
	[ -z "$(ls -A "$brick/images")" ]
	pool-destroy g
	pool-edit g --set=/pool/source/dir/@path=/none
	fails 1 pool-start g
	[[ $said == "pool-start: g: look at /none/: No such file or directory" ]]
	pool-dumpxml --inactive g | sed "s,<dir .*,<dir path='/images'/>,; s,<host .*,<host name='127.0.1.5' port='99'/>," | pool-define -
	fails 1 pool-start g
	[[ $said == "pool-start: g: connect to server '127.0.1.5', port 99: Connection refused" ]]
	# What is sent there nobody hears.
	ip link add here type veth peer name there
	ip address add 192.0.2.1/24 dev here
	ip link set here up
	ip link set there up
	ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev here
	pool-edit g --set=/pool/source/host/@name=192.0.2.2
	VIRTUTILS_STORAGE_TIMEOUT=1 fails 8 timeout 30 pool-start g
	[[ $said == "pool-start: g: server '192.0.2.2' has not answered within 1 s" ]]
	pool-undefine g
	S
}

@test "a pool that is mounted: bytes are the brick's; where a server keeps the locks qemu-img can make images" {
	[ -e /dev/fuse ] || needs "/dev/fuse"
	serving storage_glusterd <<-'S'
	pool-define - <<-P
	<pool type='netfs'><name>g</name>
	<source><host name='127.0.1.5'/><dir path='/none'/><format type='glusterfs'/></source>
	<target><path>$work/mnt</path></target></pool>
	P
	pool-build g
	fails 1 pool-start g
	pool-edit g --set=/pool/source/dir/@path=/v0
	pool-start g
	grep -q "^127.0.1.5:/v0 $work/mnt fuse.glusterfs rw,nosuid,nodev,noexec" /proc/mounts
	[ "$(pool-info g -o CAPACITY --bytes)" -gt 0 ]
	vol-create-as g disk 64M --allocation 0
	head -c 3000001 /dev/urandom >data
	vol-upload g/disk data
	cmp -n 3000001 data "$brick/disk"
	vol-clone g/disk copy
	cmp "$brick/disk" "$brick/copy"
	[ "$(stat -c %b "$brick/copy")" -lt 9000 ]
	vol-resize g/copy 96M
	[ "$(stat -c %s "$brick/copy")" -eq 100663296 ]
	vol-download g/copy out
	cmp out "$brick/copy"
	vol-create-as g q.qcow2 1G --format qcow2
	vol-clone g/q.qcow2 r.qcow2
	vol-resize g/r.qcow2 2G
	[ "$(vol-list g -o NAME,CAPACITY --bytes --noheadings --raw)" = "copy 100663296
	disk 67108864
	q.qcow2 1073741824
	r.qcow2 2147483648" ]
	: >"$brick/.virtutils-draft-1-0"
	pool-refresh g
	[ ! -e "$work/mnt/.virtutils-draft-1-0" ]
	vol-delete g/disk g/copy g/q.qcow2 g/r.qcow2
	[ -z "$(find "$brick" -type f -not -path '*/.glusterfs/*')" ]
	pool-destroy g
	fails 1 grep "$work/mnt" /proc/mounts
	pool-delete g
	pool-undefine g
	[ ! -e "$work/mnt" ]
	S
}
