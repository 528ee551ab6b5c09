#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Manual pages: made from the programs, with prose where there is some.

bats_require_minimum_version 1.5.0

# The pages of all programs are formatted once.
setup_file() {
	for program in $(virtutils --list-programs); do
		formatted "$B/share/man/man1/$program.1" >"$BATS_FILE_TMPDIR/$program" 2>"$BATS_FILE_TMPDIR/$program.said"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# The text of a page as man(1) has it made; warnings of the formatter go to standard error.
formatted() {
	groff -k -t -man -ww -rLL=78n -Tutf8 "$1" | col -bx
}

@test "every program has a page that formats without warnings" {
	for program in $(virtutils --list-programs); do
		[ -s "$BATS_FILE_TMPDIR/$program" ] && [ ! -s "$BATS_FILE_TMPDIR/$program.said" ]
		for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' ENVIRONMENT 'SEE ALSO'; do
			grep -qx "$section" "$BATS_FILE_TMPDIR/$program"
		done
		[ "$(grep -cx 'DESCRIPTION' "$BATS_FILE_TMPDIR/$program")" -eq 1 ]
	done
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
	run --separate-stderr formatted "$B/share/man/man7/virtutils.7"
	[ "$status" -eq 0 ] && [ -z "$stderr" ]
	for program in $(virtutils --list-programs); do
		grep -qE "^ +$program\(1\)" <<<"$output"
	done
}

@test "every type of document has a page, with every path of its table" {
	for schema in "$B"/share/virtutils/schemas/*.rng; do
		name=$(basename "$schema" .rng).xml
		run --separate-stderr formatted "$B/share/man/man5/$name.5"
		[ "$status" -eq 0 ] && [ -z "$stderr" ]
		for section in NAME DESCRIPTION FORMAT 'SEE ALSO'; do
			grep -qx "$section" <<<"$output"
		done
		grep -q "^ *$name - the document of" <<<"$output"
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
