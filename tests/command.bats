#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# What all programs share: names, messages, output and exit statuses (commands.md, Conventions).

bats_require_minimum_version 1.5.0

# What all programs say of themselves.
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	virtutils --list-programs >programs
	while read -r program; do "$program" --describe=json; done <programs >programs.json
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir root
	export VIRTUTILS_ROOT=$PWD/root VIRTUTILS_URI=test:///default HOME=$PWD
}

document() {
	printf "<domain type='test'><name>%s</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>" "$1"
}

# Stopped guests of these names.
given_vms() {
	local name

	for name; do
		document "$name" | vm-define -
	done
}

states() {
	vm-list --all --raw --noheadings -o NAME,STATE -s NAME
}

# Root reads everything: take that away.
without_privileges() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --bounding-set=-dac_override,-dac_read_search -- "$@"
	else
		"$@"
	fi
}

# --- exit statuses

@test "0: done, and nothing is printed" {
	given_vms web1
	run --separate-stderr vm-start web1
	[ "$status" -eq 0 ] && [ -z "$output" ] && [ -z "$stderr" ]
	[ "$(vm-state web1)" = running ]
}

@test "1: the operation failed" {
	run --separate-stderr vm-start --names-from=nowhere
	[ "$status" -eq 1 ]
	[ "$stderr" = "vm-start: nowhere: open: No such file or directory" ]
}

@test "2: a wrong command line, with a hint that -q drops" {
	run --separate-stderr vm-start --bogus web1
	[ "$status" -eq 2 ]
	[ "$stderr" = "vm-start: unknown option '--bogus'
vm-start: hint: try 'vm-start --help'" ]
	run --separate-stderr vm-start -q --bogus web1
	[ "$status" -eq 2 ]
	[ "$stderr" = "vm-start: unknown option '--bogus'" ]
	run vm-start
	[ "$status" -eq 2 ]
	run vm-rename only-one
	[ "$status" -eq 2 ]
	run vm-start test --lock-timeout=soon
	[ "$status" -eq 2 ]
}

@test "3: wrong state, which --if-needed forgives" {
	run --separate-stderr vm-start test
	[ "$status" -eq 3 ] && [ "$stderr" = "vm-start: test: already running" ]
	run --separate-stderr vm-start --if-needed test
	[ "$status" -eq 0 ] && [ -z "$stderr" ]
}

@test "3: the no of a question, in silence with -q" {
	run --separate-stderr vm-state -q --is=paused test
	[ "$status" -eq 3 ] && [ -z "$output$stderr" ]
}

@test "4: no such object" {
	run --separate-stderr vm-start nobody
	[ "$status" -eq 4 ]
	[[ $stderr == "vm-start: nobody: "* ]]
	run vm-start 'no*'
	[ "$status" -eq 4 ]
}

@test "5: permission denied" {
	document web1 >web1.xml
	chmod 000 web1.xml
	run --separate-stderr without_privileges vm-define web1.xml
	[ "$status" -eq 5 ]
	[[ $stderr == "vm-define: web1.xml: "*"Permission denied" ]]
}

@test "6: not supported" {
	run --separate-stderr vm-list -c nosuch:///system
	[ "$status" -eq 6 ]
	[[ $stderr == "vm-list: "*"'nosuch'"* ]]
}

@test "7: busy, and the message names the holder" {
	given_vms web1
	exec 9>root/run/lock/test/web1
	flock 9
	run --separate-stderr vm-start --lock-timeout=0 web1
	[ "$status" -eq 7 ]
	[[ $stderr == "vm-start: web1: busy"* ]]
	exec 9>&-
	run vm-start --lock-timeout=0 web1
	[ "$status" -eq 0 ]
}

@test "9: bad data, with file and line" {
	printf '<domain>\n<name>x</name>\n<oops\n' >x.xml
	run --separate-stderr vm-define x.xml
	[ "$status" -eq 9 ]
	[[ $stderr == "vm-define: x.xml:"[34]": "* ]]
}

@test "8: timed out" {
	run vm-event test --event=lifecycle --timeout=0
	[ "$status" -eq 8 ]
}

@test "64: some done, some failed; with one status for all, that one" {
	given_vms web1 web2
	run --separate-stderr vm-start web1 nobody web2
	[ "$status" -eq 64 ]
	[ "$(vm-state web2)" = running ]
	run vm-start nobody nothing
	[ "$status" -eq 4 ]
	run vm-start web1 nobody
	[ "$status" -eq 64 ]
}

@test "--fail-fast stops at the first that fails" {
	given_vms web1
	run vm-start --fail-fast nobody web1
	[ "$status" -eq 4 ]
	[ "$(vm-state web1)" = "shut off" ]
}

# --- names

@test "- reads names, skips comments and blank lines" {
	given_vms web1 web2
	printf '# all of them\n\n  web1 \nweb2' | vm-start -
	[ "$(states)" = $'test running\nweb1 running\nweb2 running' ]
}

@test "an empty list is success and never becomes all" {
	run --separate-stderr vm-destroy - <<<''
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ]
	run --separate-stderr vm-list --all --json - </dev/null
	[ "$status" -eq 0 ] && [ "$output" = "[]" ]
	[ "$(vm-state test)" = running ]
}

