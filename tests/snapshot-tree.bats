#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshot-tree - the tree of snapshots: what is listed, edited, given back
#
# S numbers are the scenarios of spec/snapshots.md, section 8.

load helpers
load snapshots

# a is the root of b and c, d is below c; each is a second older than the next; a is current.
given_tree() {          # VM
	local line

	for line in "a - 101" "c a 102" "d c 103" "b a 104"; do
		set -- "$1" $line
		[ "$3" = - ] || vm-snapshot-current "$1" "$3"
		vm-snapshot-create-as "$1" "$2"
		vm-snapshot-edit "$1" "$2" --set="/domainsnapshot/creationTime=$4"
	done
	vm-snapshot-current "$1" a
}

names() {               # VM [OPTION...]
	vm-snapshot-list "$1" --name "${@:2}" | paste -sd ' '
}

# redefine VM SED-EXPRESSION SNAPSHOT [OPTION...]: give its document back, changed.
redefine() {
	vm-snapshot-dumpxml "$1" "$3" | sed "$2" >changed.xml
	vm-snapshot-create "$1" changed.xml --redefine "${@:4}"
}

refused() {             # EXIT-STATUS ERROR-CLASS COMMAND...
	local before after

	before=$(find "$VIRTUTILS_ROOT/etc" -type f -exec cksum {} +)
	run "${@:3}" --errors=json
	after=$(find "$VIRTUTILS_ROOT/etc" -type f -exec cksum {} +)
	echo "$output"
	[ "$status" -eq "$1" ]
	jq -e --arg class "$2" '.code == $class' <<<"$output"
	[ "$before" = "$after" ]
}

@test "S59: none current, none of that name" {
	given_vm web
	refused 4 no-snapshot vm-snapshot-current web
	refused 4 no-snapshot vm-snapshot-delete web nope
}

@test "S60: parts of a tree" {
	given_vm web
	given_tree web
	diff <(vm-snapshot-list web --tree) - <<-'TREE'
	a
	  |
	  +- c
	  |   |
	  |   +- d
	  |
	  +- b

	TREE
	[ "$(names web --roots)" = a ]
	[ "$(names web --leaves)" = "b d" ]
	[ "$(names web --no-leaves)" = "a c" ]
	[ "$(names web --leaves --no-leaves)" = "a b c d" ]
	[ "$(names web --from=c)" = d ]
	[ "$(names web --from=a --descendants)" = "b c d" ]
	[ "$(names web --current --descendants)" = "b c d" ]
	[ "$(names web --from=c --leaves)" = d ]
}

@test "S61: options of a list that exclude or need each other" {
	given_vm web
	given_tree web
	for options in "--tree --leaves" "--roots --parent" --descendants "--tree --name" "--tree --internal" \
		       "--format=svg --leaves" "--tree --roots" "--roots --from=a" "--roots --current" "--from=a --current"; do
		refused 2 usage vm-snapshot-list web $options
	done
}

@test "S62: parents before their children" {
	given_vm web
	given_tree web
	[ "$(names web --topological)" = "a c d b" ]
	redefine web 's/<creationTime>.*</<creationTime>999</' a
	[ "$(names web --topological)" = "a c d b" ]
}

@test "S62: in a tree of sixty, whatever the names and times say, too" {
	local i parent name

	given_vm web
	vm-snapshot-create-as web n37
	cd "$VIRTUTILS_ROOT/etc/test/snapshot/web"
	for ((i = 2; i <= 60; i++)); do
		# Names and times run against the tree, and some are the same.
		sed "s,<name>n37<,<name>n$((i * 37 % 61))<,; s,<creationTime>.*,<parent><name>n$((i / 2 * 37 % 61))</name></parent><creationTime>$(((100 - i) / 7))</creationTime>,
			s,<active>1,<active>0," n37.xml >"n$((i * 37 % 61)).xml"
	done
	vm-snapshot-list web --topological --name --parent >"$work/list"
	[ "$(wc -l <"$work/list")" -eq 60 ]
	while IFS=$'\t' read -r name parent; do
		[ "$parent" = - ] || [[ " ${seen-} " == *" $parent "* ]]
		seen+=" $name"
	done <"$work/list"
	[ "$(wc -w <<<"$seen")" -eq 60 ]
	[ "$(cut -f2 "$work/list" | grep -vc '^-')" -eq 59 ]
}

