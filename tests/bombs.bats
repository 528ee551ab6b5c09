#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# bombs - documents made to hurt, given to every program that reads one: refused, fast and small

load helpers

# Large files are written.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm

# Each way to give a program a document.  A program that has an argument or an option for a file (they say so
# themselves) and is not here has no document in it: then it is below.
commands() {
	cat <<-'T'
	iface-define BOMB
	iface-edit eth1
	net-apply BOMB
	net-create BOMB
	net-define BOMB
	net-edit lan
	net-metadata lan urn:a --key=a --set="$(<BOMB)"
	net-port-create lan BOMB
	net-update lan add ip-dhcp-host BOMB
	nodedev-create BOMB
	nodedev-define BOMB
	nodedev-update $mdev BOMB
	nwfilter-binding-create BOMB
	nwfilter-define BOMB
	nwfilter-edit lab
	pool-create BOMB
	pool-define BOMB
	pool-edit default-pool
	pool-find-sources -c qemu:///session netfs BOMB
	secret-define BOMB
	vm-attach-device web BOMB
	vm-backup-begin web BOMB
	vm-backup-begin web pull.xml BOMB
	vm-blockcopy web vda --xml=BOMB
	vm-checkpoint-create web BOMB
	vm-checkpoint-edit web one
	vm-create BOMB
	vm-define BOMB
	vm-detach-device web BOMB
	vm-dumpxml web --stylesheet=BOMB
	vm-edit web
	vm-managedsave-define saved BOMB
	vm-managedsave-edit saved
	vm-metadata web urn:a --key=a --set="$(<BOMB)"
	vm-restore web.save --xml=BOMB
	vm-run BOMB
	vm-save web file --xml=BOMB
	vm-save-image-define web.save BOMB
	vm-save-image-edit web.save
	vm-snapshot-create saved BOMB
	vm-snapshot-edit saved one
	vm-update-device web BOMB
	vm-xml-to-native qemu-argv --xml=BOMB
	vol-create default-pool BOMB
	vol-create-from default-pool BOMB old
	xml-validate BOMB
	T
}
other_files='host-domcapabilities|secret-set-value|vm-(attach-disk|change-media|console|dump|save-image-dumpxml|screenshot|xml-from-native)|vol-(down|up)load'

given_all() {
	tests=$BATS_LIB . "$BATS_LIB/inject/given.bash"
	documents
	net running && filter && nodedev-define mdev.xml
	saved && rm -r "$VIRTUTILS_ROOT"/*/test/snapshot 2>/dev/null || :
	disk_vm running && vm-checkpoint-create web checkpoint.xml
	vol-create-as default-pool old 1M
	xml saved | vm-define - && vm-snapshot-create-as saved one && vm-start saved && vm-managedsave saved
}

files() { find root ! -path '*/lock/*' ! -path '*/cache/*' | sort; }

bombs() {
	local i
	{
		echo '<!DOCTYPE d [<!ENTITY a0 "lol">'
		for i in 1 2 3 4 5 6 7 8 9; do printf '<!ENTITY a%d "' $i; printf "&a$((i - 1));%.0s" 1 2 3 4 5 6 7 8 9 10; echo '">'; done
		echo ']><domain type="test"><name>&a9;</name></domain>'
	} >entities
	printf '<!DOCTYPE d SYSTEM "file:///etc/passwd"><domain type="test"><name>a</name></domain>' >outside
	{ printf '<domain type="test">'; printf '<a>%.0s' $(seq 20000); } >deep
	{ printf '<domain type="test"><name>a</name>'; printf '<devices/>%.0s' $(seq 30000); printf '<memory>x</domain>'; } >wide
	printf '<domain type="test"><name>a</name><description>' >large && truncate -s 33M large
}

@test "every program that reads a document is tried" {
	local program
	for program in "$B"/bin/*; do "$program" --describe=json; done |
		jq -r 'select((.name | endswith("-edit")) or any(.arguments[], .options[];
			.type == "file" and (.long | IN("names-from", "stylesheet") | not))).name' |
		sort -u >all
	commands | cut -d' ' -f1 | sort -u >tried
	[ -z "$(comm -23 all tried | grep -vxE "$other_files")" ] || { comm -23 all tried; false; }
}

@test "a bomb is refused in one line, and nothing is changed" {
	local command bomb status room=$((1 << 20)) before
	! is_sanitized || room=unlimited
	given_all
	bombs
	before=$(files)
	while read -r command <&3; do
		for bomb in entities outside deep wide large; do
			# a word of the command line has at most 128 KiB
			[[ $command != *'$(<'* ]] || [ "$(stat -c %s $bomb)" -lt 131072 ] || continue
			status=0
			(ulimit -v $room; EDITOR="cp $PWD/$bomb" eval "timeout 10 ${command//BOMB/$bomb}") >out 2>said || status=$?
			[ $status -eq "$FAULT_XML" -o "$command" = 'xml-validate BOMB' -a $status -eq 1 ] &&
				[ "$(grep -c . said)" -le 2 ] && [ ! -s out ] ||
				{ echo "$command with $bomb: $status $(head -c 1000 said out)"; false; }
			rm -f virtutils.*.xml
		done
	done 3< <(commands)
	diff <(echo "$before") <(files)
}
