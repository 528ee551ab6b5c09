#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_mount.bats - pools that are file systems, on loop devices of the real kernel

load ../helpers
load storage_inside

setup() { needs_storage mkfs.ext4 mount blkid; }
teardown() { remove_storage; }

@test "define, build, start, fill, stop, start, delete: the bytes are there again" {
	given_device 32M
	inside <<-'S'
	pool-define-as disk fs - - "$device" - "$work/mnt" ext4
	fails 1 pool-start disk
	pool-build --no-overwrite disk
	pool-start disk
	mountpoint -q "$work/mnt"
	[ "$(pool-info disk -o CAPACITY --bytes)" -lt $((32 << 20)) ]
	head -c 3M /dev/urandom >data
	vol-create-as disk v 4M --allocation 0
	vol-upload disk/v data
	vol-clone disk/v w
	vol-resize disk/w 5M
	fails 3 pool-start disk
	pool-destroy disk
	if mountpoint -q "$work/mnt"; then exit 1; fi
	[ "$(pool-list --inactive --name)" = disk ]
	pool-start disk
	cmp -n 3145728 mnt/w data
	vol-delete disk/v disk/w
	pool-destroy disk
	pool-delete disk
	[ ! -e mnt ]
	pool-undefine disk
	S
}

@test "a target that is a link: active when it is mounted, once, and not any more when it is stopped" {
	given_device 16M
	inside <<-'S'
	mkdir real
	ln -s real mnt
	mkfs.ext4 -q "$device"
	pool-define-as disk fs - - "$device" - "$work/mnt" ext4
	pool-start disk
	[ "$(pool-list -o NAME --noheadings)" = disk ]
	fails 3 pool-start disk
	vol-create-as disk v 1M
	[ -e real/v ]
	pool-destroy disk
	if mountpoint -q real; then exit 1; fi
	S
}

@test "what somebody else has mounted on the target is not the pool's, and stays mounted" {
	given_device 16M
	theirs=$device
	export theirs
	given_device 16M
	inside <<-'S'
	mkdir mnt
	mkfs.ext4 -q "$device"
	mkfs.ext4 -q "$theirs"
	mount "$theirs" mnt
	touch mnt/theirs
	pool-define-as disk fs - - "$device" - "$work/mnt" ext4
	pool-start disk
	vol-create-as disk v 1M
	[ ! -e mnt/theirs ]
	pool-destroy disk
	[ -e mnt/theirs ] && [ ! -e mnt/v ]
	[ -z "$(pool-list -o NAME --noheadings)" ]
	S
}

@test "a file system that is there is not overwritten unless that is said" {
	given_device 16M
	inside <<-'S'
	pool-define-as disk fs --source-dev "$device" --source-format ext4 --target "$work/mnt"
	pool-build --overwrite disk
	before=$(blkid -p -o value -s UUID "$device")
	fails 3 pool-build --no-overwrite disk
	[[ $said == *"$device holds 'ext4' already" ]]
	pool-build disk
	[ "$(blkid -p -o value -s UUID "$device")" = "$before" ]
	pool-build --overwrite disk
	[ "$(blkid -p -o value -s UUID "$device")" != "$before" ]
	fails 2 pool-build --overwrite --no-overwrite disk
	pool-edit disk --set=/pool/source/device/@path=/dev/none
	fails 1 pool-build --no-overwrite disk
	S
}