@test "-0 takes names literally" {
	given_vms '#odd name'
	vm-list --inactive -0 -o NAME | vm-start -0 -
	[ "$(vm-state '#odd name')" = running ]
}

@test "a list as JSON is a list of names" {
	given_vms web1 'b c'
	vm-list --inactive --json | vm-start -
	vm-list --json | jq -c '.[]' | vm-suspend -
	vm-list --json | jq '.[]' | vm-resume -
	[ "$(states)" = $'b\\x20c running\ntest running\nweb1 running' ]
}

@test "--names-from reads a file, also for a program with more arguments" {
	given_vms web1
	echo web1 >names
	vm-desc --names-from=names --title 'a title'
	[ "$(vm-desc web1 --title)" = "a title" ]
}

@test "names from standard input go with further arguments" {
	given_vms web1 web2
	printf 'web1\nweb2\n' | vm-desc - --title both
	[ "$(vm-desc web2 --title)" = both ]
}

@test "a pattern stands for the guests that make sense" {
	given_vms web1 web2
	vm-start web1
	run vm-start 'web*'
	[ "$status" -eq 0 ]
	run --separate-stderr vm-start 'web*'
	[ "$status" -eq 4 ] && [ "$stderr" = "vm-start: web*: no stopped virtual machine matches" ]
	run vm-start --if-needed 'web*'
	[ "$status" -eq 0 ]
	vm-destroy 'web[12]'
	[ "$(states)" = $'test running\nweb1 shut\\x20off\nweb2 shut\\x20off' ]
}

@test "a guest that is called like a pattern wins" {
	given_vms 'web?' web1
	vm-start 'web?'
	[ "$(states)" = $'test running\nweb1 shut\\x20off\nweb? running' ]
}

@test "standard input is used once" {
	run vm-define - - <<<"$(document web1)"
	[ "$status" -eq 64 ]
	[[ $output == *"vm-define: standard input: standard input cannot be used twice" ]]
	[ "$(vm-list --inactive --name)" = web1 ]
}

@test "names are worked on as they arrive" {
	given_vms web1 web2
	mkfifo names
	vm-start - <names &
	exec 9>names
	echo web1 >&9
	timeout 20 bash -c 'until [ "$(vm-state web1)" = running ]; do :; done'
	[ "$(vm-state web2)" = "shut off" ]
	echo web2 >&9
	exec 9>&-
	wait $!
	[ "$(vm-state web2)" = running ]
}

@test "--parallel prints what serial work prints, in the same order" {
	given_vms web1 web2 web3
	vm-start web2
	run vm-start web1 web2 web3 nobody
	serial_status=$status serial=$output
	vm-destroy web1 web3
	run vm-start --parallel=3 web1 web2 web3 nobody
	[ "$status" -eq "$serial_status" ] && [ "$status" -eq 64 ]
	[ "$output" = "$serial" ]
	[ "$(vm-list --name)" = $'test\nweb1\nweb2\nweb3' ]
	run vm-start --parallel=0 web1
	[ "$status" -eq 2 ]
}

@test "--parallel: documents of several are one document" {
	given_vms web1 web2
	[ "$(vm-dumpxml --parallel=2 web1 web2)" = "$(vm-dumpxml web1 web2)" ]
	[ "$(vm-dumpxml --parallel=2 --json web1 web2)" = "$(vm-dumpxml --json web1 web2)" ]
}

@test "virsh's long options stand for arguments, underscores for dashes" {
	given_vms web1
	vm-start --domain web1
	vm-destroy --domain=web1
	vm-rename --domain=web1 --new_name=web2
	[ "$(vm-list --inactive --name)" = web2 ]
}

@test "-- ends options" {
	given_vms -- -web
	vm-start -- -web
	[ "$(vm-state -- -web)" = running ]
}

# --- messages

@test "a hostile name cannot write to the terminal" {
	run vm-start $'a\e[31mb\nc'
	[ "$status" -eq 4 ]
	[[ $output == "vm-start: 'a\\033[31mb\\nc': "* ]]
	[ "${#lines[@]}" -eq 1 ]
}

