#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# security - links planted in our directories, modes, hostile names, secrets, want of memory
load helpers
load planted

# Thousands of small files are copied.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm

# Programs that change something, of every noun, in an order that works.
steps() {
	cat <<-'T'
	vm-define web.xml
	vm-autostart web
	vm-desc --title web title
	vm-start web
	vm-suspend web
	vm-resume web
	vm-snapshot-create-as web one
	vm-snapshot-revert web one
	vm-snapshot-delete web one
	vm-save web web.save
	vm-restore web.save
	vm-managedsave web
	vm-managedsave-remove web
	vm-rename web www
	vm-autostart --disable www
	vm-undefine www
	vm-create web.xml
	vm-destroy web
	net-define lan.xml
	net-autostart lan
	net-start lan
	nwfilter-define lab.xml
	nwfilter-binding-create binding.xml
	secret-define secret.xml
	secret-set-value 6695eb01-0000-4000-8000-000000000007 --file value
	iface-begin
	iface-define eth2.xml
	iface-start eth2
	nodedev-define mdev.xml
	nodedev-start mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0
	pool-define-as images dir --target /images
	pool-start images
	vol-create-as images v 300000
	T
}

# The same of the storage of this host: session's, whose pools are real directories.
storage_steps() {
	cat <<-T
	secret-define secret.xml
	secret-set-value 6695eb01-0000-4000-8000-000000000007 --file value
	pool-define-as images dir --target $work/now/images
	pool-autostart images
	pool-build images
	pool-start images
	vol-create-as images v 300000
	vol-upload --pool images v value
	vol-clone --pool images v w
	vol-wipe --pool images w
	vol-create-as images q 1M --format qcow2
	vol-delete --pool images w
	pool-refresh images
	pool-destroy images
	pool-undefine images
	secret-undefine 6695eb01-0000-4000-8000-000000000007
	T
}

setup_life() {
	xml web "<devices><graphics type='vnc' passwd='geheim'/></devices>" | sed 's/<vcpu>/<title>web<\/title><vcpu>/' >"$work/web.xml"
}
documents_of_all() {
	setup_life
	network_xml lan "<bridge name='virbr7'/>" >lan.xml
	filter_xml lab >lab.xml
	binding_xml vnet0 lab >binding.xml
	ethernet_xml eth2 >eth2.xml
	mdev_xml 3627463d-b7f0-4fea-b468-f1da537d301b >mdev.xml
	echo "<secret><uuid>6695eb01-0000-4000-8000-000000000007</uuid><usage type='volume'><volume>/images/a</volume></usage></secret>" >secret.xml
	echo c2VjcmV0 >value
}