# XFS: a copy takes no room, and is one of its own.
@test "copies share blocks where the file system can: asked for, by themselves, and in images" {
	needs mkfs.xfs && needs filefrag && needs qemu-img
	grep -qw xfs /proc/filesystems || modprobe xfs || needs "a kernel with XFS"
	given_device 320M
	inside <<-'S'
	pool-create-as disk fs --source-dev "$device" --source-format xfs --target "$work/mnt" --build --overwrite
	used() { sync -f mnt && df --output=used -k mnt | tail -n 1; }
	shared() { filefrag -v "mnt/$1" | grep -c shared; }
	head -c 40M /dev/urandom >data
	vol-create-as disk v 40M --allocation 0
	vol-upload disk/v data
	vol-create-as disk q 40M --format qcow2
	qemu-img convert -O qcow2 data data.qcow2
	vol-upload disk/q data.qcow2
	fails 1 shared v
	before=$(used)
	vol-clone --reflink disk/v asked
	vol-clone disk/v silent
	vol-clone --reflink disk/q image
	vol-dumpxml disk/v | sed "s,<name>v<,<name>from<," >from.xml
	vol-create-from --reflink disk from.xml v
	[ $(($(used) - before)) -lt 2048 ]
	for copy in asked silent image from v q; do [ "$(shared $copy)" -gt 0 ]; done
	for copy in asked silent from; do cmp data mnt/$copy; done
	cmp data.qcow2 mnt/image
	head -c 1M /dev/zero >zeros
	vol-upload disk/asked zeros
	cmp -n 1048576 mnt/asked zeros
	cmp mnt/v data
	cmp mnt/silent data
	vol-dumpxml disk/q | sed "s,<name>q<,<name>raw<,; s,'qcow2','raw'," >raw.xml
	fails 6 vol-create-from --reflink disk raw.xml q
	[ "$(vol-list disk -o NAME --noheadings | paste -sd ' ')" = 'asked from image q silent v' ]
	S
}

@test "a full file system: one line, nothing left, the next fits again" {
	given_device 16M
	inside <<-'S'
	pool-create-as disk fs --source-dev "$device" --source-format ext4 --target "$work/mnt" --build --no-overwrite
	truncate -s 4G big
	head -c 20M /dev/urandom >data
	vol-create-as disk v 1M --allocation 0
	fails 1 vol-upload disk/v data
	[[ $said == *'No space left on device' ]]
	[ "$(vol-info disk/v -o TORN)" = yes ]
	vol-delete disk/v
	free=$(pool-info disk -o AVAILABLE --bytes)
	fails 1 vol-create-as disk w 100M
	[[ $said == *'No space left on device' ]]
	[ -z "$(vol-list disk -o NAME --noheadings | grep -v lost+found)" ]
	[ "$(pool-info disk -o AVAILABLE --bytes)" -eq "$free" ]
	vol-create-as disk w 1M
	S
}

@test "somebody else unmounts it: it is inactive, and starts again" {
	given_device 16M
	inside <<-'S'
	pool-create-as disk fs --source-dev "$device" --source-format ext4 --target "$work/mnt" --build --overwrite
	umount "$work/mnt"
	[ -z "$(pool-list --name)" ]
	pool-define-as disk fs --source-dev "$device" --source-format ext4 --target "$work/mnt"
	pool-start disk
	[ "$(pool-list --name)" = disk ]
	S
}

@test "scripted mount: servers of each sort are told what they must be" {
	scripted mount 'exec /usr/bin/mount --bind "$work/share" "${@: -1}"'
	mkdir share
	inside <<-'S'
	for format in nfs cifs glusterfs auto; do
		pool-define-as $format netfs --source-host server --source-path /$format --source-format $format --target "$work/$format"
		pool-start --build $format
		vol-create-as $format v-$format 1M
		pool-destroy $format
	done
	pool-define-as v3 netfs --source-host server --source-path /v3 --source-format nfs --source-protocol-ver 3 --target "$work/v3"
	pool-start --build v3
	[ "$(vol-list v3 -o NAME --noheadings | wc -l)" -eq 4 ]
	fails 6 pool-build --overwrite cifs
	safe=nodev,nosuid,noexec
	diff said-to-mount - <<-L
	-t nfs -o $safe,retry=0 -- server:/nfs $work/nfs
	-t cifs -o $safe,guest,nobrl -- //server/cifs $work/cifs
	-t glusterfs -o $safe,direct-io-mode=1 -- server:/glusterfs $work/glusterfs
	-o $safe -- server:/auto $work/auto
	-t nfs -o $safe,retry=0,nfsvers=3 -- server:/v3 $work/v3
	L
	S
}

