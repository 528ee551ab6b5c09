# SPDX-License-Identifier: LGPL-2.1-or-later
# planted - which files a command writes, where somebody may have planted a link

# written TRACER-OPTIONS -- COMMAND...: the files that it makes or changes, drafts included, below $work.
written() {
	local trace=$work/trace options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	strace "${options[@]}" -y -qq -o "$trace" -e trace=openat,renameat,renameat2,symlinkat,linkat "${@:2}" >&2 || return
	sed -nE -e '/ = -1 /d' \
		-e '/O_CREAT/s/.*openat\((AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' \
		-e 's/.*renameat2?\([^,]*, "[^"]*", (AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' \
		-e 's/.*symlinkat\("[^"]*", (AT_FDCWD)?(<[^>]*>|[0-9]+<([^>]*)>)?, "([^"]*)".*/\3 \4/p' "$trace" |
		awk -v here="$PWD" '{ print NF == 1 ? ($1 ~ /^\// ? $1 : here "/" $1) : $2 ~ /^\// ? $2 : $1 "/" $2 }' |
		grep "^$work/" | sort -u
}

# planted HOW TARGET NAME COMMAND...: the command, after `given`, where somebody has linked NAME to something of theirs.
planted() {
	local how=$1 target=$2 name=$3
	given
	mkdir -p "${name%/*}"
	ln "$how" "$target" "$name"
	timeout 60 "${@:4}" >said 2>&1 || :
	[ ! "$name" -ef "$target" ] || rm "$name"
	links=$((links + 1))
}

# spared COMMAND...: nothing is written through links at the names of files and directories that the command makes
# or changes, it or what it starts.  The suite has `given`, which makes what there is before, $links, which counts, and
# tried=(), by which what many commands write is linked for the first of them only.
spared() {
	local name names folders how before_it victim=$work/victim theirs=$work/theirs
	echo precious >"$victim"
	chmod 600 "$victim"
	given
	: >mark
	find root -type d >folders
	mapfile -t names < <({ written -- "$@"; find "$work/root" -type f -newer mark; } | grep "^$work/root/" | grep -v /sys/ | sort -u)
	find root -type d >after
	mapfile -t folders < <(grep -vxFf folders after | grep '/.*/')
	for name in "${names[@]}"; do
		[ -z "${tried[$name]:-}" ] || continue
		tried[$name]=1
		for how in -sf -f; do
			planted $how "$victim" "$name" "$@"
			[ "$(<"$victim") $(stat -c '%a %u' "$victim")" = "precious 600 $(id -u)" ] || { echo "$*: through ln $how $name"; return 1; }
		done
	done
	for name in "${folders[@]}"; do          # theirs has the folders that are looked for in it
		rm -rf "$theirs"
		mkdir -m 755 "$theirs"
		sed -n "s,^$name/,$theirs/,p" after | xargs -r mkdir -p
		before_it=$(find "$theirs" -printf '%p %m %u\n')
		planted -s "$theirs" "$name" "$@"
		[ "$(find "$theirs" -printf '%p %m %u\n')" = "$before_it" ] || { echo "$*: through ln -s $name"; return 1; }
	done
}