@test "S63: without metadata there are none" {
	given_vm web
	given_tree web
	run vm-snapshot-list web --no-metadata --name
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
}

@test "S64: an edit that changes the name, without saying so" {
	given_vm web
	vm-snapshot-create-as web s1
	refused 2 usage vm-snapshot-edit web s1 --set=/domainsnapshot/name=s9
	[ "$(names web)" = s1 ]
}

@test "S65: an external one renamed: still current, its children with it" {
	given_disk_vm web
	given_external web s1
	given_external web s2
	vm-snapshot-current web s1
	vm-snapshot-edit web s1 --rename --set=/domainsnapshot/name=s9
	[ "$(names web)" = "s2 s9" ]
	[ "$(vm-snapshot-current web --name)" = s9 ]
	[ "$(vm-snapshot-parent web s2)" = s9 ]
}

@test "an edit or a rename never takes the place of another one" {
	given_disk_vm web
	given_external web s1
	given_external web s2
	for option in --rename --clone; do
		refused 1 operation-failed vm-snapshot-edit web s1 $option --set=/domainsnapshot/name=s2
	done
}

@test "S68: given back as printed: nothing changes, but with --current" {
	given_vm web running
	vm-snapshot-create-as web s1
	vm-snapshot-create-as web s2
	vm-snapshot-current web s1
	vm-snapshot-dumpxml web s2 --security-info >s2.xml
	vm-snapshot-create web s2.xml --redefine
	vm-snapshot-dumpxml web s2 --security-info | diff s2.xml -
	[ "$(vm-snapshot-current web --name)" = s1 ]
	vm-snapshot-create web s2.xml --redefine --current
	[ "$(vm-snapshot-current web --name)" = s2 ]
	vm-snapshot-dumpxml web s2 --security-info | diff s2.xml -
	vm-snapshot-create web s2.xml --redefine
	[ "$(vm-snapshot-current web --name)" = s2 ]
	[ "$(vm-snapshot-parent web s2)" = s1 ]
}

@test "S69: parents that cannot be, and another guest's UUID" {
	given_vm web
	for name in s1 s2 s3; do vm-snapshot-create-as web $name; done
	for parent in s2 s3 nobody; do
		vm-snapshot-dumpxml web s2 | sed "/<parent>/,/<.parent>/s/<name>s1</<name>$parent</" >changed.xml
		refused 1 invalid-arg vm-snapshot-create web changed.xml --redefine
	done
	vm-snapshot-dumpxml web s2 | sed 's/<uuid>......../<uuid>00000000/' >changed.xml
	refused 1 invalid-arg vm-snapshot-create web changed.xml --redefine
	[ "$(names web --topological)" = "s1 s2 s3" ]
}

@test "S70: from running to paused, not to off" {
	given_vm web running
	vm-snapshot-create-as web s2
	vm-snapshot-dumpxml web s2 >s2.xml
	for state in shutoff disk-snapshot; do
		sed "s/<state>running/<state>$state/; s/<memory snapshot='internal'/<memory snapshot='no'/" s2.xml >changed.xml
		refused 1 invalid-arg vm-snapshot-create web changed.xml --redefine
	done
	redefine web 's/<state>running/<state>paused/' s2
	[ "$(vm-snapshot-info web s2 -o STATE)" = paused ]
	refused 6 operation-unsupported vm-snapshot-create web <(sed 's/<state>running/<state>pmsuspended/' s2.xml) --redefine
	refused 9 config-unsupported vm-snapshot-create web <(sed 's/<state>running/<state>nostate/' s2.xml) --redefine
}

@test "S71: what the guest sees must stay" {
	given_vm web
	vm-snapshot-create-as web s2
	vm-snapshot-dumpxml web s2 | sed '0,/<memory unit/s/>65536</>131072</' >changed.xml
	refused 9 config-unsupported vm-snapshot-create web changed.xml --redefine
	[[ "$output" == *memory* ]]
}

