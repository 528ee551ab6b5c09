# SPDX-License-Identifier: LGPL-2.1-or-later
# inject - programs that are killed, or fail, at the system calls where state changes hands
#
# A suite tries a sample of these points; with INJECT=all (make check-inject) every one, with
# POINT='EIO fsync 2' this one each time, to see again what it did (ROW=vm-save: with these rows of a table).

. "$BATS_LIB/inject/ways.bash"

traced() {
	strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" "$@"
}

# The points of a command, lines "WAY CALL N": the N-th time that it makes one of CALLS meets WAY.  Its status.
# points "CALL..." COMMAND...; many=N: so many of them, not six; kills="CALL...": those only meet a kill.
points() {
	local status=0
	traced -e trace="${1// /,}" "${@:2}" >&2 || status=$?
	awk -F'(' -v ways="$ways" -v kills="${kills:-}" '
		BEGIN {'"$ways_by_call"' }
		!/^[a-z0-9_]+\(/ { next }
		{ n = ++count[$1] }
		$1 == "write" && /^write\([12],/ { next }      # it tells somebody
		{
			k = split($1 in met_by && !index(" " kills " ", " " $1 " ") ? met_by[$1] : "KILL", way, " ")
			for (i = 1; i <= k; i++)
				if (way[i] != "SHORT") print way[i], $1, n
		}' "$work/trace" | sampled
	return $status
}

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
	[ "$1" != KILL ] || what=signal=KILL
	[ -z "${SHARED:-}" ] || echo "$4 ${BATS_TEST_FILENAME#"$BATS_LIB/"}" >>"$SHARED/met"
	bash -c '"$@"; exit $?' bash timeout 30 strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" \
		-e trace="$2" -e inject="$2:$what:when=$3" "${@:4}" 2>"$said" || met_status=$?
	if [ "$1" = KILL ]; then
		grep -q 'killed by SIGKILL' "$work/trace"
		return
	fi
	grep -q INJECTED "$work/trace" || return 1
	[ $met_status -lt 124 ] && { [ $met_status -eq 0 ] || [ "$(grep -vc ': hint: ' "$said")" -eq 1 ]; } ||
		{ echo "$* ended with $met_status: $(cat "$said")"; exit 1; }
}
