# SPDX-License-Identifier: LGPL-2.1-or-later
# inject - programs that are killed at the system calls where state changes hands
#
# A suite kills at a sample of these points; with INJECT=all (make check-inject) at every one.

traced() {
	strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" "$@"
}

# The points of a command, lines "CALL N": the N-th time that it makes one of CALLS.
# points "CALL..." COMMAND...; many=N: so many of them, not six.
points() {
	traced -e trace="${1// /,}" "${@:2}" >&2
	awk -F'(' '{ print $1, ++n[$1] }' "$work/trace" | sampled
}

# Of many lines six, the first and the last among them.
sampled() {
	awk -v all="${INJECT:-}" -v most="${many:-6}" '
		{ line[NR] = $0 }
		END {
			n = all == "all" || NR < most ? NR : most
			for (i = 0; i < n; i++)
				print line[n == 1 ? 1 : 1 + int(i * (NR - 1) / (n - 1))]
		}'
}

# Kill a command, and only it, at one of its points; false when it did not come that far.
# The shell in between keeps what bash has to say of a kill to itself.
# killed CALL N COMMAND...
killed() {
	bash -c '"$@"; exit $?' bash timeout 30 strace -qq -E ASAN_OPTIONS=detect_leaks=0 -o "$work/trace" \
		-e trace="$1" -e inject="$1:signal=KILL:when=$2" "${@:3}" 2>/dev/null || :
	grep -q 'killed by SIGKILL' "$work/trace"
}