@test "S72: an image that moved; a definition that is left out" {
	given_disk_vm web
	vm-snapshot-create-as web s2
	redefine web 's,/vm/a,/srv/a,' s2
	[ "$(said web s2 //domain//source/@file)" = /srv/a ]
	redefine web '/<domain type/,/<.domain>/d' s2
	[ "$(said web s2 //domain//source/@file)" = /srv/a ]
}

@test "S73: a new name needs a whole definition" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-dumpxml web s1 | sed '/<domain type/,/<.domain>/d; s/<name>s1/<name>s9/' >changed.xml
	refused 9 xml-error vm-snapshot-create web changed.xml --redefine
	vm-snapshot-dumpxml web s1 | sed "s/<domain type='test'>/<domain>/; s/<name>s1/<name>s9/" >changed.xml
	refused 9 xml-error vm-snapshot-create web changed.xml --redefine
}

@test "S74: name, state and time must be there" {
	given_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-dumpxml web s1 >s1.xml
	for what in 's,<name>s1</name>,,' 's,<name>s1</name>,<name/>,' '/<state>/d' '/<creationTime>/d' 's/<creationTime>.*</<creationTime>soon</'; do
		sed "$what" s1.xml >changed.xml
		refused 9 xml-error vm-snapshot-create web changed.xml --redefine
	done
	refused 9 xml-schema vm-snapshot-create web <(sed 's/<state>/<nonsense\/><state>/' s1.xml) --redefine --validate
}

@test "S75: --current is for --redefine" {
	given_vm web
	refused 2 usage vm-snapshot-create web --current
	refused 2 usage vm-snapshot-create web --redefine --halt
}

@test "a whole tree moves to another host: each document, parents first" {
	given_vm web running
	given_tree web
	vm-destroy web
	for name in $(vm-snapshot-list web --topological --name); do
		vm-snapshot-dumpxml web "$name" --security-info >"$name.xml"
	done
	vm-snapshot-list web --tree >tree
	vm-dumpxml web --security-info >web.xml
	vm-snapshot-list web --topological --name >order

	export VIRTUTILS_ROOT=$work/other
	vm-define web.xml
	run vm-snapshot-create web d.xml --redefine
	[ "$status" -eq 1 ]
	while read -r name; do vm-snapshot-create web - --redefine <"$name.xml"; done <order
	vm-snapshot-create web a.xml --redefine --current
	vm-snapshot-list web --tree | diff tree -
	[ "$(vm-snapshot-current web --name)" = a ]
	while read -r name; do vm-snapshot-dumpxml web "$name" --security-info | diff "$name.xml" -; done <order
}

@test "names that cannot be files, in every program that gives one" {
	given_disk_vm web
	vm-snapshot-create-as web s1
	vm-snapshot-dumpxml web s1 >s1.xml
	long=$(printf 'x%.0s' {1..256})
	for name in a/b .x "$long"; do
		sed "s,<name>s1</name>,<name>$name</name>," s1.xml >changed.xml
		refused 9 xml-detail vm-snapshot-create web changed.xml --redefine
		refused 9 xml-detail vm-snapshot-create-as web "$name"
		refused 9 xml-detail vm-snapshot-edit web s1 --clone --set="/domainsnapshot/name=$name"
	done
	vm-snapshot-create-as web 'before the upgrade'
	[ "$(vm-snapshot-current web --name)" = 'before the upgrade' ]
}

@test "broken links: a parent that is gone, a ring: roots, and none is current" {
	given_vm web
	given_tree web
	cd "$VIRTUTILS_ROOT/etc/test/snapshot/web"
	rm a.xml
	run --separate-stderr vm-snapshot-list web --roots --name
	[ "$output" = $'b\nc' ]
	[[ "$stderr" == *"'b'"*"parent 'a' does not exist"* ]]
	[ "$(vm-snapshot-parent web d 2>/dev/null)" = c ]
	sed -i '/<parent>/,/<.parent>/s/<name>a</<name>d</; s/<active>0/<active>1/' c.xml
	run --separate-stderr vm-snapshot-list web --roots --name
	[ "$output" = $'b\nc\nd' ]
	[[ "$stderr" == *"'c' is its own ancestor"* ]]
	run --separate-stderr vm-snapshot-current web
	[ "$status" -eq 4 ]
}

