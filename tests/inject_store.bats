#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_store.bats - programs killed at every system call that changes something
#
# A reader must then see the old or the new state, and the same command given again must
# end in the new one with nothing left over.

calls=openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat,symlinkat,mkdir,mkdirat,rmdir

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

# What a reader sees: every guest, found by name and by UUID, and its definition.
observed() {
	local name
	vm-list --all --raw --noheadings -o NAME,STATE,UUID,AUTOSTART,PERSISTENT
	for name in $(vm-list --all --name); do
		vm-dumpxml "$name"
		vm-name "$(vm-uuid "$name")"
	done | sed "/^<domain/s/ id='[0-9]*'//"
}

# Drafts and records of changes that are over; locks, logs and the counter stay.
left_over() {
	find "$VIRTUTILS_ROOT" -name '.*.new' -o -path '*/journal/*'
	find "$VIRTUTILS_ROOT/run/test" -name '*.xml' -o -name '*.facts' -o -path '*/by-*/*' |
		sed 's,/by-id/.*,/by-id/NUMBER,' | sort
	find "$VIRTUTILS_ROOT/etc/test" "$VIRTUTILS_ROOT/cache/test/facts" | grep -v '/journal$' | sort
}

# Run a command that is killed at the N-th of the calls: 137 when it lived to see it.  The
# shell in between keeps what bash has to say of it to itself.
killed_at() {
	local n=$1
	shift
	bash -c '"$@"; exit $?' bash strace -f -qq -o /dev/null -e trace=$calls \
		-e inject=$calls:signal=KILL:when="$n" "$@" 2>/dev/null
}

# each_call AGAIN COMMAND...: AGAIN is what brings the new state about from whatever the
# killed command left.
each_call() {
	local again=$1 old new after n now status
	shift
	mv "$work/root" "$work/before"
	cp -a "$work/before" "$work/root"
	old=$(observed)
	"$@"
	new=$(observed)
	after=$(left_over)
	[ "$old" != "$new" ]
	for ((n = 1; ; n++)); do
		rm -rf "$work/root"
		cp -a "$work/before" "$work/root"
		status=0
		killed_at $n "$@" || status=$?
		[ $status -eq 137 ] || break
		now=$(observed)
		if [ "$now" != "$old" ] && [ "$now" != "$new" ]; then
			printf 'killed at call %d, a reader sees neither the old nor the new state\n' "$n"
			diff <(echo "$old") <(echo "$now")
			diff <(echo "$new") <(echo "$now")
			return 1
		fi
		if ! $again; then
			printf 'killed at call %d, the next command failed\n' "$n"
			return 1
		fi
		now=$(observed)
		if [ "$now" != "$new" ]; then
			printf 'killed at call %d, the next command ends in another state\n' "$n"
			diff <(echo "$new") <(echo "$now")
			return 1
		fi
		if [ "$(left_over)" != "$after" ]; then
			printf 'killed at call %d, there is something left over\n' "$n"
			diff <(echo "$after") <(left_over)
			return 1
		fi
	done
	[ $status -eq 0 ]
	[ "$(observed)" = "$new" ]
	[ "$n" -gt 30 ]      # it was really killed, again and again
}

is_there() { vm-uuid "$1" >/dev/null 2>&1; }
is_state() { vm-state --is="$2" "$1" >/dev/null; }

@test "killed anywhere, vm-define of a new guest defines it or does not" {
	again() { vm-define "$work/extra.xml"; }
	each_call again vm-define "$work/extra.xml"
}

@test "killed anywhere, vm-define of a known guest changes it or does not" {
	again() { vm-define "$work/changed.xml"; }
	each_call again vm-define "$work/changed.xml"
}

@test "killed anywhere, vm-rename leaves the old name or the new one" {
	again() { ! is_there web || vm-rename web www; vm-desc --title www 'a web server' 2>&1; }
	each_call again vm-rename web www
}

@test "killed anywhere, vm-rename to a name that sorts first" {
	again() { ! is_there web || vm-rename web aaa; vm-desc --title aaa 'a web server' 2>&1; }
	each_call again vm-rename web aaa
}

@test "killed anywhere, vm-undefine leaves the guest whole or nothing of it" {
	again() { ! is_there web || vm-undefine web; vm-define "$work/web.xml" && vm-undefine web; }
	each_call again vm-undefine web
}

@test "killed anywhere, vm-start leaves it running or shut off" {
	again() { is_state web running || vm-start web || is_state web running; vm-suspend web && vm-resume web; }
	each_call again vm-start web
}

@test "killed anywhere, vm-destroy leaves it running or shut off" {
	vm-start web
	again() { ! is_state web running || vm-destroy web; vm-autostart web; }
	each_call again vm-destroy web
}

@test "killed anywhere, vm-create leaves a guest or none" {
	again() { is_there extra || vm-create "$work/extra.xml" || is_there extra; vm-suspend extra && vm-resume extra; }
	each_call again vm-create "$work/extra.xml"
}

@test "killed anywhere, vm-destroy of a transient guest leaves it running or gone" {
	vm-create "$work/extra.xml"
	again() { ! is_there extra || vm-destroy extra; vm-create "$work/extra.xml" && vm-destroy extra; }
	each_call again vm-destroy extra
}
