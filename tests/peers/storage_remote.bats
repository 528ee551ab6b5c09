#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_remote.bats - pools of clusters: dog, rbd and ceph are scripted, they keep a table in a file

load ../helpers
load storage_inside
load small_guest

# Neither root nor devices are needed.
setup() {
	work=$(mktemp -d)
	export work VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///session LC_ALL=C.UTF-8 TMPDIR=$work
	cd "$work"
}
teardown() { remove_storage; }

key=22e1353d-c27e-4d6d-bf15-465053e6ba01

# NAME SIZE
table() { cat <<-'S'
	row() { grep -v "^$1	" "$work/table" >"$work/new"; [ -z "$2" ] || printf '%s\t%s\n' "$1" "$2" >>"$work/new"; mv "$work/new" "$work/table"; }
	has() { grep -q "^$1	" "$work/table"; }
	S
}

given_sheepdog() {
	: >table
	scripted dog "$(table)"'
	case "$1 $2" in
	"node info") printf "Id Size Used\n 0 15245667872 117571104\nTotal 15245667872 117571104 0%% 20972341\n" ;;
	"vdi list")
		echo "s snap 1 10 22 0 1336556634 7c2b25"
		while IFS="	" read -r name size; do
			[ "$3" = -r ] || [ "$3" = "$name" ] || continue
			echo "= ${name// /\\ } 0 $size 4194304 0 1336557216 7c2b26"
		done <"$work/table" ;;
	"vdi create") has "$3" && { echo "Failed to create VDI $3: VDI exists already" >&2; exit 1; }; row "$3" "$4" ;;
	"vdi delete") has "$3" && row "$3" ;;
	"vdi resize") has "$3" && row "$3" "$4" ;;
	*) exit 1 ;;
	esac'
	pool-define-as herd sheepdog --source-host shepherd --source-name herd
	pool-start herd
}

@test "scripted dog: start, create, list, resize, delete, stop: these command lines and no others" {
	given_sheepdog
	vol-create-as herd fish 8M
	vol-create-as herd 'two words' 1M
	[ "$(vol-list herd -o NAME --noheadings --raw -s NAME)" = $'fish\ntwo\\x20words' ]
	[ "$(vol-info herd/fish -o CAPACITY --bytes)" = 8388608 ]
	[ "$(vol-dumpxml herd/fish --xpath 'concat(/volume/@type, //key, //target/path)')" = networkherd/fishfish ]
	[ "$(pool-info herd -o CAPACITY,AVAILABLE --bytes --json | jq -c '[.. | numbers]')" = '[15245667872,15128096768]' ]
	vol-resize herd/fish 16M
	[ "$(vol-info herd/fish -o CAPACITY --bytes)" = 16777216 ]
	run vol-create-as herd fish 1M
	[ "$status" -eq "$FAULT_STATE" ]
	vol-delete herd/fish
	run vol-info herd/fish
	[ "$status" -eq "$FAULT_MISSING" ]
	pool-destroy herd
	pool-undefine herd
	[ "$(sort -u said-to-dog)" = "$(sort <<-S
		node info -r -a shepherd -p 7000
		vdi list -r -a shepherd -p 7000
		vdi list fish -r -a shepherd -p 7000
		vdi list two words -r -a shepherd -p 7000
		vdi create fish 8388608 -a shepherd -p 7000
		vdi create two words 1048576 -a shepherd -p 7000
		vdi resize fish 16777216 -a shepherd -p 7000
		vdi delete fish -a shepherd -p 7000
		S
	)" ]
}

@test "scripted dog: names that are options, copies, what cannot be understood" {
	given_sheepdog
	run vol-create-as herd -- -n 8M
	[ "$status" -eq "$FAULT_XML" ]
	vol-create-as herd fish 8M
	run vol-clone herd/fish other
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run vol-download herd/fish file
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	scripted dog 'echo nonsense'
	run pool-info herd
	[ "$status" -eq 1 ]
	[[ $output == *"what dog says is not understood: "* ]]
	scripted dog 'echo "failed to connect to shepherd:7000: No route to host" >&2; exit 1'
	run vol-list herd
	[ "$status" -eq 1 ]
	[ "$output" = "vol-list: herd: dog: failed to connect to shepherd:7000: No route to host" ]
}

given_ceph() {
	: >table
	scripted rbd "$(table)"'
	while [ $# -gt 0 ]; do
		case $1 in
		-m) shift 2 ;;
		--id) id=$2; shift 2 ;;
		--keyfile) cat "$2" >>"$work/keys"; shift 2 ;;
		--size) size=${2%B}; shift 2 ;;
		--format) shift 2 ;;
		--*) shift ;;
		*) words+=("$1"); shift ;;
		esac
	done
	set -- "${words[@]}"
	size_of() { awk -F"\t" -v n="$1" "\$1 == n { print \$2 }" "$work/table"; }
	case $1 in
	ls) cut -f1 "$work/table" | sed "s,^$2/,," | jq -Rn "[inputs]" ;;
	info) has "$2" && printf "{\"name\":\"%s\",\"size\":%s}\n" "${2#*/}" "$(size_of "$2")" ;;
	create) has "$2" && exit 17; row "$2" "$size" ;;
	rm) has "$2" && row "$2" ;;
	resize) has "$2" && row "$2" "$size" ;;
	cp) [ ! -e "$work/break" ] || { row "$3" 1; echo "rbd: copy failed: (5) Input/output error" >&2; exit 5; }
		has "$2" && row "$3" "$(size_of "$2")" ;;
	import) row "$3" "$(stat -c %s "$2")" ;;
	*) exit 22 ;;
	esac'
	scripted ceph 'echo "{\"stats\":{\"total_bytes\":1000000,\"total_avail_bytes\":600000},\"pools\":[{\"name\":\"other\",\"stats\":{\"bytes_used\":1}},{\"name\":\"images\",\"stats\":{\"bytes_used\":300000}}]}"'
}
start_ceph() {          # [OPTION...]
	pool-define-as blocks rbd --source-host mon1 --source-name images "$@"
	pool-start blocks
}

