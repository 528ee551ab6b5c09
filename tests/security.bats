#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# security - links planted in our directories, modes, documents that are bombs, secrets, want of memory
load helpers

# Every program that changes a guest of the simulated hypervisor, in an order that works.
life() {
	vm-define "$work/web.xml" && vm-autostart web && vm-desc --title web 'a title' && vm-start web &&
		vm-suspend web && vm-resume web && vm-snapshot-create-as web one && vm-snapshot-revert web one &&
		vm-snapshot-delete web one && vm-destroy web && vm-rename web www &&
		vm-autostart --disable www && vm-undefine www && vm-create "$work/web.xml" && vm-destroy web
}

# written: the files that life() makes or changes, drafts included, below the root.
written() {
	local trace=$work/trace
	strace -f -y -qq -o "$trace" \
		-e trace=openat,renameat,renameat2,symlinkat,linkat env work="$work" bash -c "$(declare -f life); life" >&2 || return
	sed -nE -e '/ = -1 /d' \
		-e '/O_CREAT/s/.*openat\((AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' \
		-e 's/.*renameat2?\([^,]*, "[^"]*", (AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' \
		-e 's/.*symlinkat\("[^"]*", (AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' "$trace" |
		awk '{ print NF == 1 ? $1 : $2 ~ /^\// ? $2 : $1 "/" $2 }' | grep "^$VIRTUTILS_ROOT/" | sort -u
}

setup_life() {
	xml web "<devices><graphics type='vnc' passwd='geheim'/></devices>" | sed 's/<vcpu>/<title>web<\/title><vcpu>/' >"$work/web.xml"
}

@test "a link in the place of any file that is written is not written through" {
	needs strace
	setup_life
	local file victim=$work/victim how n=0
	cp -a "$work/root" "$work/before"
	mapfile -t files < <(written)
	[ "${#files[@]}" -gt 15 ]
	for file in "${files[@]}"; do
		for how in -s ''; do
			rm -rf "$work/root"
			cp -a "$work/before" "$work/root"
			echo precious >"$victim"
			chmod 600 "$victim"
			mkdir -p "${file%/*}"
			rm -rf "$file"
			ln $how "$victim" "$file"
			life >"$work/said" 2>&1 || :
			[ "$(cat "$victim")" = precious ] || { echo "written through ln $how $file: $(cat "$victim")"; false; }
			[ "$(stat -c %a "$victim")" = 600 ]
			n=$((n + 1))
		done
	done
	echo "# $n links" >&3
}

@test "nobody else may write what we keep, or read a definition, whatever the umask" {
	local mask
	setup_life
	for mask in 000 077; do
		rm -rf "$work/root"
		(umask $mask; vm-destroy test && vm-undefine test; vm-define "$work/web.xml" && vm-autostart web && vm-start web && vm-snapshot-create-as web one)
		(cd "$work/root" && find . ! -type l -printf '%m %p\n' | sort -k 2) >"$work/modes.$mask"
	done
	diff "$work/modes.000" "$work/modes.077"
	run ! grep -E '^[0-7]?[0-7]([2367][0-7]|[0-7][2367]) ' "$work/modes.000"
	run ! grep -E '^[0-7]*[4-7] .*\.xml$|^[0-7]*[4-7][0-7] .*\.xml$' "$work/modes.000"
}

@test "a bomb of a document is refused, fast and small" {
	local bomb room=$((1 << 30))
	! is_sanitized || room=unlimited
	{
		echo '<!DOCTYPE d [<!ENTITY a0 "lol">'
		for i in 1 2 3 4 5 6 7 8 9; do printf '<!ENTITY a%d "' $i; printf "&a$((i - 1));%.0s" 1 2 3 4 5 6 7 8 9 10; echo '">'; done
		echo ']><domain type="test"><name>&a9;</name></domain>'
	} >"$work/entities.xml"
	{ printf '<domain type="test">'; printf '<a>%.0s' $(seq 20000); } >"$work/deep.xml"
	{ printf '<domain type="test"><name>a</name><description>'; head -c 64M /dev/zero | tr '\0' x; printf '</description></domain>'; } >"$work/large.xml"
	{ printf '<domain type="test"><name>a</name>'; printf '<devices/>%.0s' $(seq 300000); printf '<memory>x</domain>'; } >"$work/wide.xml"
	printf '<!DOCTYPE d SYSTEM "file:///etc/passwd"><domain type="test"><name>a</name></domain>' >"$work/outside.xml"
	for bomb in entities deep large wide outside; do
		run --separate-stderr timeout 10 prlimit --as="$room" vm-define "$work/$bomb.xml"
		[ "$status" -eq "$FAULT_XML" ] || { echo "$bomb: $status $stderr"; false; }
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == "vm-define: $work/$bomb.xml:"* ]]
	done
	[ -z "$(vm-list --all --name)" ]
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
