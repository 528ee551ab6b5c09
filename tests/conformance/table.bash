# SPDX-License-Identifier: LGPL-2.1-or-later
# table.bash - what the runners of the conformance tests share: sourced with $here, $out and $corpus set
bad=0

# What libvirt makes at random is a token in the corpus; as input it needs a value.
plain() {
	sed 's/@UUID\(:[0-9]*\)\?@/c7a5fdbd-edaf-9455-926a-d65c16db1809/g
	     s/@MAC\(:[0-9]*\)\?@/52:54:00:12:34:56/g
	     s/@NUM\(:[0-9]*\)\?@/77/g; s/@ANY\(:[0-9]*\)\?@/any/g' "$@"
}

# The same document, in the same order.
same() {
	cmp -s "$1" "$2" || "$corpus/xmlcmp" --strict-order -q "$1" "$2" >/dev/null 2>&1
}

# tell KIND CASES: print a line of the table from KIND.different, and what is news in it.  bad is set
# when a case differs that is not in known-differences, or when one of these no longer does.
tell() {
	local kind=$1 cases=$2 different
	different=$(wc -l <"$out/$kind.different")
	printf '%-24s %5d %5d %5d\n' "$kind" "$cases" $((cases - different)) "$different"
	if ! diff <(awk -v k="$kind" '$1 == k { print $2 }' "$here/known-differences" | sort) \
		  <(sort "$out/$kind.different") >"$out/$kind.news"; then
		sed -n 's/^> /  differs now: /p; s/^< /  no longer differs: /p' "$out/$kind.news"
		bad=1
	fi
}