@test "scripted rbd: start, create, list, resize, copy, delete: these command lines and no others" {
	given_ceph
	start_ceph
	vol-create-as blocks disk 8M
	[ "$(vol-list blocks -o NAME,PATH --noheadings --raw)" = 'disk images/disk' ]
	[ "$(vol-info blocks/disk -o CAPACITY --bytes)" = 8388608 ]
	[ "$(pool-info blocks -o CAPACITY,ALLOCATION,AVAILABLE --bytes --json | jq -c '[.. | numbers]')" = '[1000000,300000,600000]' ]
	vol-resize blocks/disk 16M
	vol-clone blocks/disk copy
	[ "$(vol-info blocks/copy -o CAPACITY --bytes)" = 16777216 ]
	mkdir images
	pool-define-as images dir --target "$work/images"
	pool-start images
	run vol-create-from images - disk --inputpool blocks <<<"<volume><name>v</name><capacity>0</capacity></volume>"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[[ $output == *"a volume of a pool of type 'rbd' is copied to others only by vol-download and vol-upload" ]]
	vol-delete blocks/disk
	run vol-info blocks/disk
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(sort -u said-to-rbd)" = "$(sort <<-S
		ls images --format json -m mon1
		create --size 8388608B images/disk -m mon1
		info images/disk --format json -m mon1
		info images/copy --format json -m mon1
		resize --no-progress --size 16777216B images/disk -m mon1
		cp --no-progress images/disk images/copy -m mon1
		rm --no-progress images/disk -m mon1
		S
	)" ]
}

@test "scripted rbd: the key comes from a secret and is in no arguments" {
	given_ceph
	secret-define - <<<"<secret><uuid>$key</uuid><usage type='ceph'><name>admin</name></usage></secret>" >/dev/null
	start_ceph --auth-type ceph --auth-username libvirt --secret-usage admin
	run vol-list blocks
	[ "$status" -eq "$FAULT_MISSING" ]
	printf 'key of the cluster' | secret-set-value admin --plain --file -
	vol-list blocks
	[ "$(cat keys)" = "$(printf 'key of the cluster' | base64)" ]
	[[ $(tail -n 1 said-to-rbd) == "ls images --format json -m mon1 --id libvirt --keyfile /proc/self/fd/"* ]]
}

@test "scripted rbd: a copy that fails or is cut short is not there" {
	given_ceph
	start_ceph
	vol-create-as blocks disk 8M
	touch break
	run vol-clone blocks/disk copy
	[ "$status" -eq 1 ]
	[ "$output" = "vol-clone: blocks/disk: rbd: copy failed: (5) Input/output error" ] ||
		[[ $output == "vol-clone: "*"copy failed: (5) Input/output error" ]]
	[ "$(vol-list blocks -o NAME --noheadings)" = disk ]
	# As a killed program leaves it.
	printf 'images/half\t1\n' >>table
	mkdir -p root/var/storage/marks/blocks
	printf '1_1' >root/var/storage/marks/blocks/draft-half
	[ "$(vol-list blocks -o NAME --noheadings)" = disk ]
	pool-refresh blocks
	run ! grep -q half table
	[ -z "$(ls -A root/var/storage/marks/blocks)" ]
	for name in a/b a@b; do
		run vol-create-as blocks "$name" 1M
		[ "$status" -eq "$FAULT_XML" ]
	done
}

# node POOL VOLUME: the block node of a disk of a guest that would start.
node() {
	echo "<disk type='volume'><driver name='qemu'/><source pool='$1' volume='$2'/><target dev='hda' bus='ide'/></disk>" |
		small_guest web >web.xml
	vm-define web.xml
	vm-start -n web | tr "'" '\n' | grep '"node-name":"libvirt-1-storage"' |
		jq -c 'with_entries(select(.key | IN("driver", "pool", "image", "vdi", "server", "user", "key-secret")))'
}

@test "volumes of clusters are disks of guests: the emulator is told the server, and the user" {
	needs qemu-system-x86_64
	given_sheepdog
	vol-create-as herd fish 8M
	[ "$(node herd fish)" = '{"driver":"sheepdog","server":{"type":"inet","host":"shepherd","port":"7000"},"vdi":"fish"}' ]
	given_ceph
	secret-define - <<<"<secret><uuid>$key</uuid><usage type='ceph'><name>admin</name></usage></secret>" >/dev/null
	printf 'key of the cluster' | secret-set-value admin --plain --file -
	start_ceph --auth-type ceph --auth-username libvirt --secret-usage admin
	vol-create-as blocks disk 8M
	[ "$(node blocks disk)" = '{"driver":"rbd","pool":"images","image":"disk","server":[{"host":"mon1","port":"6789"}],"user":"libvirt","key-secret":"libvirt-1-storage-auth-secret0"}' ]
	vm-start -n web | grep -q '"id":"libvirt-1-storage-auth-secret0"'
	run ! grep -r 'key of the cluster' <(vm-start -n web)
	run vol-delete blocks/disk
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-delete: blocks/disk: virtual machine 'web' uses it: it cannot be deleted" ]
}
