# SPDX-License-Identifier: LGPL-2.1-or-later
# network_inside - what the scripts of network.bash find in their namespaces

. "$BATS_HERE/../inject.bash"
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/netns
ip link set lo up
work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
chmod 711 "$work"
trap 'rm -rf "$work"' EXIT
export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8
unset VIRTUTILS_ETC VIRTUTILS_RUN LIBVIRT_DEFAULT_URI

die() { echo "FAILED: $*"; exit 1; }
no() { if "$@"; then die "should have failed: $*"; fi; }

# Wait, at most ten seconds or as many tenths as $patience says, until a command succeeds.
until_so() {
	local tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt "${patience:-100}" ] || die "never: $*"
		read -rt 0.1 <> <(:) || :
	done
}

# network NAME [LINE...]: a definition whose bridge is br-NAME; usual_network: one whose dnsmasq asks
# for three seconds whether somebody has an address before it gives it away.
usual_network() {
	local name=$1 line
	shift
	printf '<network xmlns:dnsmasq="http://libvirt.org/schemas/network/dnsmasq/1.0">\n'
	printf '<name>%s</name>\n<bridge name="br-%s" stp="off"/>\n' "$name" "$name"
	for line; do printf '%s\n' "$line"; done
	printf '</network>\n'
}
network() { usual_network "$@" '<dnsmasq:options><dnsmasq:option value="no-ping"/></dnsmasq:options>'; }
nat='<forward mode="nat"><nat ipv6="yes"/></forward>'
v4='<ip address="10.77.0.1" prefix="24"><dhcp><range start="10.77.0.100" end="10.77.0.110"/></dhcp></ip>'
v6='<ip family="ipv6" address="fd00:77::1" prefix="64"/>'

# guest NAME LAST-OCTET BRIDGE: a namespace whose eth0 is in a bridge.
guest() {
	ip netns add "$1"
	from "$1" busybox sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitation_delay=0 \
		net.ipv6.conf.default.router_solicitation_interval=1
	ip link add "tap-$1" type veth peer name eth0 netns "$1" address "52:54:00:00:00:$2"
	ip link set "tap-$1" master "$3" up
	ip -n "$1" link set lo up
	ip -n "$1" link set eth0 up
}
cat >"$work/lease" <<'S'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/$mask" dev "$interface"
[ -z "$router" ] || ip route add default via "$router"
S
chmod +x "$work/lease"
# dhcp NAME: prints the address that it got.
dhcp() {
	ip netns exec "$1" busybox udhcpc -q -n -t 10 -T 1 -i eth0 -F "$1" -s "$work/lease" >/dev/null 2>&1 ||
		die "$1 gets no address"
	address_of "$1"
}
address_of() { ip -n "$1" -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }'; }
has_v6() { ip -n "$1" -6 -o addr show dev eth0 scope global | grep -q fd00: && no_tentative "$1"; }
no_tentative() { ! ip -n "$1" -6 -o addr show dev eth0 | grep -q tentative; }
from() { local who=$1; shift; ip netns exec "$who" "$@"; }
pings() { from "$1" busybox ping -c1 -W2 "$2" >/dev/null 2>&1; }
# misses FROM ADDRESS [FROM ADDRESS...]: none of them is reached, all tried at once.
misses_one() { ! from "$1" busybox ping -c1 -W1 "$2" >/dev/null 2>&1; }
misses() {
	local tries=() try
	while [ $# -gt 0 ]; do
		misses_one "$1" "$2" &
		tries+=("$!")
		shift 2
	done
	for try in "${tries[@]}"; do wait "$try" || return 1; done
}
resolves() { { from "$1" busybox nslookup "$2" 10.77.0.1 2>/dev/null || :; } | grep -q "$3"; }

# A third host, beyond this one.
world() {
	ip netns add world
	ip link add up0 type veth peer name eth0 netns world
	ip addr add 192.0.2.1/24 dev up0
	ip -6 addr add 2001:db8:99::1/64 dev up0 nodad
	ip link set up0 up
	ip -n world addr add 192.0.2.2/24 dev eth0
	ip -n world -6 addr add 2001:db8:99::2/64 dev eth0 nodad
	ip -n world link set eth0 up
	ip -n world link set lo up
	# The way back to the guests is known: only the rules keep it out.
	ip -n world route add 10.77.0.0/24 via 192.0.2.1
	ip -n world -6 route add fd00:77::/64 via 2001:db8:99::1
}

# Rules of somebody else's.
foreign() {
	nft -f - <<-'N'
	table inet foreign {
		set friends { type ipv4_addr; elements = { 192.0.2.7 }; }
		chain input {
			type filter hook input priority 0; policy accept;
			tcp dport 22 counter accept
		}
	}
	table ip nat {
		chain post {
			type nat hook postrouting priority 90
			ip saddr 172.30.0.0/24 masquerade
		}
	}
	N
}

# Nothing of a network is left but its definition.
nothing_left() {
	no ip link show "br-$1" 2>/dev/null
	no nft list table inet "virtutils-br-$1" 2>/dev/null
	no pgrep -f "conf-file=$VIRTUTILS_ROOT" >/dev/null
	[ -z "$(ls -I by-uuid -I ports -I '*.events' "$VIRTUTILS_ROOT/run/network/" 2>/dev/null)" ] || die "files of $1 are left"
}
dnsmasq_pid() { pgrep -f "conf-file=$VIRTUTILS_ROOT"; }
finding() { { net-check -o CHECK,RESULT,DETAIL --noheadings --raw "$1" || :; } 2>/dev/null | grep "^$2 "; }