# plant_links STEPS AT-LEAST: each step is given again for each file that it writes, from what there was before.
plant_links() {
	documents_of_all
	mkdir now && mv ./*.xml value now && cd now
	[ ! -d "$work/root" ] || mv "$work/root" .
	export VIRTUTILS_ROOT=$work/now/root
	local file victim=$work/victim theirs=$work/theirs step how n=0
	declare -A tried=()
	echo precious >"$victim"
	chmod 600 "$victim"
	mkdir -m 755 "$theirs"
	while read -r step <&3; do
		rm -rf "$work/before" && cp -a "$work/now" "$work/before"
		mapfile -t files < <(written -f -- $step)
		cd "$work" && rm -rf after && mv now after
		mapfile -t folders < <(cd after && find root -mindepth 2 -type d ! -exec test -e ../before/{} \; -print)
		for file in "${files[@]}"; do
			tried[$file]=$((${tried[$file]:-0} + 1))
			[ ${tried[$file]} -le 2 ] || continue           # locks and logs of every step
			for how in -sf -f; do
				rm -rf now && cp -a before now && cd now
				[ -d "${file%/*}" ] || mkdir -p "${file%/*}"
				ln $how "$victim" "$file"
				$step >"$work/said" 2>&1 || :
				[ "$(<"$victim")" = precious ] || { echo "$step: written through ln $how $file"; false; }
				n=$((n + 1))
				cd "$work"
			done
		done
		for file in "${folders[@]}"; do
			rm -rf now && cp -a before now && cd now
			mkdir -p "${file%/*}"
			ln -s "$theirs" "$file"
			$step >"$work/said" 2>&1 || :
			[ -z "$(ls -A "$theirs")" ] || { echo "$step: written through ln -s $file"; false; }
			n=$((n + 1))
			cd "$work"
		done
		[ "$(stat -c %a "$victim" "$theirs" | xargs)" = '600 755' ]
		rm -rf now && mv after now && cd now
	done 3< <($1)
	echo "# $n links" >&3
	[ $n -gt $2 ]
}

@test "a link in the place of any file that is written is not written through" {
	needs strace
	plant_links steps 200
}

@test "nor by programs for pools, volumes and secrets of this host" {
	needs strace && needs qemu-img
	export VIRTUTILS_URI=qemu:///session
	plant_links storage_steps 40
}

@test "nobody else may write what we keep, or read a definition, whatever the umask" {
	local mask step
	documents_of_all
	for mask in 000 077; do
		rm -rf "$work/root"
		(umask $mask; vm-destroy test && vm-undefine test; while read -r step; do $step; done < <(steps); vm-define "$work/web.xml" && vm-autostart web && vm-start web && vm-snapshot-create-as web one)
		(cd "$work/root" && find . ! -type l -printf '%m %p\n' | sort -k 2) >"$work/modes.$mask"
	done
	diff "$work/modes.000" "$work/modes.077"
	run ! grep -E '^[0-7]?[0-7]([2367][0-7]|[0-7][2367]) ' "$work/modes.000"
	run ! grep -E '^[0-7]*[4-7] .*\.xml$|^[0-7]*[4-7][0-7] .*\.xml$|^[0-7]*[1-7] .*\.base64$' "$work/modes.000"
}

@test "nor what is in a pool" {
	local mask step
	needs qemu-img
	documents_of_all
	export VIRTUTILS_URI=qemu:///session
	for mask in 000 077; do
		rm -rf "$work/root" "$work/now" && mkdir "$work/now"
		(umask $mask; while read -r step; do $step; done < <(storage_steps | sed '/^pool-refresh/,$d'))
		(cd "$work" && find root now/* ! -type l -printf '%m %p\n' | sort -k 2) >"$work/modes.$mask"
	done
	diff "$work/modes.000" "$work/modes.077"
	run ! grep -E '^[0-7]?[0-7]([2367][0-7]|[0-7][2367]) ' "$work/modes.000"
	grep -x '711 now/images' "$work/modes.000" && grep -x '600 now/images/v' "$work/modes.000" && grep -x '600 now/images/q' "$work/modes.000"
	run ! grep -E '^[0-7]*([1-7][0-7]|[0-7][1-7]) root/.*/(secrets|storage)/.*(xml|base64|value)$' "$work/modes.000"
}

@test "somebody's link in a pool to a file of another is no volume, the administrator's is" {
	[ "$(id -u)" -eq 0 ] || skip "needs somebody else"
	export VIRTUTILS_URI=qemu:///session
	mkdir images
	pool-define-as images dir --target "$work/images" && pool-start images
	echo precious >victim && echo theirs >theirs && chown nobody theirs
	ln -s ../victim images/bad && chown -h nobody images/bad
	ln -s ../victim images/good
	ln -s "$work/theirs" images/own && chown -h nobody images/own
	[ "$(vol-list images -o NAME --noheadings)" = $'good\nown' ]
	echo changed >data
	for step in "vol-upload --pool images bad data" "vol-download --pool images bad out" "vol-wipe --pool images bad" \
		    "vol-resize --pool images bad 1M" "vol-clone --pool images bad copy"; do
		run $step
		[ "$status" -eq "$FAULT_DENIED" ]
		[[ $output == *"$work/images/bad is somebody's link to a file of another" ]]
	done
	[ "$(<victim)" = precious ]
	[ "$(ls images)" = $'bad\ngood\nown' ]
	vol-upload --pool images own data
	[ "$(head -n 1 theirs)" = changed ]
	vol-upload --pool images good data
	[ "$(head -c 7 victim)" = changed ]
}