@test "--errors=json prints one object a line, with stable codes" {
	run --separate-stderr vm-start --errors=json nobody test
	[ "$status" -eq 64 ] || [ "$status" -eq 3 ]
	[ "$(jq -r '[.tool, .target, .code] | @tsv' <<<"$stderr")" = $'vm-start\tnobody\tno-domain\nvm-start\ttest\toperation-invalid' ]
	run --separate-stderr vm-start --errors=json --names-from=nowhere
	[ "$(jq -r '[.code, .errno, .message] | @tsv' <<<"$stderr")" = $'system-error\t2\topen: No such file or directory' ]
	run --separate-stderr vm-start --errors=json --bogus
	[ "$(jq -r '[.code, .target, .hint] | @json' <<<"$stderr")" = "[\"usage\",null,\"try 'vm-start --help'\"]" ]
}

@test "-v says what is done, on standard error" {
	given_vms web1
	run --separate-stderr vm-start -v web1
	[ "$status" -eq 0 ] && [ -z "$output" ]
	[[ $stderr == "vm-start: web1: "* ]]
}

@test "a warning changes nothing, --strict makes it an error" {
	document web1 | sed 's/<os>/<tpyo\/><os>/' >web1.xml
	run --separate-stderr vm-define --strict web1.xml
	[ "$status" -eq 9 ]
	[[ $stderr == "vm-define: web1.xml:1: unknown element 'tpyo'"* ]]
	[ "$(vm-list --all --name)" = test ]
	run --separate-stderr vm-define web1.xml
	[ "$status" -eq 0 ]
	[[ $stderr == "vm-define: web1.xml:1: warning: unknown element 'tpyo'"* ]]
}

# --- standard output

@test "what cannot be written is an error" {
	run --separate-stderr bash -c 'vm-list --all >/dev/full'
	[ "$status" -eq 1 ]
	[ "$stderr" = "vm-list: standard output: No space left on device" ]
	run --separate-stderr bash -c 'vm-list --all >&-'
	[ "$status" -eq 1 ]
	[ "$stderr" = "vm-list: standard output: Bad file descriptor" ]
}

@test "a program that prints nothing needs no standard output" {
	given_vms web1
	run bash -c 'vm-start web1 >&- 2>&- <&-'
	[ "$status" -eq 0 ]
	[ "$(vm-state web1)" = running ]
}

@test "a reader that goes away ends a list in silence" {
	# The pipe has no reader before the list begins.
	run --separate-stderr bash -c 'exec 9> >(:); wait $!; exec vm-list --all >&9'
	[ "$status" -eq 141 ]
	[ -z "$stderr" ]
}

@test "but a change is made whole, whoever reads" {
	run --separate-stderr bash -c 'exec 9> >(:); wait $!; exec vm-snapshot-create test >&9'
	[ "$status" -eq 141 ] && [ -z "$stderr" ]
	[ "$(vm-snapshot-list test --name | wc -l)" -eq 1 ]
}

@test "--dry-run says what would be done and does nothing" {
	given_vms web1
	before=$(cd root && find . -type f ! -path './run/lock/*' -exec md5sum {} + | sort)
	run --separate-stderr vm-start -n web1
	[ "$status" -eq 0 ] && [[ $output == *web1* ]]
	run vm-undefine --dry-run web1
	[ "$status" -eq 0 ]
	run vm-start -n test
	[ "$status" -eq 3 ]
	[ "$(cd root && find . -type f ! -path './run/lock/*' -exec md5sum {} + | sort)" = "$before" ]
	run vm-list -n
	[ "$status" -eq 2 ]
}

# --- lists and summaries

