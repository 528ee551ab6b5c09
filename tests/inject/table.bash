# SPDX-License-Identifier: LGPL-2.1-or-later
# table - programs that a real peer does the work of, a row each: met anywhere
#
# The suite has: $calls; table, lines "GIVEN | COMMAND | THEN | BETWEEN"; fresh GIVEN, which makes what must be
# there; seen, which prints what a reader sees; ended, which stops what runs and knows what may be left.
#
# A reader sees the old or the new state; the same command, unless it is done, goes on to the new one; THEN, which
# can be done with what the command leaves, succeeds; and in the end nothing is left.

. "$BATS_LIB/inject/observed.bash"

complain() {
	printf '%s, met by %s: %s\n' "$command" "$point" "$1"
	printf '%s\n' "${@:2}" | head -n 40
	exit 1
}

# Of what depends on time it may be done before.
meet() {                # POINT
	local point=$1 state
	fresh "$given"
	met $point $command >said.out || return 0
	vm-reap -q --all || complain 'vm-reap fails'
	state=$(seen)
	[ "$state" = "$new" ] || {
		[ "$state" = "$old" ] || is_between "$state" ||
			complain 'neither old nor new' "$(diff <(echo "$old") <(echo "$state"))" "$(diff <(echo "$new") <(echo "$state"))"
		$command >said.out 2>&1 || complain "again: $(<said.out)"
		state=$(seen)
		[ "$state" = "$new" ] || complain 'given again, it ends elsewhere' "$(diff <(echo "$new") <(echo "$state"))"
	}
	$next 2>said >said.out || complain "then: $(<said)"
	ended
}

# One point of it, or all that INJECT says.
row() {                 # GIVEN COMMAND THEN BETWEEN
	local given=$1 command=$2 next=$3 between=$4 old new all point=none
	fresh "$given"
	old=$(seen)
	all=$(many=${each:-1} points "$calls" $command) || complain 'it fails by itself'
	new=$(seen)
	while read -r point <&9; do meet "$point"; done 9<<<"$all"
}

rows() { table | sed -E 's/^\s+//; s/\s*\|\s*/\t/g' | grep -e "${ROW:-}"; }

# Every third row, or all that INJECT says, or those with ROW in them, by two workers or as many as the suite says, each in a place of its own: place NUMBER.
rows_met() {
	local given command next between worker pids=() share=3
	[ -z "${INJECT:-}${ROW:-}" ] || share=1
	for ((worker = 0; worker < ${workers:-2}; worker++)); do
		(
			place $worker
			while IFS=$'\t' read -r given command next between <&8; do
				row "$given" "$command" "$next" "$between"
			done 8< <(rows | awk -v w=$worker -v of=${workers:-2} -v n=$share 'NR % n == 0 && NR / n % of == w')
		) &
		pids+=($!)
	done
	for worker in "${pids[@]}"; do wait "$worker"; done
}
