# SPDX-License-Identifier: LGPL-2.1-or-later
# table - programs that a real peer does the work of, a row each: met anywhere
#
# The suite has: $calls; table, lines "GIVEN | COMMAND | THEN | BETWEEN"; fresh GIVEN, which makes what must be
# there; seen, which prints what a reader sees; told, which prints all that the peers say when they are asked; ended,
# which stops what runs and knows what may be left.
#
# A reader sees the old or the new state; the same command, unless it is done, goes on to the new one; THEN, which
# can be done with what the command leaves, succeeds; and in the end nothing is left.
#
# Of all this the files and what the peers say decide, and so it is looked at once for each of what commands leave.
# When they are as before the command, the next point finds all that it needs: nothing is made anew, and after the last
# one is looked at what so many failures together have left.

. "$BATS_LIB/inject/observed.bash"

complain() {
	printf '%s, met by %s: %s\n' "$command" "$point" "$1"
	printf '%s\n' "${@:2}" | head -n 40
	exit 1
}

# All files whole, but for processes and inodes, which have other numbers each time, for what is in a guest's memory,
# and for how long saving it took.
files() {
	local pids
	pids=$(cat root/run/*/*.{pid,keeper} | sed 's/ .*//' | paste -sd'|')
	find . \( -path ./root/cache -o -path ./root/run/lock -o -name '*.log' -o -name '*.events' -o -name '*.met' -o -name 'said*' \
		-o -name trace \) -prune -o \( -type d -o -name '*.last-job' \) -printf '%p %m %u\n' \
		-o \( -name core -o -name '*.save' \) -printf '%p %m %u %s\n' -exec head -c 4096 {} \; \
		-o -printf '%p %y %m %u %l\n' -type f -exec cat {} + | LC_ALL=C sed -E "s/\b(${pids:--})\b/PID/g; s/\bqemu-[0-9]+-[0-9]+/CGROUP/g"
}
# What a moment, a process or a chance decides is the same each time.
left() {
	{ files; told; } 2>/dev/null | LC_ALL=C sed -E 's/([0-9]+ ){0,3}[0-9]{10}[0-9.]*|"time_elapsed":[0-9]+/TIME/g
		s/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/UUID/g' | cksum
}

# Of what depends on time it may be done before.
meet() {                # POINT
	local point=$1 found
	[ -n "$as_before" ] || fresh "$given"
	as_before=
	met $point $command >said.out || return 0
	vm-reap -q --all || complain 'vm-reap fails'
	found=$(left)
	if [ -z "${looked_at[$found $((met_status == 0))]:-}" ]; then
		look
		looked_at[$found $((met_status == 0))]=1
	elif [ "$found" = "$before" ]; then
		as_before=1
	fi
}

look() {
	local state
	state=$(seen)
	[ $met_status -ne 0 ] || [ "$state" = "$new" ] || complain 'it says it is done, and is not' "$(diff <(echo "$new") <(echo "$state"))"
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
	local given=$1 command=$2 next=$3 between=$4 old new all before point=none as_before= met_status=1
	local -A looked_at=()
	fresh "$given"
	old=$(seen)
	before=$(left)
	all=$(many=${each:-1} points "$calls" $command) || complain 'it fails by itself'
	new=$(seen)
	while read -r point <&9; do meet "$point"; done 9<<<"$all"
	[ -z "$as_before" ] || look
}

rows() { table | sed -E 's/^\s+//; s/\s*\|\s*/\t/g' | grep -e "${ROW:-}" | awk -v n="$1" 'NR % n == 0'; }

# Every third row, or all that INJECT says, or those with ROW in them, by two workers or as many as the suite says, each
# in a place of its own: place NUMBER.  Who is done with one takes the next.
rows_met() {
	local given command next between worker pids=() share=3
	[ -z "${INJECT:-}${ROW:-}" ] || share=1
	rows $share >"$work/rows"
	exec 8<"$work/rows"
	for ((worker = 0; worker < ${workers:-2}; worker++)); do
		(
			exec 7<"$work/rows"
			place $worker
			while flock 7 && IFS=$'\t' read -r given command next between <&8 && flock -u 7; do
				row "$given" "$command" "$next" "$between"
			done
		) &
		pids+=($!)
	done
	for worker in "${pids[@]}"; do wait "$worker"; done
}
