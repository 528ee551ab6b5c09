# SPDX-License-Identifier: LGPL-2.1-or-later
# inject - programs that are killed, or fail, at the system calls where state changes hands
#
# A suite tries a sample of these points; with INJECT=all (make check-inject) every one, with
# POINT='EIO fsync 2' this one each time, to see again what it did (ROW=vm-save: with these rows of a table).

. "$BATS_LIB/inject/ways.bash"

# What cuts writes short (inject/meet.c), made once for all suites of a run, in $short; nothing where
# AddressSanitizer wants to come first.
find_short() {
	local made=${SHARED:-$BATS_RUN_TMPDIR}/meet.so
	[ -z "${short+said}" ] || return 0
	short=
	! nm -D "$B/lib/libvirtutils.so.0" | grep -q __asan_init || return 0
	[ -e "$made" ] || { cc -O2 -D_GNU_SOURCE -shared -fPIC -o "$made.$BASHPID" "$BATS_LIB/inject/meet.c" && mv "$made.$BASHPID" "$made"; }
	short=$made
}

traced() {
	strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" "$@"
}

# The points of a command, lines "WAY CALL N": the N-th time that it makes one of CALLS meets WAY; "SHORT write N" is
# the N-th of all calls that write.  Where neither "write" nor kills is said, the first, the middle and the last one are cut
# short nevertheless.  Its status.
# points "CALL..." COMMAND...; many=N: so many of them, not six; kills="CALL...": those only meet a kill.
points() {
	local status=0
	find_short
	traced -e trace="${1// /,},write,pwrite64,copy_file_range" "${@:2}" >&2 || status=$?
	awk -F'(' -v ways="$ways" -v calls=" $1 " -v kills="${kills:-}" -v short="$short" '
		BEGIN {'"$ways_by_call"' }
		!/^[a-z0-9_]+\(/ { next }
		{ n = ++count[$1] }
		$1 == "write" && /^write\([12],/ { next }      # it tells somebody
		{
			k = split($1 in met_by && !index(" " kills " ", " " $1 " ") ? met_by[$1] : "KILL", way, " ")
			said = index(calls, " " $1 " ")
			for (i = 1; i <= k; i++)
				if (way[i] != "SHORT") { if (said) point[++points] = way[i] " " $1 " " n }
				else if (short && / = ([2-9]|[0-9][0-9]+)$/) {
					shortened++
					if (said) point[++points] = "SHORT write " shortened
					else if ($1 == "write") cut[++cuts] = shortened
				}
		}
		END {
			for (i = 1; i <= cuts && !kills && !index(calls, " write "); i++)
				if (i == 1 || i == int((cuts + 1) / 2) || i == cuts) print "SHORT write", cut[i]
			for (i = 1; i <= points; i++)
				print point[i]
		}' "$work/trace" | sampled
	return $status
}

# The first message to QEMU: killed at it nothing has been done, interrupted at it all is.  In front of a
# sample that may hold nothing but the one or the other.
export both_ends='KILL sendto 1
EINTR sendto 1'

# Of many lines six, the first and the last among them.
sampled() {
	awk -v all="${INJECT:-}" -v most="${many:-6}" -v point="${POINT:-}" '
		{ line[NR] = $0 }
		END {
			n = all == "all" || NR < most ? NR : most
			for (i = 0; i < n; i++)
				print point ? point : line[n == 1 ? 1 : 1 + int(i * (NR - 1) / (n - 1))]
		}'
}

# Have a command, and only it, meet one of its points; false when it did not come that far.  Its status is
# $met_status; a failure is told in one line.  The shell in between keeps what bash has to say of a kill to itself.
# met WAY CALL N COMMAND...
met() {
	local what=error=$1 said=$work/said.met

	met_status=0
	# bats notes each command of each function, a sixth of the time that all points take: a failure tells
	# its point, and POINT= shows where it fails
	[ "${INJECT:-}" != all ] || set +T
	[ "$1" != KILL ] || what=signal=KILL
	[ -z "${SHARED:-}" ] || echo "$4 ${BATS_TEST_FILENAME#"$BATS_LIB/"}" >>"$SHARED/met"
	if [ "$1" = SHORT ]; then
		met_short "${@:3}"
		return
	fi
	bash -c '"$@"; exit $?' bash timeout 30 strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" \
		-e trace="$2" -e inject="$2:$what:when=$3" "${@:4}" 2>"$said" || met_status=$?
	if [ "$1" = KILL ]; then
		grep -q 'killed by SIGKILL' "$work/trace"
		return
	fi
	grep -q INJECTED "$work/trace" || return 1
	ended_well "$*"
}
met_short() {           # N COMMAND...
	find_short
	rm -f "$work/told.met"
	timeout 30 env LD_PRELOAD="$short" MEET_SHORT="$1" MEET_TOLD="$work/told.met" "${@:2}" 2>"$said" || met_status=$?
	[ -e "$work/told.met" ] || return 1
	ended_well "SHORT write $*"
}
ended_well() {          # WHAT
	[ $met_status -lt 124 ] && { [ $met_status -eq 0 ] || [ "$(grep -vc ': hint: ' "$said")" -eq 1 ]; } ||
		{ echo "$1 ended with $met_status: $(cat "$said")" >&2; exit 1; }
}
