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