# left_behind VM JSON: what a program that was killed had on record of who gets whose children.
left_behind() {
	echo "$2" >"$VIRTUTILS_ROOT/etc/test/snapshot/$1/heir"
}

@test "a deletion that was cut short is seen as done, and done by the next change" {
	given_vm web
	given_tree web
	left_behind web '{"gone":"c","file":"c","heir":"a","renamed":false}'
	[ "$(vm-snapshot-parent web d)" = c ]
	rm "$VIRTUTILS_ROOT/etc/test/snapshot/web/c.xml"
	run vm-snapshot-parent web d
	[ "$output" = a ]
	vm-snapshot-dumpxml web d | grep -A1 '<parent>' | grep '<name>a</name>'
	grep '<name>c</name>' "$VIRTUTILS_ROOT/etc/test/snapshot/web/d.xml"
	vm-snapshot-create-as web c
	[ "$(vm-snapshot-parent web d)" = a ]
	grep '<name>a</name>' "$VIRTUTILS_ROOT/etc/test/snapshot/web/d.xml"
	[ ! -e "$VIRTUTILS_ROOT/etc/test/snapshot/web/heir" ]
}

@test "a renaming that was cut short is seen as done once the new name is there" {
	local at=$VIRTUTILS_ROOT/etc/test/snapshot/web

	given_vm web
	given_tree web
	left_behind web '{"gone":"c","file":"c","heir":"e","renamed":true}'
	[ "$(names web)" = "a b c d" ]
	sed 's,<name>c</name>,<name>e</name>,' "$at/c.xml" >"$at/e.xml"
	[ "$(names web)" = "a b d e" ]
	[ "$(vm-snapshot-parent web d)" = e ]
	vm-snapshot-current web b
	[ ! -e "$at/c.xml" ] && [ ! -e "$at/heir" ]
	[ "$(names web)" = "a b d e" ]
	[ "$(vm-snapshot-parent web d)" = e ]
}

@test "a record of heirs that makes no sense changes nothing" {
	given_vm web
	given_tree web
	for junk in '' '{' '[]' '{"gone":1}' '{"gone":"c"}' '{"gone":"c","file":"c","renamed":true}'; do
		left_behind web "$junk"
		[ "$(names web)" = "a b c d" ]
		[ "$(vm-snapshot-parent web d)" = c ]
	done
	vm-snapshot-delete web c
	[ "$(vm-snapshot-parent web d)" = a ]
}

@test "lists taken while snapshots go and come show no torn tree" {
	local reader

	given_vm web
	given_tree web
	(while [ ! -e stop ]; do vm-snapshot-list web --tree || echo failed; done >lists 2>complaints) &
	reader=$!
	for i in 1 2 3 4 5 6 7 8; do
		vm-snapshot-delete web c
		vm-snapshot-current web a
		vm-snapshot-create-as web c
	done
	touch stop
	wait "$reader"
	[ ! -s complaints ]
	run ! grep failed lists
	[ "$(grep -c '^a$' lists)" -gt 8 ]
}

@test "two of a name, two current ones" {
	given_vm web
	given_tree web
	cd "$VIRTUTILS_ROOT/etc/test/snapshot/web"
	cp b.xml z.xml
	run --separate-stderr vm-snapshot-list web --name
	[ "$output" = $'a\nb\nc\nd' ]
	[[ "$stderr" == *"'z'"*"a second 'b'"* ]]
	rm z.xml
	sed -i 's/<active>0/<active>1/' b.xml
	[ "$(vm-snapshot-current web --name 2>/dev/null)" = b ]
	vm-snapshot-current web c
	run --separate-stderr vm-snapshot-current web --name
	[ "$output$stderr" = c ]
}

# --- the index that lists are made from

index() { printf '%s\n' "$VIRTUTILS_ROOT/cache/test/snapshots/web"; }

