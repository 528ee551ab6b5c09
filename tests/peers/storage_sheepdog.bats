#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_sheepdog.bats - pools of Sheepdog: dog is scripted, it keeps a table in a file

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
	[ "$(vol-name herd/fish)" = fish ]
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

@test "scripted dog: a volume is the disk of a guest: the emulator is told the server" {
	needs qemu-system-x86_64
	given_sheepdog
	vol-create-as herd fish 8M
	echo "<disk type='volume'><driver name='qemu'/><source pool='herd' volume='fish'/><target dev='hda' bus='ide'/></disk>" |
		small_guest web >web.xml
	vm-define web.xml
	[ "$(vm-start -n web | tr "'" '\n' | grep '"node-name":"libvirt-1-storage"' | jq -c '{driver, server, vdi}')" = \
		'{"driver":"sheepdog","server":{"type":"inet","host":"shepherd","port":"7000"},"vdi":"fish"}' ]
	run vol-delete herd/fish
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-delete: herd/fish: virtual machine 'web' uses it: it cannot be deleted" ]
}
