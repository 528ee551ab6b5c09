#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# planted_network - files of networks, filters, interfaces, devices and secrets of this host: links that somebody planted
# there are not written through, and modes do not depend on the umask

load network

@test "a link in the place of any file that is written is not written through, by us or by dnsmasq" {
	inside <<-'S'
	. "$BATS_HERE/planted_network_inside.bash"
	links=0
	declare -A tried=()
	while IFS='|' read -r before command <&9; do
		spared $command || die "$(<said)"
	done 9< <(table)
	echo "# $links links" >&3
	[ $links -gt 150 ]
	S
}

@test "dnsmasq does not write leases to what somebody has linked there" {
	inside <<-'S'
	. "$BATS_HERE/planted_network_inside.bash"
	victim=$work/victim
	for how in -s ''; do
		before=defined given
		echo precious >"$victim"
		mkdir -p "$VIRTUTILS_ROOT/var/network"
		ln $how "$victim" "$VIRTUTILS_ROOT/var/network/lan.leases"
		no net-start lan 2>said
		grep lan.leases said
		[ "$(<"$victim")" = precious ]
		nothing_left lan
	done
	S
}

@test "nobody else may write what we keep, or read a definition, and dnsmasq may read what it is told, whatever the umask" {
	inside <<-'S'
	. "$BATS_HERE/planted_network_inside.bash"
	for mask in 000 077; do
		before=: given
		(
			umask $mask
			connected
			net-autostart lan && net-update lan add ip-dhcp-host host.xml --live --config
			bound && kept && mdev && nodedev-autostart $mdev && nodedev-start $mdev
			secret && secret-set-value $key --file value && secret-set-value $lost --file value
			instead systemd/network && iface-define vt1.xml
			instead NetworkManager/system-connections && iface-define vt1.xml
		)
		(cd "$VIRTUTILS_ROOT" && find . -path ./host/sys -prune -o ! -type l -printf '%m %p\n' | sort -k 2) >modes.$mask
	done
	diff modes.000 modes.077
	no grep -E '^[0-7]?[0-7]([2367][0-7]|[0-7][2367]) ' modes.000
	no grep -vE '^600 |^7|^644 [.]/(etc/nwfilter/[.]stocked|host/etc/.*|run/network/lan[.](dnsmasq|hosts|names|pid)|var/network/lan.leases|var/interface/saved/.*)$' modes.000
	for file in etc/secrets/$key.base64 run/secrets/$lost.base64 host/etc/NetworkManager/system-connections/vt1.nmconnection \
		run/lock/network/lan run/network/ports/lan/$port.xml run/nwfilter/bindings/tap-one.xml; do
		grep -qx "600 ./$file" modes.000 || die "$file"
	done
	for file in run/network/lan.{dnsmasq,hosts,names} var/network/lan.leases host/etc/was/interfaces.d/vt1 host/etc/systemd/network/vt1.network; do
		grep -qx "644 ./$file" modes.000 || die "$file"
	done
	grep -qx '700 ./var/interface/saved' modes.000
	S
}

@test "nor does the configuration of this host come back from there" {
	inside <<-'S'
	. "$BATS_HERE/planted_network_inside.bash"
	for name in interface/saved interface; do
		before=kept given
		mv "$VIRTUTILS_ROOT/var/$name" theirs
		ln -s "$work/theirs" "$VIRTUTILS_ROOT/var/$name"
		run=$(iface-rollback 2>&1) && die 'it came back'
		[ "$run" = 'iface-rollback: no copy is kept: iface-begin was not called' ] || die "$run"
		[ -e "$host/etc/network/interfaces.d/vt1" ]
		rm -r theirs
	done
	S
}
