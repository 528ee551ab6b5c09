#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter_guests - filters on the cards of real QEMU guests

load network

export guest_xml='<domain type="qemu"><name>web</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid><memory unit="MiB">64</memory>
	<os><type arch="x86_64" machine="pc">hvm</type></os>
	<devices><interface type="network"><source network="lab"/><mac address="52:54:00:00:00:01"/><model type="e1000"/>
	<filterref filter="clean-traffic"/></interface></devices></domain>'
lab='. "$BATS_HERE/nwfilter_inside.bash"
network lab "$nat" "$v4" | net-define -
net-start lab
ended() { ! grep -qsE "^State:.[^Z]|^Threads:.([^1]|1.)" "/proc/$1/status"; }      # gone, or waited for, with all its threads
'

@test "a card is filtered for as long as the guest runs, and its boot ROM gets an address" {
	needs qemu-system-x86_64
	inside <<-S
	$lab
	sed 's,</os>,<boot dev="network"/></os>,' <<<"\$guest_xml" | vm-define -
	vm-start web
	tap=\$(vm-dumpxml web --xpath='string(//interface/target/@dev)')
	[ "\$(nwfilter-binding-list -o PORT,FILTER,OWNER,MAC --noheadings --raw)" = "\$tap clean-traffic web 52:54:00:00:00:01" ]
	[ "\$(tables)" = "\$tap" ]
	leased() { [ "\$(net-dhcp-leases lab -o MAC,VM --noheadings --raw)" = '52:54:00:00:00:01 web' ]; }
	until_so leased
	learned() { rules "\$tap" | grep 'elements = { 10.77.0.1.. }' >/dev/null; }
	until_so learned
	run=\$(nwfilter-undefine no-mac-spoofing 2>&1) && die undefined
	[[ \$run == *"in use by \$tap" ]] || die "\$run"
	vm-destroy web
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)" ] || die "left: \$(tables)"
	S
}

@test "a filter that cannot be in force keeps the guest from starting, and nothing is left" {
	needs qemu-system-x86_64
	inside <<-S
	$lab
	sed 's/clean-traffic/clean-traffic-gateway/' <<<"\$guest_xml" | vm-define -
	run=\$(vm-start --paused web 2>&1) && die started
	[[ \$run == "vm-start: web: interface 52:54:00:00:00:01: filter of "*": filter 'clean-traffic-gateway': variable 'GATEWAY_MAC' has no value" ]] || die "\$run"
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)\$(net-port-list --uuid lab)" ]
	S
}

@test "a guest whose emulator and keeper were killed has no filter any more" {
	needs qemu-system-x86_64
	inside <<-S
	$lab
	vm-define - <<<"\$guest_xml"
	vm-start --paused web
	[ -n "\$(tables)" ]
	for file in keeper pid; do
		pid=\$(cat "\$VIRTUTILS_ROOT/run/qemu/web.\$file")
		kill -KILL "\$pid"
		until_so ended "\$pid"
	done
	[ -n "\$(tables)" ]
	vm-reap --all
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)" ] || die "left: \$(tables)"
	S
}

@test "a filter that cannot be in force leaves a running guest the one that it has" {
	needs qemu-system-x86_64
	inside <<-S
	$lab
	vm-define - <<<"\$guest_xml"
	vm-start --paused web
	tap=\$(tables)
	rules "\$tap" >"\$work/rules"
	card=\$(tr -d '\n' <<<"\$guest_xml" | sed 's,.*<devices>,,; s,</devices>.*,,; s/clean-traffic/&-gateway/')
	run=\$(vm-update-device web - --live <<<"\$card" 2>&1) && die taken
	[[ \$run == *"variable 'GATEWAY_MAC' has no value" ]] || die "\$run"
	[ "\$(nwfilter-binding-list -o PORT,FILTER --noheadings --raw)" = "\$tap clean-traffic" ]
	rules "\$tap" | diff "\$work/rules" -
	vm-destroy web
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)" ] || die "left: \$(tables)"
	S
}

@test "a card has no address that was learned of another, whose port had the name before" {
	needs qemu-system-x86_64
	inside <<-S
	$lab
	sed 's,<mac,<target dev="tap-web"/>&,' <<<"\$guest_xml" | vm-define -
	vm-start --paused web
	nft add element bridge virtutils-nwfilter-tap-web learned '{ 10.77.0.5 }'
	for file in keeper pid; do
		pid=\$(cat "\$VIRTUTILS_ROOT/run/qemu/web.\$file")
		kill -KILL "\$pid"
		until_so ended "\$pid"
	done
	sed 's,<mac,<target dev="tap-web"/>&,; s/>web</>other</; s/fac2c/fac2d/; s/00:01/00:02/' <<<"\$guest_xml" | vm-define -
	vm-start --paused other
	[ "\$(nwfilter-binding-list -o PORT,OWNER --noheadings --raw)" = 'tap-web other' ]
	no grep -q 10.77.0.5 <(rules tap-web)
	vm-reap --all
	[ "\$(tables)" = tap-web ]
	vm-destroy other
	[ -z "\$(tables)\$(nwfilter-binding-list --noheadings)" ] || die "left: \$(tables)"
	S
}