@test "entities and names that lead elsewhere are refused in the documents of every noun" {
	local program path name bad=$work/bad.xml before
	documents_of_all
	nwfilter-define lab.xml
	net-list && pool-list && iface-list
	before=$(find "$work" ! -path '*/lock/*' ! -name '*.log' | sort)
	while read -r program path <&3; do
		for name in ../../outside . .. a/b '' $'a&#10;b'; do
			printf '%s' "${path//NAME/"$name"}" >"$bad"
			run --separate-stderr "$program" "$bad"
			[ "$status" -ne 0 -a "$status" -lt 128 ] || { echo "$program took the name '$name': $status"; false; }
			[ "${#stderr_lines[@]}" -eq 1 ]
		done
		printf '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>%s' "${path//NAME/'&e;'}" >"$bad"
		run --separate-stderr "$program" "$bad"
		[ "$status" -eq "$FAULT_XML" ] && [ "${#stderr_lines[@]}" -eq 1 ]
		rm "$bad"
		[ "$(find "$work" ! -path '*/lock/*' ! -name '*.log' | sort)" = "$before" ]
	done 3<<-'T'
	vm-define <domain type='test'><name>NAME</name><memory>65536</memory><os><type>hvm</type></os></domain>
	vm-create <domain type='test'><name>NAME</name><memory>65536</memory><os><type>hvm</type></os></domain>
	net-define <network><name>NAME</name></network>
	net-create <network><name>NAME</name></network>
	nwfilter-define <filter name='NAME'/>
	nwfilter-binding-create <filterbinding><owner><name>web</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner><portdev name='NAME'/><mac address='52:54:00:00:00:11'/><filterref filter='lab'/></filterbinding>
	pool-define <pool type='dir'><name>NAME</name><target><path>/images</path></target></pool>
	pool-create <pool type='dir'><name>NAME</name><target><path>/images</path></target></pool>
	iface-define <interface type='ethernet' name='NAME'/>
	T
}

@test "names that lead elsewhere are refused as words of the command line, too" {
	local command name before
	setup_life
	vm-define "$work/web.xml" && vm-snapshot-create-as web one && pool-list
	xml other "<devices><disk type='file'><driver type='qcow2'/><source file='/img/a'/><target dev='vda'/></disk></devices>" | vm-define -
	vm-start other
	seen() { find "$work" ! -path '*/lock/*' ! -path '*/cache/*' ! -name '*.log' | sort; }
	before=$(seen)
	while read -r command <&8; do
		for name in ../../outside . .. a/b $'a\nb'; do          # none is one that is made up
			[[ $command != vol-* || $name != *$'\n'* ]] || continue     # a file may be called so
			run --separate-stderr eval "${command//NAME/"$(printf %q "$name")"}"
			[ "$status" -ne 0 -a "$status" -lt 128 ] || { echo "$command took the name '$name': $status"; false; }
			[ "${#stderr_lines[@]}" -le 2 ]          # a hint
		done
		diff <(echo "$before") <(seen) || { echo "$command has left something"; false; }
	done 8<<-'T'
	vm-rename web NAME
	vm-snapshot-create-as web NAME
	vm-snapshot-rename web one NAME
	vm-checkpoint-create-as other NAME
	pool-define-as NAME dir --target /images
	pool-create-as NAME dir --target /images
	vol-create-as default-pool NAME 1M
	iface-bridge eth1 NAME
	vm-snapshot-create web <(echo "<domainsnapshot><name>"NAME"</name></domainsnapshot>")
	vm-checkpoint-create other <(echo "<domaincheckpoint><name>"NAME"</name></domaincheckpoint>")
	vol-create default-pool <(echo "<volume><name>"NAME"</name><capacity>1</capacity></volume>")
	T
}

@test "a password is in the definition's file and nowhere else" {
	setup_life
	{
		vm-define -v --dry-run "$work/web.xml"
		vm-define -v "$work/web.xml"
		vm-start -v --dry-run web && vm-start -v web
		vm-snapshot-create-as web one
		vm-dumpxml web && vm-dumpxml --json web && vm-dumpxml --inactive web && vm-snapshot-dumpxml web one
		vm-list --all --json --output-all && vm-info web --json && vm-log web
		vm-destroy web
	} >"$work/said" 2>&1
	[ -s "$work/said" ]
	run ! grep geheim "$work/said"
	local kept
	kept=$(grep -rl geheim "$work/root")
	[ -n "$kept" ]
	run ! grep -vE '\.xml$' <<<"$kept"
}