@test "a list is a table, raw, JSON, or bare" {
	given_vms 'b c'
	run vm-list --all
	[ "$output" = "ID NAME STATE
 - b c  shut off
 1 test running" ]
	run vm-list --all --raw
	[ "$output" = "ID NAME STATE
- b\\x20c shut\\x20off
1 test running" ]
	run vm-list --all --json
	[ "$(jq -c . <<<"$output")" = '[{"id":null,"name":"b c","state":"shut off"},{"id":1,"name":"test","state":"running"}]' ]
	run vm-list --all --noheadings -o STATE,name -s NAME:desc
	[ "$output" = "running  test
shut off b c" ]
	VIRTUTILS_JSON=1 run vm-list --all -o NAME
	[ "$(jq -c . <<<"$output")" = '[{"name":"b c"},{"name":"test"}]' ]
}

@test "-o adds, chooses and refuses columns, --list-columns explains them" {
	[ "$(vm-list --raw -o +UUID | head -1)" = "ID NAME STATE UUID" ]
	run --separate-stderr vm-list -o NAME,NOSUCH
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = "vm-list: unknown column 'NOSUCH'" ]
	vm-list --list-columns | grep -q '^UUID '
	[ "$(vm-list --output-all --raw | head -1 | wc -w)" -eq "$(vm-list --list-columns | wc -l)" ]
}

@test "sizes are bytes on a pipe and scaled on a terminal" {
	[ "$(vm-info test -o MAX-MEM)" = 8589934592 ]
	[ "$(script -qec 'vm-info test -o MAX-MEM' /dev/null | tr -d '\r')" = 8.0G ]
	[ "$(script -qec 'vm-info test --bytes -o MAX-MEM' /dev/null | tr -d '\r')" = 8589934592 ]
}

@test "a state has a colour on a terminal only" {
	[[ $(TERM=xterm script -qec 'vm-list' /dev/null) == *$'\e['* ]]
	[[ $(TERM=xterm NO_COLOR=1 script -qec 'vm-list' /dev/null) != *$'\e['* ]]
	[[ $(TERM=dumb script -qec 'vm-list' /dev/null) != *$'\e['* ]]
	[[ $(vm-list) != *$'\e['* ]]
	[[ $(vm-list --color=always) == *$'\e['* ]]
}

@test "a summary is keys and values, one key its value" {
	[ "$(vm-info test -o NAME,STATE)" = $'NAME: test\nSTATE: running' ]
	[ "$(vm-info test -o STATE)" = running ]
	[ "$(vm-info test --json | jq -r '.[0].name, .[0]."max-mem"')" = $'test\n8589934592' ]
	given_vms web1
	[ "$(vm-info test web1 -o NAME,STATE)" = $'NAME: test\nSTATE: running\n\nNAME: web1\nSTATE: shut off' ]
	[ "$(vm-info test web1 --json | jq -r '.[].name')" = $'test\nweb1' ]
	vm-info --list-keys | grep -q '^MAX-MEM '
}

# --- documents

@test "--xpath selects, --wrap and several guests have one root" {
	given_vms web1
	[ "$(vm-dumpxml test --xpath 'string(//name)')" = test ]
	[ "$(vm-dumpxml test web1 | xmllint --xpath 'count(/*/domain)' -)" = 2 ]
	[ "$(vm-dumpxml test web1 --xpath 'string(//name)')" = $'test\nweb1' ]
	[ "$(vm-dumpxml test web1 --xpath //name --wrap | xmllint --xpath 'count(/*/name)' -)" = 2 ]
	[ "$(vm-dumpxml test --xpath //name --wrap | xmllint --xpath 'string(/*/name)' -)" = test ]
	run vm-dumpxml test --xpath //nosuch
	[ "$status" -eq 4 ]
}

@test "--json is the same tree" {
	[ "$(vm-dumpxml test --json | jq -r '.domain."@type", .domain.name, .domain.memory."@unit"')" = $'test\ntest\nKiB' ]
	given_vms web1
	[ "$(vm-dumpxml test web1 --json | jq -r '.[].domain.name')" = $'test\nweb1' ]
}

@test "--set edits without an editor, an editor may be a command with options" {
	given_vms web1
	vm-edit web1 --set='//vcpu=2' --set="//memory[@unit='KiB']=131072"
	[ "$(vm-dumpxml web1 --xpath 'string(//vcpu)')" = 2 ]
	[ "$(vm-dumpxml web1 --xpath 'string(//memory)')" = 131072 ]
	EDITOR='sed -i s/131072/262144/' vm-edit web1
	[ "$(vm-dumpxml web1 --xpath 'string(//memory)')" = 262144 ]
	run vm-edit web1 --set=//nosuch=1
	[ "$status" -eq 4 ]
	run env -u EDITOR -u VISUAL vm-edit web1
	[ "$status" -eq 2 ]
}

@test "an edit that is refused changes nothing and is kept" {
	given_vms web1
	EDITOR='sed -i s/domain/oops/' TMPDIR=$PWD run --separate-stderr vm-edit web1
	[ "$status" -eq 9 ]
	[[ $stderr == *"hint: your edit is kept in $PWD/virtutils."* ]]
	grep -q '<oops' virtutils.*
	EDITOR=true TMPDIR=$PWD vm-edit web1
	[ "$(ls virtutils.* | wc -l)" -eq 1 ]
}

# --- other hosts

@test "several URIs make one list with a HOST column" {
	run vm-list -c test:///default,test:///default -o NAME --raw
	[ "$output" = "HOST NAME
test:///default test
test:///default test" ]
	run vm-list -c test:///default,nosuch:///system --json -o NAME
	[ "$status" -eq 64 ]
	[[ $output == *"'nosuch'"* ]]
	run vm-state -c test:///default,test:///default test
	[ "$output" = $'running\nrunning' ]
}

@test "a list of URIs: a host that answers with something else is told of" {
	mkdir bin
	printf '#!/bin/sh\necho "$ANSWER"\n' >bin/ssh
	chmod +x bin/ssh
	for ANSWER in '{}' 5 '"text"'; do
		export ANSWER
		PATH=$PWD/bin:$PATH run --separate-stderr vm-list --raw --noheadings -o NAME -c test+ssh://there/default,test:///default
		[ "$status" -eq 64 ]
		[ "$stderr" = 'vm-list: test+ssh://there/default: what it says is no list' ]
		[[ $output =~ ^test:///default\ +test$ ]]
	done
}

@test "a URI with ssh runs the same call over there" {
	mkdir bin
	printf '#!/bin/sh\nprintf "<%%s>" "$@" >called\ncat\nexit 7\n' >bin/ssh
	chmod +x bin/ssh
	PATH=$PWD/bin:$PATH run vm-start -c "test+ssh://me@there:2222/default" --paused "it's" <<<passed
	[ "$status" -eq 7 ] && [ "$output" = passed ]
	[ "$(<called)" = "<-p2222><--><me@there><vm-start --paused -c test:///default -- 'it'\\''s'>" ]
	document web1 >web1.xml
	PATH=$PWD/bin:$PATH run vm-define -c test+ssh://there/default web1.xml
	[ "$status" -eq 7 ] && [ "$output" = "$(<web1.xml)" ]
	[ "$(<called)" = "<--><there><vm-define -c test:///default -- ->" ]
	PATH=$PWD/bin:$PATH run vm-define -c test+ssh://there/default --file web1.xml --strict
	[ "$output" = "$(<web1.xml)" ]
	[ "$(<called)" = "<--><there><vm-define --strict --file=- -c test:///default -->" ]
	PATH=$PWD/bin:$PATH run vm-define -c test+ssh://there/default web1.xml web1.xml
	[ "$status" -eq 6 ]
	run vm-start -c "test+ssh://-oProxyCommand=x/default" web1
	[ "$status" -eq 2 ]
}

# --- every program

@test "popt aliases work" {
	echo 'vm-list alias --ll --all --raw --noheadings --output NAME' >.popt
	[ "$(vm-list --ll)" = test ]
}

@test "every program has help, usage and version" {
	help_of_all() {
		local program usage help
		while read -r program; do
			usage=$("$program" --usage) && help=$("$program" --help) || echo "$program: no help"
			[[ $usage == "Usage: $program "* && ${help%%$'\n'*} == "$usage" ]] || echo "$program: $usage"
			[[ $("$program" --version) == "$program (virtutils) "* ]] || echo "$program: no version"
			[[ $("$program" --usage --nonsense) == *Usage* ]] || echo "$program: no usage"
		done <"$BATS_FILE_TMPDIR/programs"
	}
	export -f help_of_all
	run -0 bash -c help_of_all      # where bats does not look at every line
	[ -z "$output" ]
}

# The names of the programs for which this does not hold.
not_so() { jq -r "select(($1) | not).name" "$BATS_FILE_TMPDIR/programs.json"; }

@test "every program describes itself completely" {
	cd "$BATS_FILE_TMPDIR"
	jq -r .name programs.json | diff programs -
	run not_so '
		(.summary | length > 0) and
		([.options[], .arguments[], .columns[]?, .exit[]] | all(.help // .meaning | length > 0)) and
		([.options[].long] | length == (unique | length)) and
		([.options[].short | values] | length == (unique | length)) and
		([.exit[].status] | contains([0, 1, 2]))'
	[ "$status" -eq 0 ] && [ -z "$output" ]
	run awk -F '\t' 'NF != 3' "$B/share/virtutils/programs.tsv"
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "a short option means the same on every program" {
	run not_so '
		{ c: "connect", q: "quiet", v: "verbose", n: "dry-run", o: "output", s: "sort", "0": "null",
		  e: "escape", h: "help", V: "version", f: "follow", j: "json", r: "raw" } as $fixed |
		all(.options[] | select(.short); $fixed[.short] == .long)'
	[ "$status" -eq 0 ] && [ -z "$output" ]
}

@test "every program that changes something has --dry-run, and no other" {
	run not_so '.changes == any(.options[]; .long == "dry-run")'
	[ "$status" -eq 0 ] && [ -z "$output" ]
}
