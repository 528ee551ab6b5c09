# SPDX-License-Identifier: LGPL-2.1-or-later
# nwfilter_inside - filters on the ports of namespaces that stand for guests

one=52:54:00:00:00:01 two=52:54:00:00:00:02 evil=52:54:00:00:00:66

# Two guests in a bridge; with the word dhcp it is that of a network, where they can get addresses.
given_lab() {
	if [ "${1:-}" = dhcp ]; then
		network lab "$nat" "$v4" | net-define -
		net-start lab
	else
		ip link add br-lab type bridge
		ip link set br-lab up
	fi
	guest one 01 br-lab
	guest two 02 br-lab
}

# binding PORT MAC FILTER [NAME=VALUE...]; bind: one that is in force.
binding() {
	local port=$1 mac=$2 filter=$3 parameter
	shift 3
	printf '<filterbinding><owner><name>web</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner>'
	printf "<portdev name='%s'/><mac address='%s'/><filterref filter='%s'>" "$port" "$mac" "$filter"
	for parameter; do printf "<parameter name='%s' value='%s'/>" "${parameter%%=*}" "${parameter#*=}"; done
	printf '</filterref></filterbinding>'
}
bind() { binding "$@" | nwfilter-binding-create -; }
filter() {              # NAME LINE...
	printf '<filter name="%s" chain="root">%s</filter>' "$1" "${*:2}" | nwfilter-define -
}

# hear NAME: what that guest receives goes to $work/NAME.heard; heard NAME PATTERN.
hear() {
	from "$1" "$BATS_HERE/frames" hear eth0 "$work/$1.heard" &
	until_so grep -qs ready "$work/$1.heard"
}
heard() { grep -q -- "$2" "$work/$1.heard"; }
send() { from "$1" "$BATS_HERE/frames" "$2" eth0 "${@:3}"; }
# What came before it has come, or it never does.
marker=0
mark() {                # FROM TO SENDER-IP
	marker=$((marker + 1))
	send "$1" udp "${!1}" "$3" 10.77.0.255 9 9 "mark$marker"
	until_so heard "$2" "mark$marker"
}

tables() { nft list tables bridge | sed -n 's/table bridge virtutils-nwfilter-//p'; }
rules() { nft list table bridge "virtutils-nwfilter-$1"; }