# As if the password were elsewhere, twice, too long, or among what is wrong.
@test "what is said of a document that is wrong does not repeat its passwords" {
	local devices program
	while read -r devices; do
		for program in 'vm-define -c qemu:///session' 'vm-define -c qemu:///session --validate' 'xml-validate'; do
			xml web "<devices>$devices</devices>" | sed 's/type="test"/type="qemu"/' >bad.xml
			run $program bad.xml
			[ -n "$output" ]
			[[ $output != *geheim* ]] || { echo "$program of $devices: $output"; false; }
		done
	done <<-'T'
	<graphics type='sdl' passwd='geheim'/>
	<graphics type='vnc' passwd='geheim' passwd='geheim'/>
	<graphics type='vnc' passwd='geheim' port='abc'/>
	<graphics type='vnc' passwd='geheimgeheim'/>
	<graphics type='vnc' passwd='geheim' passwdValidTo='geheim'/>
	<graphics type='vnc' password='geheim'><password>geheim</password>geheim</graphics>
	<graphics type='vnc' passwd='geheim&no;'/>
	<graphics type='vnc' passwd='geheim<'/>
	<graphics type='vnc' passwd='geheim'></devices>
	<graphics type='vnc' passwd='geheim' connected='often'/>
	<disk type='network'><source protocol='https' name='x'><host name='h'/><cookies><cookie>geheim</cookie></cookies></source><target dev='vda'/></disk>
	<disk type='network'><source protocol='https' name='x'><host name='h'/><cookies><cookie name='a'>ge;geheim</cookie></cookies></source><target dev='vda'/></disk>
	<disk type='network'><auth username='u' passwd='geheim'><secret type='ceph' usage='u' value='geheim'>geheim</secret></auth><source protocol='rbd' name='a/b'/><target dev='vda'/></disk>
	T
	run secret-define --validate - <<<"<secret><usage type='volume'><volume>/a</volume></usage><value>geheim</value></secret>"
	[ "$status" -eq "$FAULT_XML" ] && [[ $output != *geheim* ]]
	run pool-define - <<<"<pool type='iscsi'><name>i</name><source><host name='h'/><device path='iqn.x:y'/><auth type='chap' login='u' passwd='geheim'/></source></pool>"
	[ "$status" -eq "$FAULT_XML" ] && [[ $output != *geheim* ]]
}

# What crashes while it holds a definition is a program, or the editor that it started.
@test "what a program has in memory is in no core file" {
	setup_life
	vm-define "$work/web.xml"
	printf '#!/bin/sh\ngrep "core file" /proc/$PPID/limits >limits\nkill -SEGV $PPID\nkill -SEGV $$\n' >editor
	chmod +x editor
	ulimit -c "$(ulimit -H -c)"
	umask 000
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:handle_segv=0 EDITOR="exec $PWD/editor" run vm-edit web
	[ "$status" -eq $((128 + 11)) ]
	[[ $(cat limits) =~ ^Max\ core\ file\ size\ +[01]\  ]]
	[ -z "$(find . -name '*core*')" ]
	# what was being edited is left, and nobody else's to read
	[ "$(stat -c %a virtutils.*)" = 600 ]
}

@test "without memory a program ends cleanly and leaves the old state" {
	! is_sanitized || skip "AddressSanitizer needs the memory"
	setup_life
	xml web "<title>old</title>" >"$work/old.xml"
	vm-define "$work/old.xml"
	local kib before after failed=0
	before=$(vm-dumpxml web)
	for kib in $(seq 2000 2000 80000); do
		status=0
		(ulimit -v "$kib"; exec vm-define "$work/web.xml") >"$work/said" 2>&1 || status=$?
		after=$(vm-dumpxml web)
		[ $status -lt 128 ] || { echo "with $kib KiB: $status $(cat "$work/said")"; false; }
		if [ $status -eq 0 ]; then vm-define "$work/old.xml"; continue; fi
		failed=$((failed + 1))
		[ "$after" = "$before" ]
		[ -s "$work/said" ]
	done
	[ $failed -gt 1 ]
	[ -z "$(find "$work/root" -name '.*.new')" ]
}
