#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Bonds and VLANs of a real kernel that has them.

load machine

setup() {
	needs_machine
	work=$(mktemp -d "${TMPDIR:-/tmp}/vt.XXXXXX")
}
teardown() { rm -rf "$work"; }

programs='iface-define iface-start iface-destroy iface-list iface-dumpxml iface-undefine iface-rollback iface-begin'
libraries='libsmartcols.so.1 libnl-3.so.200 libxml2.so.2'
board=(-machine pc -device virtio-net-pci,addr=5 -device virtio-net-pci,addr=6
	-device virtio-net-pci,addr=7)

@test "a bond with a VLAN on it in a bridge, and all of it away again" {
	in_machine 'virtio_pci virtio_net bonding 8021q bridge' "${board[@]}" <<-'S'
	mkdir -p /run/root/host/etc/systemd/network
	cat > br.xml <<-'X'
	<interface type='bridge' name='br0'>
	  <start mode='onboot'/>
	  <protocol family='ipv4'><ip address='192.0.2.5' prefix='24'/></protocol>
	  <bridge stp='off' delay='0'>
	    <interface type='bond' name='bond7'>
	      <bond mode='active-backup'>
	        <miimon freq='100' downdelay='200' updelay='300'/>
	        <interface type='ethernet' name='eth0'/>
	        <interface type='ethernet' name='eth1'/>
	      </bond>
	    </interface>
	    <interface type='vlan' name='v42'><vlan tag='42'><interface name='eth2'/></vlan></interface>
	  </bridge>
	</interface>
	X
	ip link set eth0 up
	iface-define br.xml
	iface-start br0
	test "$(cat /sys/class/net/bond7/bonding/mode)" = 'active-backup 1'
	test "$(cat /sys/class/net/bond7/bonding/slaves)" = 'eth0 eth1'
	grep -q 'VID: 42' /proc/net/vlan/v42
	test "$(ls /sys/class/net/br0/brif)" = "$(printf 'bond7\nv42')"
	ip addr show dev br0 | grep -q 192.0.2.5/24
	iface-dumpxml br0 | sed 's/<link[^>]*>//; s/<mac [^>]*>//; /^ *$/d' > live.xml
	sed -n '/<bridge/,/<\/bridge/p' live.xml > bridge.xml
	cat > wanted.xml <<-'X'
	  <bridge stp='off' delay='0'>
	    <interface type='bond' name='bond7'>
	      <bond mode='active-backup'>
	        <miimon freq='100' downdelay='200' updelay='300' carrier='netif'/>
	        <interface type='ethernet' name='eth0'>
	        </interface>
	        <interface type='ethernet' name='eth1'>
	        </interface>
	      </bond>
	    </interface>
	    <interface type='vlan' name='v42'>
	      <vlan tag='42'>
	        <interface name='eth2'/>
	      </vlan>
	    </interface>
	  </bridge>
	X
	diff wanted.xml bridge.xml
	test "$(iface-list -o NAME,TYPE --raw --noheadings | grep -v -e lo -e sit)" = "$(printf 'br0 bridge\neth2 ethernet')"
	iface-destroy br0
	test ! -e /sys/class/net/br0
	test ! -e /sys/class/net/bond7
	test ! -e /sys/class/net/v42
	iface-undefine br0
	test -z "$(ls /run/root/host/etc/systemd/network)"
	S
}
