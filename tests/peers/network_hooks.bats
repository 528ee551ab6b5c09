#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_hooks - the administrator's programs are told of networks and of ports in them

load network

lab='
	hooks=$VIRTUTILS_ROOT/etc/hooks
	mkdir -p "$hooks/network.d"
	hook() {                # FILE COMMAND
		printf "#!/bin/sh\n%s\n" "$2" >"$hooks/$1"
		chmod +x "$hooks/$1"
	}
	told() { cat "$work/told"; : >"$work/told"; }
	port() { printf "<networkport><owner><name>web</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner><mac address=\"52:54:00:00:00:01\"/></networkport>" | net-port-create lab -; }
	: >"$work/told"'

@test "hooks are told of each step, with the documents; later ones of a folder by name" {
	lab=$lab inside <<-'S'
	eval "$lab"
	hook network 'echo "$@" >>"'"$work"'/told"; cat >"'"$work"'/document"'
	hook network.d/20 'echo two "$2" >>"'"$work"'/told"'
	hook network.d/10 'echo one "$2" >>"'"$work"'/told"'
	echo 'not a program' >"$hooks/network.d/15"
	network lab "$v4" | net-define -
	net-start --dry-run lab >/dev/null
	[ -z "$(told)" ]
	net-start lab
	[ "$(told)" = $'lab start begin -\none start\ntwo start\nlab started begin -\none started\ntwo started' ]
	rm "$hooks"/network.d/*
	grep -q 'bridge name=.br-lab' "$work/document"
	id=$(port)
	[ "$(told)" = 'lab port-created begin -' ]
	busybox sed -n '1p; $p' "$work/document" | tr '\n' ' ' | grep '^<hookData> </hookData> $'
	grep -q "<uuid>$id</uuid>" "$work/document"
	net-update lab add ip-dhcp-host '<host mac="52:54:00:00:00:09" ip="10.77.0.9"/>' --live
	[ "$(told)" = 'lab updated begin -' ]
	grep -q 10.77.0.9 "$work/document"
	net-port-delete lab "$id"
	[ "$(told)" = 'lab port-deleted end -' ]
	net-destroy lab
	[ "$(told)" = 'lab stopped end -' ]
	S
}

@test "what a hook refuses does not happen, and nothing is left; what has happened it cannot undo" {
	lab=$lab inside <<-'S'
	eval "$lab"
	network lab "$nat" "$v4" | net-define -
	for step in start started; do
		hook network '[ "$2" != '$step' ] || { echo "not on a Saturday" >&2; exit 3; }'
		run=$(net-start lab 2>&1) && die "started"
		[ "$run" = "net-start: lab: hook: network: not on a Saturday" ] || die "$run"
		nothing_left lab
		[ "$(net-info lab -o ACTIVE)" = no ]
	done
	hook network 'case $2 in port-created | stopped) exit 3;; esac'
	net-start lab
	run=$(port 2>&1) && die "a port was made"
	[[ $run == *"hook: network: exit status 3" ]] || die "$run"
	[ -z "$(net-port-list --uuid lab)" ]
	run=$(net-destroy lab 2>&1)
	[[ $run == *"network 'lab': stopped: hook: network: exit status 3" ]] || die "$run"
	nothing_left lab
	S
}
