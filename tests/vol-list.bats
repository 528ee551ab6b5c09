#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-list - list the volumes of storage pools

load storage

@test "names and paths; files, directories and what is none" {
	given_pool images
	given_pool more
	touch images/b images/a more/c
	mkdir images/dir
	mkfifo images/fifo
	ln -s nowhere images/dangling
	touch images/.virtutils-draft-1-1
	[ "$(vol-list images --noheadings --raw)" = "a $work/images/a"$'\n'"b $work/images/b"$'\n'"dir $work/images/dir" ]
	[ "$(vol-list --pool more -o NAME --noheadings)" = c ]
	[ "$(vol-list --all -o POOL,NAME --noheadings --raw)" = $'images a\nimages b\nimages dir\nmore c' ]
	run vol-list
	[ "$status" -eq "$FAULT_USAGE" ]
	run vol-list none
	[ "$status" -eq "$FAULT_MISSING" ]
}

@test "sizes, formats and backing images" {
	needs qemu-img
	given_pool images
	vol-create-as images base 8M --format qcow2
	vol-create-as images top 8M --format qcow2 --backing-vol base --backing-vol-format qcow2
	vol-create-as images raw 1M
	[ "$(vol-list images --json -o NAME,FORMAT,CAPACITY,BACKING | jq -c '.[] | [.name, .format, .capacity, .backing]')" = \
"[\"base\",\"qcow2\",8388608,null]
[\"raw\",\"raw\",1048576,null]
[\"top\",\"qcow2\",8388608,\"$work/images/base\"]" ]
	[ "$(vol-list images --unused -o NAME --noheadings)" = $'raw\ntop' ]
	[ "$(vol-list images --details --noheadings | head -1 | wc -w)" -eq 5 ]
}

@test "a name of any bytes is one volume" {
	given_pool images
	touch images/$'a\nb' images/'two words'
	[ "$(vol-list images --noheadings --raw -o NAME)" = $'a\\x0ab\ntwo\\x20words' ]
	vol-delete --pool images $'a\nb'
	[ "$(ls images)" = 'two words' ]
}

@test "what cannot be read does not hide the others" {
	needs strace
	given_pool images
	echo x >images/secret
	echo y >images/plain
	run --separate-stderr strace -qq -o trace -P "$work/images/secret" -e trace=openat -e inject=openat:error=EACCES \
		vol-list images -o NAME,FORMAT --noheadings --raw
	[ "$output" = $'plain raw\nsecret unknown' ]
	[[ $stderr == *"open $work/images/secret: Permission denied" ]]
}

@test "images whose headers were scrambled are listed, each once, whatever they say" {
	needs qemu-img
	given_pool images
	qemu-img create -q -f qcow2 -o extended_l2=on base 8M
	qemu-img create -q -f qcow2 -b "$work/base" -F qcow2 good
	RANDOM=1
	for i in {1..60}; do
		cp good images/$i
		for n in 1 2 3; do
			printf "\\x$(printf %02x $((RANDOM % 256)))" |
				dd of=images/$i bs=1 seek=$((4 + RANDOM % 160)) conv=notrunc status=none
		done
	done
	run --separate-stderr vol-list images --json -o NAME,FORMAT,CAPACITY,BACKING
	[ "$status" -eq 0 ]
	[ "$(jq length <<<"$output")" -eq 60 ]
	[ "$(jq '[.[] | select(.format == "qcow2" or .format == "unknown")] | length' <<<"$output")" -eq 60 ]
	[ "$(jq '[.[] | select(.format == "unknown")] | length' <<<"$output")" -eq "${#stderr_lines[@]}" ]
	[ "${#stderr_lines[@]}" -gt 0 ]
}

@test "a pool that cannot be read does not hide the volumes of the others" {
	given_pool a
	given_pool bad
	given_pool z
	given_stored_pool off
	touch a/v z/w
	echo '<pool' >root/run/storage/bad.xml
	run --separate-stderr vol-list --all -o NAME --noheadings
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$output" = $'v\nw' ]
	[[ $stderr == "vol-list: bad: "*"run/storage/bad.xml"* ]]
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

# overlay FILE BACKING: the header of an image, which nobody has checked.
overlay() {
	local size
	printf -v size %02x ${#2}
	{
		printf 'QFI\xfb\0\0\0\x02\0\0\0\0\0\0\0\x48\0\0\0'"\\x$size"'\0\0\0\x10\0\0\0\0\0\x10\0\0\0\0\0\0'
		printf '\0%.0s' {1..36}
		printf %s "$2"
	} >"$1"
}

@test "a tree: overlays below their backing volumes, also of another pool; what is elsewhere is no parent" {
	given_pool images
	given_pool more
	touch images/base outside
	overlay images/web base
	overlay images/web-test ./../images/web
	overlay images/db "$work/images/base"
	overlay images/alone "$work/outside"
	overlay images/lost gone
	overlay images/remote nbd://server/export
	overlay more/far "$work/images/web"
	vol-list images --tree -o NAME,BACKING --noheadings >tree
	diff tree - <<-TREE
	alone        $work/outside
	base         -
	├─db         $work/images/base
	└─web        $work/images/base
	  └─web-test $work/images/./../images/web
	lost         $work/images/gone
	remote       nbd://server/export
	TREE
	vol-list --all --tree --sort NAME:desc -o NAME,POOL --noheadings >tree
	diff tree - <<-TREE
	remote       images
	lost         images
	base         images
	├─web        images
	│ ├─web-test images
	│ └─far      more
	└─db         images
	alone        images
	TREE
	vol-list images --tree | grep -E '^NAME +PATH +BACKING$'
	vol-list images --tree --json | jq -e 'length == 7 and .[2].name == "db" and .[2].backing == .[1].path'
	vol-list images --tree --details --json | jq -e '.[2] | .capacity == 1048576 and has("backing")'
	[ "$(vol-list images --tree --list-columns | wc -l)" -eq 10 ]
}

@test "a tree of loops and of a chain without end ends" {
	given_pool images
	overlay images/self self
	overlay images/one two
	overlay images/two one
	overlay images/hangs one
	[ "$(vol-list images --tree -o NAME --noheadings)" = $'hangs\none\nself\ntwo' ]
	rm images/*
	for i in {1..260}; do overlay images/$i $((i - 1)); done
	touch images/0
	run timeout 20 vol-list images --tree -o NAME --noheadings
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 261 ]
	[ "$(grep -c '^[0-9]' <<<"$output")" -eq 62 ]
}

@test "a directory that cannot be read to its end is no list" {
	needs strace
	given_pool images
	touch images/v
	run strace -qq -o /dev/null -e inject=getdents64:error=EIO vol-list images
	[ "$status" -eq 1 ]
	[[ $output == *"list $work/images: Input/output error" ]]
}
