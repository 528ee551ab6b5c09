#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Manual pages: made from the programs, with prose where there is some.

bats_require_minimum_version 1.5.0

# The pages of all programs are formatted at once, and then a file each.
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	virtutils --list-programs | sort >programs
	[ -s programs ]
	formatted $(sed "s,.*,$B/share/man/man1/&.1," programs) 2>said |
		awk '/^[A-Z0-9-]+\(1\) / { close(page); page = tolower(substr($1, 1, length($1) - 3)); next } { print >page }'
}

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# The text of pages as man(1) has it made; warnings of the formatter go to standard error.
formatted() {
	groff -k -t -man -ww -rLL=78n -Tutf8 "$@" | col -bx
}

# The lines of a file that stand in it once, as "FILE LINE".
headings() {
	awk '/^[A-Z]/ { n[FILENAME " " $0]++ } END { for (line in n) if (n[line] == 1) print line }' "$@" | sort
}

@test "every program has a page that formats without warnings" {
	cd "$BATS_FILE_TMPDIR"
	[ ! -s said ]
	for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' ENVIRONMENT 'SEE ALSO'; do sed "s/$/ $section/" programs; done | sort >wanted
	[ "$(wc -l <wanted)" -eq $((7 * $(wc -l <programs))) ]
	run comm -23 wanted <(headings $(<programs))
	[ -z "$output" ]
}

@test "every option and exit status of a program is in its page" {
	for program in $(virtutils --list-programs); do "$program" --describe=json; done |
		jq -r '.name as $name | (.options[].long | [$name, "option", .]), (.exit[].status | [$name, "status", .]) | @tsv' >wanted
	[ "$(cut -f1 wanted | sort -u | wc -l)" -eq "$(virtutils --list-programs | wc -l)" ]
	cd "$BATS_FILE_TMPDIR"
	run awk -F'\t' '
		$1 != program {
			program = $1
			page = "\n"
			while ((getline line <program) > 0)
				page = page line "\n"
			close(program)
		}
		$2 == "option" && page !~ ("[ ,\n]--" $3 "[=, \n]") || $2 == "status" && page !~ ("\n +" $3 " +[a-z]")
	' "$OLDPWD/wanted"
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "the overview formats, and names every program" {
	formatted "$B/share/man/man7/virtutils.7" >page 2>said
	[ ! -s said ]
	run comm -23 "$BATS_FILE_TMPDIR/programs" <(sed -nE 's/^ +([a-z0-9-]+)\(1\).*/\1/p' page | sort)
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "every type of document has a page, with every path of its table" {
	for schema in "$B"/share/virtutils/schemas/*.rng; do
		name=$(basename "$schema" .rng).xml
		formatted "$B/share/man/man5/$name.5" >page 2>said
		[ ! -s said ]
		[ "$(headings page | grep -cE '^page (NAME|DESCRIPTION|FORMAT|SEE ALSO)$')" -eq 4 ]
		grep -q "^ *$name - the document of" page
	done
}

@test "the page of a format tells words, sections, and where to read on" {
	formatted "$B/share/man/man5/domain.xml.5" >page
	grep -qx '   devices/disk' page
	grep -qE '^ +on_crash \(one of destroy, restart,' page
	grep -qE '^ +target/@dev \(text\)' page
	formatted "$B/share/man/man5/domainsnapshot.xml.5" >page
	grep -q 'As in domain.xml(5)' page
	! grep -q 'domain/devices' page
}

@test "prose takes its place in the page" {
	printf '.SH DESCRIPTION\nFirst of all.\n.SH EXAMPLES\nFor instance.\n.SH EXIT STATUS\nAs one likes.\n' >prose
	vm-start --describe=man prose >page
	run formatted page
	[[ $output == *$'DESCRIPTION\n       First of all.'*$'EXIT STATUS\n'*'As one likes.'*$'EXAMPLES\n'*'For instance.'*'SEE ALSO'* ]]
	[ "$(grep -cx EXAMPLES <<<"$output")" -eq 1 ]
}

@test "prose without a place is refused" {
	printf '.SH DESCRIPTION\nYes.\n.SH HISTORY\nLong ago.\n' >prose
	run --separate-stderr vm-start --describe=man prose
	[ "$status" -eq 9 ]
	[ "$stderr" = "vm-start: prose: section .SH HISTORY has no place in a manual page" ]
	run vm-start --describe=man nowhere
	[ "$status" -eq 1 ]
}

@test "prose in the tree is used" {
	grep -qF 'no lock is taken' -i <(formatted "$B/share/man/man1/vm-list.1")
}

@test "hostile text is text" {
	page=$(vm-list --describe=man)
	! grep -E "^[.'](so|sy|pso|open)" <<<"$page"
}
