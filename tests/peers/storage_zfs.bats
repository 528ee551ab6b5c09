#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_zfs.bats - pools of ZFS: zfs and zpool are scripted, they keep a table in a file
#
# A loop device stands in for the node of each volume.

load ../helpers
load storage_inside

setup() {
	needs_storage
	zpool=vt$$x$RANDOM
	export zpool
	: >table
	# NAME SIZE USED ORIGIN DRAFT TORN
	scripted zfs '
	row() { awk -F"\t" -v OFS="\t" -v n="$1" -v c="$2" -v v="$3" "\$1 == n { \$c = v } 1" "$work/table" >"$work/table.new" && mv "$work/table.new" "$work/table"; }
	last=${@: -1}
	case $1 in
	list) cat "$work/table" ;;
	create) grep -q "^$last	" "$work/table" && { echo "cannot create: dataset already exists" >&2; exit 1; }
		size=${*: -2:1}; printf "%s\t%s\t0\t-\t%s\t-\n" "$last" "$((${size%K} * 1024))" "${3#*=}" >>"$work/table" ;;
	inherit) case $2 in *draft) row "$last" 5 - ;; *torn) row "$last" 6 - ;; esac ;;
	set) case $2 in volsize=*) size=${2#*=}; row "$last" 2 "$((${size%K} * 1024))" ;; *torn=*) row "$last" 6 yes ;; esac ;;
	destroy) grep -v "^$last	" "$work/table" >"$work/table.new"; mv "$work/table.new" "$work/table" ;;
	esac'
	scripted zpool 'case $1 in list) printf "67108864\t1048576\n" ;; esac'
	pool-define-as z zfs --source-name "$zpool" --source-dev /dev/some
}
teardown() {
	rm -rf "/dev/zvol/${zpool:?}"
	rmdir /dev/zvol 2>/dev/null || :
	remove_storage
}

# stand_in NAME SIZE
stand_in() {
	given_device "$2"
	mkdir -p "/dev/zvol/$zpool"
	ln -sfn "$device" "/dev/zvol/$zpool/$1"
}

@test "scripted zfs: build, start, create, resize, delete, unmake: these command lines and no others" {
	pool-build z
	pool-start z
	[ "$(pool-info z -o AVAILABLE --bytes)" = 66060288 ]
	: >said-to-zfs
	vol-create-as z a 4M
	vol-create-as z thin 8M --allocation 0
	vol-resize z/a 6M
	[ "$(vol-list z -o NAME,PATH,TYPE,CAPACITY --noheadings --raw)" = \
		"a /dev/zvol/$zpool/a block 6291456"$'\n'"thin /dev/zvol/$zpool/thin block 8388608" ]
	[ "$(vol-key z/a) $(vol-name "$zpool/a") $(vol-name "/dev/zvol/$zpool/thin")" = "$zpool/a a thin" ]
	vol-delete z/a
	run vol-create-as z thin 1M
	[ "$status" -eq "$FAULT_STATE" ]
	pool-destroy z
	pool-delete z
	diff <(grep -v '^list -Hp -t volume -r -o name,volsize,used,origin,virtutils:draft,virtutils:torn '"$zpool"'$' said-to-zfs |
		sed 's/draft=[0-9_]* /draft=MAKER /') - <<-L
	create -o virtutils:draft=MAKER -V 4096K $zpool/a
	inherit virtutils:draft $zpool/a
	create -o virtutils:draft=MAKER -s -V 8192K $zpool/thin
	inherit virtutils:draft $zpool/thin
	set volsize=6144K $zpool/a
	destroy $zpool/a
	L
	[ "$(grep -v '^list' said-to-zpool)" = "create $zpool /dev/some"$'\n'"destroy $zpool" ]
}

@test "scripted zfs: bytes in, a copy, cut short; what a killed program was making goes" {
	pool-start z
	stand_in a 4M
	stand_in b 4M
	head -c 4M /dev/urandom >data
	vol-create-as z a 4M
	vol-upload z/a data
	vol-clone z/a b
	vol-download z/b - | cmp data -
	run vol-upload z/a /dev/zero --length 8M
	[ "$status" -eq 1 ]
	[ "$(vol-info z/a -o TORN)" = yes ]
	vol-upload z/a data
	[ "$(vol-info z/a -o TORN)" = no ]
	printf '%s/half\t1024\t0\t-\t1_1\t-\n' "$zpool" >>table
	[ "$(vol-list z -o NAME --noheadings)" = $'a\nb' ]
	pool-refresh z
	[ "$(cut -f1 table)" = "$zpool/a"$'\n'"$zpool/b" ]
	run vol-clone z/a c              # it has no node
	[ "$status" -eq 1 ]
	[ "$(cut -f1 table)" = "$zpool/a"$'\n'"$zpool/b" ]
}

@test "no word of a definition becomes an option of a tool" {
	for device in --help -f; do
		printf '<pool type="zfs"><name>w</name><source><name>w</name><device path="/dev/some"/><device path="%s"/></source></pool>' \
			"$device" >w.xml
		fails 9 pool-define w.xml
		[[ $said == *"'$device' is no source of a storage pool" ]]
	done
}
