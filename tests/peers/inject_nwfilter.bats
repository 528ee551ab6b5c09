#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_nwfilter - filters and bindings whose programs are killed in the middle
#
# Whatever they leave, the next command makes the rules what the files say.

load network

export calls='write pwrite64 copy_file_range renameat unlink unlinkat symlinkat mkdir mkdirat sendto sendmsg'
# libnftables crashes when a message of its own cannot be sent: that is a kill
export kills='sendto sendmsg'
lab='. "$BATS_HERE/nwfilter_inside.bash"
foreign
nft -a list ruleset >"$work/before"
for port in tap-one tap-two; do ip link add "$port" type veth peer name "peer-$port"; done
nwfilter-list >/dev/null
in_step() {             # after the next change
	nwfilter-binding-delete --if-needed tap-two
	[ "$(tables)" = "$(nwfilter-binding-list -o PORT --noheadings --raw)" ]
}
'

@test "nwfilter-binding-create and -delete, killed anywhere" {
	inside <<-S
	$lab
	binding tap-one \$one clean-traffic >"\$work/binding.xml"
	all=\$(points "\$calls" nwfilter-binding-create "\$work/binding.xml")
	[ "\$(wc -l <<<"\$all")" -gt 5 ] || die "few points: \$all"
	all+=\$'\n'\$(points "\$calls" nwfilter-binding-delete tap-one)
	while read -r point; do
		nwfilter-binding-delete --if-needed tap-one
		met \$point nwfilter-binding-create "\$work/binding.xml" && { in_step || die "create after \$point"; }
		[ -n "\$(tables)" ] || nwfilter-binding-create "\$work/binding.xml" || die "again after \$point"
		met \$point nwfilter-binding-delete tap-one && { in_step || die "delete after \$point"; }
		nwfilter-binding-delete --if-needed tap-one || die "delete again after \$point"
		[ -z "\$(tables)" ] || die "left after \$point"
	done <<<"\$all"
	nft -a list ruleset | diff "\$work/before" -
	S
}

@test "nwfilter-define of a filter that is in use, killed anywhere, is in force as it is stored" {
	inside <<-S
	$lab
	filter mine "<rule action='drop' direction='out' priority='1'/>"
	bind tap-one \$one mine
	nwfilter-dumpxml mine >"\$work/1.xml"
	sed "s/priority='1'/priority='2'/; s/'drop'/'accept'/" "\$work/1.xml" >"\$work/2.xml"
	all=\$(points "\$calls" nwfilter-define "\$work/2.xml")
	while read -r point; do
		nwfilter-define "\$work/1.xml"
		met \$point nwfilter-define "\$work/2.xml" || continue
		nwfilter-binding-delete --if-needed tap-two 2>/dev/null || :
		nwfilter-undefine --if-needed nobody
		action=\$(nwfilter-dumpxml mine --xpath='string(//rule/@action)')
		rules tap-one | awk -v a="\$action" '\$0 ~ "^\t\t" a "\$" { found = 1 } END { exit !found }' || die "not \$action after \$point"
	done <<<"\$all"
	S
}

@test "a filter that cannot be in force, of a program that was killed, keeps nothing else from being settled, and is told of until it is mended" {
	inside <<-S
	$lab
	ip link add tap-three type veth peer name peer-three
	filter mine "<rule action='drop' direction='out' priority='1'/>"
	bind tap-one \$one mine
	bind tap-two \$two clean-traffic
	bind tap-three \$two clean-traffic
	rules tap-one >"\$work/rules"
	nwfilter-dumpxml mine | sed "s,<rule.*,<rule action='drop' direction='out'><ip srcipaddr='\\\$MISSING'/></rule>," >"\$work/bad.xml"
	grep -q MISSING "\$work/bad.xml"
	met KILL renameat 3 nwfilter-define "\$work/bad.xml" || die 'it was not killed'
	nwfilter-dumpxml mine | grep MISSING >/dev/null || die 'it was killed too early'
	ip link del tap-three
	nft flush table bridge virtutils-nwfilter-tap-two
	for n in 1 2; do
		nwfilter-binding-delete --if-needed nobody 2>"\$work/said"
		grep "warning: filter of tap-one: filter 'mine': variable 'MISSING' has no value" "\$work/said" || die "\$(cat "\$work/said")"
		rules tap-one | diff "\$work/rules" -
		[ "\$(tables | sort | paste -sd' ')" = 'tap-one tap-two' ] || die "\$(tables)"
		rules tap-two | grep saddr >/dev/null || die 'one keeps the other'
		nwfilter-binding-delete tap-two 2>/dev/null
		bind tap-two \$two clean-traffic 2>/dev/null
	done
	filter mine "<rule action='accept' direction='out' priority='1'/>" 2>/dev/null
	rules tap-one | grep accept >/dev/null
	run=\$(nwfilter-binding-delete --if-needed nobody 2>&1) || die "\$run"
	[ -z "\$run" ] || die "\$run"
	[ ! -e "\$VIRTUTILS_ROOT/run/nwfilter/changing" ]
	S
}