@test "scripted mount: a server that refuses is told in one line, the pool stays inactive" {
	scripted mount 'printf "mount.nfs: Connection refused\n       dmesg(1) may have more information.\n" >&2; exit 32'
	inside <<-'S'
	pool-define-as net netfs --source-host server --source-path /x --source-format nfs --target "$work/mnt"
	pool-build net
	fails 1 pool-start net
	[ "$said" = 'pool-start: net: mount.nfs: Connection refused' ]
	[ -z "$(pool-list --name)" ]
	S
}

@test "scripted mount: what went wrong is told, not where to read about it" {
	scripted mount 'printf "mount error(2): No such file\nRefer to the mount.cifs(8) manual page\n" >&2; exit 32'
	inside <<-'S'
	pool-define-as net netfs --source-host server --source-path /x --source-format cifs --target "$work/mnt"
	pool-build net
	fails 1 pool-start net
	[ "$said" = 'pool-start: net: mount error(2): No such file' ]
	S
}

@test "scripted showmount: what a server exports" {
	scripted showmount 'echo "/srv/images 10.0.0.0/8"; echo "/srv/iso     (everyone)"'
	run pool-find-sources-as netfs server
	[ "$(cat said-to-showmount)" = '--no-headers --exports -- server' ]
	[ "$(xmllint --xpath 'count(/sources/source)' - <<<"$output")" = 2 ]
	[ "$(xmllint --xpath 'string(//source[2]/dir/@path)' - <<<"$output")" = /srv/iso ]
	[ "$(xmllint --xpath 'string(//source[2]/host/@name)' - <<<"$output")" = server ]
	run pool-find-sources netfs
	[ "$status" -eq 1 ]
	pool-find-sources netfs <(echo '<source><host name="server"/></source>') --xpath '//format/@type' | grep -q nfs
}

@test "scripted vstorage-mount: a cluster of Virtuozzo Storage" {
	scripted vstorage-mount 'exec mount --bind "$work/share" "$3"'
	mkdir share
	inside <<-'S'
	pool-define-as cluster vstorage --source-name cluster --target "$work/mnt"
	pool-start --build cluster
	[ "$(cat said-to-vstorage-mount)" = "-c cluster $work/mnt -m 700 -g root -u root" ]
	vol-create-as cluster v 1M
	[ -e share/v ]
	pool-destroy cluster
	if mountpoint -q "$work/mnt"; then exit 1; fi
	pool-delete cluster
	S
}

# Scripted: a server that is gone is a tool that never ends.
@test "scripted: a server that does not answer is given up in time, mounted or not" {
	given_device 16M
	export VIRTUTILS_STORAGE_TIMEOUT=1
	inside <<-'S'
	pool-define-as share netfs gone.example /srv - - "$work/mnt" nfs
	pool-build share
	scripted mount 'exec sleep 600'
	fails 8 timeout 30 pool-start share
	[ "$said" = "pool-start: share: server 'gone.example' has not answered within 1 s" ]
	[ -z "$(pool-list --name)" ]
	scripted mount 'exec /bin/mount -t tmpfs none "${@: -1}"'
	pool-start share
	vol-create-as share v 1M
	scripted stat 'exec sleep 600'
	# All at once, so that they wait together.
	try() { fails 8 timeout 30 $1 && [[ $said == *"server 'gone.example' has not answered within 1 s" ]] && [ "$(wc -l <<<"$said")" -eq 1 ]; }
	tries=()
	for command in 'vol-list share' 'pool-info share' 'vol-info share/v' 'vol-download share/v -' 'vol-create-as share w 1M'; do
		try "$command" &
		tries+=($!)
	done
	for one in "${tries[@]}"; do wait "$one"; done
	[ "$(pool-list --name)" = share ]
	rm "$work/tools/stat"
	[ "$(vol-list share -o NAME --noheadings)" = v ]
	pool-destroy share
	S
}