@test "a list follows every change of a file, however it was made" {
	given_vm web
	given_tree web
	names web
	cd "$VIRTUTILS_ROOT/etc/test/snapshot/web"
	[ -s "$(index)" ]
	sed -i 's/<state>shutoff/<state>crashed/' b.xml
	[ "$(vm-snapshot-list web --noheadings --raw -o STATE | paste -sd ' ')" = "shutoff crashed shutoff shutoff" ]
	rm d.xml
	[ "$(names web)" = "a b c" ]
	sed 's/<name>b</<name>e</' b.xml >e.xml
	[ "$(names web)" = "a b c e" ]
	printf '<domainsnapshot' >b.xml
	[ "$(names web 2>/dev/null)" = "a c e" ]
}

@test "a damaged index costs time, nothing else" {
	given_vm web
	given_tree web
	vm-snapshot-list web --output-all >right
	cp "$(index)" whole
	for damage in '3d' '2s/\t/ /' '2,3s/[0-9] [0-9]\t/9 &/' '1s/1$/2/' '$!d' '4s/\t[^\t]*$//'; do
		sed "$damage" whole >"$(index)"
		vm-snapshot-list web --output-all | diff right -
		diff whole "$(index)"
	done
	head -c 100 whole >"$(index)"
	vm-snapshot-list web --output-all | diff right -
	rm "$(index)" && mkdir "$(index)"
	vm-snapshot-list web --output-all | diff right -
}

@test "the index goes with the guest's name and with its snapshots" {
	given_vm web
	given_tree web
	vm-rename web db
	[ ! -e "$(index)" ]
	[ "$(names db)" = "a b c d" ]
	vm-undefine db --snapshots-metadata
	[ -z "$(ls "$VIRTUTILS_ROOT/cache/test/snapshots")" ]
}

@test "a chain of a thousand: list, tree, picture, the next one" {
	given_vm web
	vm-snapshot-create-as web s1
	cd "$VIRTUTILS_ROOT/etc/test/snapshot/web"
	sed -i 's/<active>1/<active>0/' s1.xml
	awk '{ line[NR] = $0 } END {
		for (i = 2; i <= 1000; i++)
			for (n = 1; n <= NR; n++) {
				text = line[n]
				sub(/^  <name>s1</, "  <name>s" i "<", text)
				if (text ~ /<creationTime>/)
					print "  <parent><name>s" i - 1 "</name></parent>" >("s" i ".xml")
				print text >("s" i ".xml")
				if (n == NR) close("s" i ".xml")
			}
	}' s1.xml
	sed -i 's/<active>0/<active>1/' s1000.xml
	[ "$(vm-snapshot-list web --name | wc -l)" -eq 1000 ]
	[ "$(vm-snapshot-list web --name --topological | head -1000 | tail -1)" = s1000 ]
	[ "$(vm-snapshot-list web --tree | wc -l)" -eq 2000 ]
	[ "$(vm-snapshot-list web --format=svg | grep -c '<circle')" -eq 1000 ]
	[ "$(vm-snapshot-info web s1 -o DESCENDANTS)" = 999 ]
	vm-snapshot-create-as web last
	[ "$(vm-snapshot-parent web last)" = s1000 ]
}

@test "a picture of the tree" {
	given_vm web
	given_tree web
	vm-snapshot-list web --format=svg >tree.svg
	python3 - tree.svg <<-'P'
	import sys, xml.etree.ElementTree as E
	svg, ns = E.parse(sys.argv[1]).getroot(), '{http://www.w3.org/2000/svg}'
	rows = [g.find(ns + 'text').text for g in svg.findall(ns + 'g')]
	assert rows == ['a', 'c', 'd', 'b'], rows
	x = [float(c.get('cx')) for c in svg.iter(ns + 'circle')]
	assert x[0] < x[1] == x[3] < x[2], x
	assert len(list(svg.iter(ns + 'path'))) == 3
	assert 'current' in svg.find(ns + 'g').get('class')
	P
	[ "$(vm-snapshot-list web --format=svg --from=c | grep -c '<circle')" -eq 2 ]
}

@test "room that files of its own take" {
	given_disk_vm web
	given_external web s1
	vm-snapshot-create-as web s2
	head -c 8192 /dev/zero >"$work/overlay"
	redefine web "s,/vm/a.s1,$work/overlay," s1
	run vm-snapshot-list web -o NAME,SIZE --raw --noheadings --bytes
	[ "$output" = "s1 $(($(stat -c %b "$work/overlay") * 512))"$'\ns2 -' ]
}
