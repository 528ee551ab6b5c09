#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_store.bats - programs killed at every system call that changes something, and
# such calls that fail
#
# A reader must then see the old or the new state, and the same command given again must
# end in the new one with nothing left over.

changing='write fsync rename renameat renameat2 unlink unlinkat symlinkat mkdir mkdirat'

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_URI=test:///default VIRTUTILS_ROOT=$work/root
	document web 'a web server' >"$work/web.xml"
	document web 'another title' >"$work/changed.xml"
	document extra 'not there at first' >"$work/extra.xml"
	vm-define "$work/web.xml"
	vm-autostart web
}

teardown() {
	rm -rf "$work"
}

document() {
	local digit
	digit=$(cksum <<<"$1" | cut -c1)
	cat <<-XML
	<domain type='test'>
	  <name>$1</name>
	  <uuid>6695eb01-0000-4000-8000-00000000000$digit</uuid>
	  <title>$2</title>
	  <memory>65536</memory>
	  <os><type>hvm</type></os>
	</domain>
	XML
}

# What a reader sees: every guest, its definition, and whether its UUID leads to it.
observed() {
	local names
	mapfile -t names < <(vm-list --all --name)
	vm-list --all --raw --noheadings -o NAME,STATE,UUID,AUTOSTART,PERSISTENT
	vm-dumpxml "${names[@]}" | sed "s/\(<domain.*\) id='[0-9]*'/\1/"
	vm-name $(vm-uuid "${names[@]}")
}

# What there must not be more of than after a change that met nothing: drafts, records, and
# unless a call failed, also what summaries and indexes keep.
left_over() {
	find "$VIRTUTILS_ROOT" -name '.*.new' -o -path '*/journal/*'
	find "$VIRTUTILS_ROOT" -name '*.xml' | sort
	[[ $1 = *:error=* ]] || find "$VIRTUTILS_ROOT" -name '*.facts' -o -path '*/facts/*' -o -path '*/by-*/*' |
		sed 's,/by-id/.*,/by-id/NUMBER,' | sort
}

# Run a command that meets WHAT ("write:signal=KILL") at the N-th of these calls.  The shell
# in between keeps what bash has to say of a kill to itself.
injected() {
	local what=$1 n=$2
	shift 2
	bash -c '"$@"; exit $?' bash strace -f -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" -e trace="${what%%:*}" \
		-e inject="$what:when=$n" "$@" 2>"$work/said"
}

complain() {
	printf 'at call %d of %s, %s\n' "$n" "$what" "$1"
	return 1
}

# The command met WHAT at call n: is all as it must be?
check_call() {
	local now
	now=$(observed)
	[ "$now" = "$old" ] || [ "$now" = "$new" ] || {
		diff <(echo "$old") <(echo "$now")
		diff <(echo "$new") <(echo "$now")
		complain 'a reader sees neither the old nor the new state'
	}
	[ $status -ne 0 ] || [ "$now" = "$new" ] || complain 'success is claimed'
	[ $status -eq 0 ] || [ $status -eq 137 ] || grep -q 'write(2,.*INJECTED' "$work/trace" ||
		[ "$(wc -l <"$work/said")" -eq 1 ] || complain "the failure is told as: $(cat "$work/said")"
	again >"$work/said" 2>&1 || complain "the next command failed: $(cat "$work/said")"
	now=$(observed)
	[ "$now" = "$new" ] || {
		diff <(echo "$new") <(echo "$now")
		complain 'the next command ends in another state'
	}
	now=$(left_over "$what")
	[ "$now" = "$after" ] || {
		diff <(echo "$after") <(echo "$now")
		complain 'there is something left over'
	}
}

again_from_before() {
	rm -rf "$work/root"
	cp -a "$work/before" "$work/root"
}

# each_call WHAT COMMAND...: of the calls that open files, those that make one.
each_call() {
	local what=$1 after n status
	shift
	again_from_before
	strace -f -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" -e trace="${what%%:*}" "$@"
	after=$(left_over "$what")
	for n in $(awk '!/openat/ || /O_CREAT/ { print NR }' "$work/trace"); do
		again_from_before
		status=0
		injected "$what" $n "$@" || status=$?
		grep -q 'INJECTED\|killed by SIGKILL' "$work/trace"
		check_call
		met=$((met + 1))
	done
}

# Every call, every way.  again() is what brings the new state about from whatever the
# command left.
each_way() {
	local old new call met=0
	mv "$work/root" "$work/before"
	again_from_before
	old=$(observed)
	"$@"
	new=$(observed)
	[ "$old" != "$new" ]
	for call in openat $changing; do
		each_call $call:signal=KILL "$@"
	done
	for call in openat write rename renameat renameat2 symlinkat mkdir mkdirat; do
		each_call $call:error=ENOSPC "$@"
	done
	for call in write fsync renameat renameat2 unlink unlinkat; do
		each_call $call:error=EIO "$@"
	done
	[ $met -gt 50 ]      # it really met something, again and again
}

is_there() { vm-uuid "$1" >/dev/null 2>&1; }
is_state() { vm-state --is="$2" "$1" >/dev/null; }

@test "whatever happens to it, vm-define of a new guest defines it or does not" {
	again() { vm-define "$work/extra.xml"; }
	each_way vm-define "$work/extra.xml"
}

@test "whatever happens to it, vm-define of a known guest changes it or does not" {
	again() { vm-define "$work/changed.xml"; }
	each_way vm-define "$work/changed.xml"
}

@test "whatever happens to it, vm-rename leaves the old name or the new one" {
	again() { ! is_there web || vm-rename web www; vm-desc --title www 'a web server' 2>&1; }
	each_way vm-rename web www
}

@test "whatever happens to it, vm-rename to a name that sorts first" {
	again() { ! is_there web || vm-rename web aaa; vm-desc --title aaa 'a web server' 2>&1; }
	each_way vm-rename web aaa
}

@test "whatever happens to it, vm-undefine leaves the guest whole or nothing of it" {
	again() { ! is_there web || vm-undefine web; vm-define "$work/web.xml" && vm-undefine web; }
	each_way vm-undefine web
}

@test "whatever happens to it, vm-start leaves it running or shut off" {
	again() { is_state web running || vm-start web || is_state web running; vm-suspend web && vm-resume web; }
	each_way vm-start web
}

@test "whatever happens to it, vm-destroy leaves it running or shut off" {
	vm-start web
	again() { ! is_state web running || vm-destroy web; vm-autostart web; }
	each_way vm-destroy web
}

@test "whatever happens to it, vm-create leaves a guest or none" {
	again() { is_there extra || vm-create "$work/extra.xml" || is_there extra; vm-suspend extra && vm-resume extra; }
	each_way vm-create "$work/extra.xml"
}

@test "whatever happens to it, vm-destroy of a transient guest leaves it running or gone" {
	vm-create "$work/extra.xml"
	again() { ! is_there extra || vm-destroy extra; vm-create "$work/extra.xml" && vm-destroy extra; }
	each_way vm-destroy extra
}
