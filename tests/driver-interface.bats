#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# driver-interface - the host's network configuration, in the language of whoever configures it

load helpers

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8 TMPDIR=$work
	host=$VIRTUTILS_ROOT/host
	cd "$work" || return 1
}

# configured_by ifupdown|systemd-networkd|NetworkManager
configured_by() {
	case $1 in
	ifupdown)
		etc=$host/etc/network
		mkdir -p "$etc/interfaces.d"
		printf '# kept\nsource interfaces.d/*\n\nauto lo vt0\niface lo inet loopback\n' >"$etc/interfaces" ;;
	systemd-networkd) etc=$host/etc/systemd/network && mkdir -p "$etc" ;;
	NetworkManager) etc=$host/etc/NetworkManager/system-connections && mkdir -p "$etc" ;;
	esac
}

# Documents that every language can say, with nothing that is so anyhow.
documents() {
	mkdir -p documents
	cat >documents/vt1 <<-'XML'
	<interface type='ethernet' name='vt1'>
	  <start mode='onboot'/>
	  <mtu size='1492'/>
	  <protocol family='ipv4'>
	    <ip address='192.0.2.5' prefix='24'/>
	    <ip address='192.0.2.6' prefix='25'/>
	    <route gateway='192.0.2.1'/>
	  </protocol>
	  <protocol family='ipv6'>
	    <ip address='2001:db8::5' prefix='64'/>
	    <route gateway='2001:db8::1'/>
	  </protocol>
	  <mac address='52:54:00:00:00:01'/>
	</interface>
	XML
	cat >documents/vt2 <<-'XML'
	<interface type='ethernet' name='vt2'>
	  <start mode='none'/>
	  <protocol family='ipv4'>
	    <dhcp/>
	  </protocol>
	  <protocol family='ipv6'>
	    <autoconf/>
	  </protocol>
	</interface>
	XML
	cat >documents/vtbr <<-'XML'
	<interface type='bridge' name='vtbr'>
	  <start mode='onboot'/>
	  <protocol family='ipv4'>
	    <dhcp/>
	  </protocol>
	  <bridge stp='off' delay='2'>
	    <interface type='bond' name='vtbond'>
	      <bond mode='active-backup'>
	        <miimon freq='100' downdelay='10' updelay='200'/>
	        <interface type='ethernet' name='vt3'/>
	        <interface type='ethernet' name='vt4'>
	          <mtu size='9000'/>
	        </interface>
	      </bond>
	    </interface>
	    <interface type='vlan' name='vtvlan'>
	      <vlan tag='42'>
	        <interface name='vt5'/>
	      </vlan>
	    </interface>
	  </bridge>
	</interface>
	XML
	cat >documents/vtb2 <<-'XML'
	<interface type='bond' name='vtb2'>
	  <start mode='onboot'/>
	  <bond mode='802.3ad'>
	    <arpmon interval='500' target='192.0.2.9' validate='all'/>
	  </bond>
	</interface>
	XML
	cat >documents/vt6.7 <<-'XML'
	<interface type='vlan' name='vt6.7'>
	  <start mode='onboot'/>
	  <protocol family='ipv6'/>
	  <vlan tag='7'>
	    <interface name='vt6'/>
	  </vlan>
	</interface>
	XML
}

tree() { (cd "$etc" && find . -type f | LC_ALL=C sort | while read -r file; do echo "--- $file"; cat "$file"; done); }

@test "what is stored is what is read, in every language; what is removed leaves nothing" {
	local manager document

	documents
	for manager in ifupdown systemd-networkd NetworkManager; do
		rm -rf "$host"
		configured_by "$manager"
		tree >before
		for document in documents/*; do
			iface-define "$document"
			iface-dumpxml "${document##*/}" --inactive | diff "$document" - || { echo "$manager"; tree; false; }
		done
		# A second time nothing changes, and nobody else did.
		tree | grep -v ^uuid= >first
		for document in documents/*; do iface-define "$document"; done
		tree | grep -v ^uuid= | diff first - || { echo "$manager"; false; }
		for document in documents/*; do
			iface-dumpxml "${document##*/}" --inactive | diff "$document" -
			iface-undefine "${document##*/}"
		done
		tree | diff before - || { echo "$manager"; false; }
	done
}

@test "ifupdown: stanzas are replaced where they are, the rest stays" {
	configured_by ifupdown
	cat >>"$etc/interfaces" <<-'I'

	# the first card
	auto vt1 vt2
	iface vt1 inet static
	    address 192.0.2.1
	    netmask 255.255.255.128
	    # a remark
	    mtu \
	      1400
	    up echo hello

	# the second
	iface vt2 inet dhcp
	I
	diff - <(iface-dumpxml vt1 --inactive) <<-'XML'
	<interface type='ethernet' name='vt1'>
	  <start mode='onboot'/>
	  <mtu size='1400'/>
	  <protocol family='ipv4'>
	    <ip address='192.0.2.1' prefix='25'/>
	  </protocol>
	</interface>
	XML
	ethernet_xml vt1 '<protocol family="ipv4"><dhcp/></protocol>' >vt1.xml
	run -0 --separate-stderr iface-define vt1.xml
	[ "$stderr" = "iface-define: vt1.xml: warning: interface 'vt1': 'up' is not in the document and goes" ]
	diff - "$etc/interfaces" <<-'I'
	# kept
	source interfaces.d/*

	auto lo vt0
	iface lo inet loopback

	# the first card
	auto vt2
	auto vt1
	iface vt1 inet dhcp
	    # a remark

	# the second
	iface vt2 inet dhcp
	I
	[ -z "$(ls "$etc/interfaces.d")" ]
}

@test "ifupdown: a new one has a file of its own, if such are read" {
	configured_by ifupdown
	ethernet_xml vt1 | iface-define -
	[ "$(cat "$etc/interfaces.d/vt1")" = $'auto vt1\niface vt1 inet manual' ]
	echo 'auto vt0' >"$etc/interfaces"
	ethernet_xml vt2 | iface-define -
	[ "$(tail -2 "$etc/interfaces")" = $'auto vt2\niface vt2 inet manual' ]
}

@test "ifupdown: what it cannot say is refused" {
	configured_by ifupdown
	run iface-define <(ethernet_xml vt1 '<protocol family="ipv4"><dhcp peerdns="no"/></protocol>')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run iface-define <(ethernet_xml vt1 '<protocol family="ipv4"><route gateway="192.0.2.1"/></protocol>')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ -z "$(ls "$etc/interfaces.d")" ]
}

@test "systemd-networkd: DNS servers, files of other names, files about many" {
	configured_by systemd-networkd
	printf '[Match]\nName=vt*\n\n[Network]\nDHCP=yes\n' >"$etc/90-all.network"
	printf '[Match]\nName=vt1\n\n# mine\n[Network]\nDHCP=ipv4\nVLAN=vt1.9\n[DHCPv4]\nUseDNS=no\n' >"$etc/10-first.network"
	[ "$(iface-dumpxml vt1 --inactive --xpath='concat(//@family, //@peerdns)')" = ipv4no ]
	run iface-dumpxml vt8 --inactive
	[ "$status" -eq "$FAULT_MISSING" ]
	ethernet_xml vt1 '<mtu size="1400"/>' | iface-define -
	grep -qx VLAN=vt1.9 "$etc/10-first.network"
	grep -qx MTUBytes=1400 "$etc/10-first.network"
	run ! grep UseDNS "$etc/10-first.network"
	[ "$(ls "$etc")" = $'10-first.network\n90-all.network' ]
}

@test "NetworkManager: a connection keeps its identity, and is for its eyes only" {
	configured_by NetworkManager
	printf '[connection]\nid=Wired\nuuid=3627463d-b7f0-4fea-b468-f1da537d301b\ntype=ethernet\ninterface-name=vt1\n\n[ipv4]\nmethod=manual\naddress1=192.0.2.5/24,192.0.2.1\n' \
		>"$etc/Wired.nmconnection"
	[ "$(iface-dumpxml vt1 --inactive --xpath='concat(//ip/@address, //ip/@prefix, //@gateway)')" = 192.0.2.524192.0.2.1 ]
	ethernet_xml vt1 | iface-define -
	grep -qx uuid=3627463d-b7f0-4fea-b468-f1da537d301b "$etc/Wired.nmconnection"
	ethernet_xml vt2 | iface-define -
	[ "$(stat -c %a "$etc/vt2.nmconnection")" = 600 ]
}

@test "who is at work decides; nobody at all" {
	run iface-define <(ethernet_xml vt1)
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	configured_by ifupdown
	mkdir -p "$host/run/NetworkManager" fake
	printf '#!/bin/sh\necho "$@" >>%q\n' "$work/told" >fake/nmcli
	chmod +x fake/nmcli
	PATH=$work/fake:$PATH iface-define <(ethernet_xml vt1)
	[ -f "$host/etc/NetworkManager/system-connections/vt1.nmconnection" ]
	[ "$(cat told)" = 'connection reload' ]
}

@test "interfaces in interfaces in a ring, and other nonsense, end" {
	configured_by ifupdown
	printf 'source interfaces\n' >"$etc/interfaces"
	run iface-define <(ethernet_xml vt1)
	[ "$status" -eq "$FAULT_XML" ]
	printf 'iface vta inet manual\n\tbridge_ports vtb\niface vtb inet manual\n\tbridge_ports vta vta vtb\n' >"$etc/interfaces"
	run -0 iface-dumpxml vta --inactive
	printf 'iface\niface vt1\niface vt1 inet static\naddress\nmtu no\nbond-mode x\n\\' >"$etc/interfaces"
	run -0 iface-dumpxml vt1 --inactive
	rm -rf "$host"
	configured_by systemd-networkd
	for name in vta vtb; do
		printf '[NetDev]\nName=%s\nKind=bond\n' "$name" >"$etc/$name.netdev"
		printf '[Match]\nName=%s\n[Network]\nBond=vta\nBond=vtb\n=\n[\n' "$name" >"$etc/$name.network"
	done
	run -0 iface-dumpxml vta --inactive
}

@test "the copy of iface-begin is of all files, with their modes" {
	configured_by NetworkManager
	ethernet_xml vt1 '<start mode="none"/>' | sed 's/<start mode="onboot"\/>//' | iface-define -
	tree >before
	iface-begin
	ethernet_xml vt2 | sed 's/onboot/none/' | iface-define -
	iface-undefine vt1
	iface-rollback
	tree | diff before -
	[ "$(stat -c %a "$etc/vt1.nmconnection")" = 600 ]
}

@test "ifupdown: what stands in a file of another interface's name stays" {
	configured_by ifupdown
	printf 'auto vt1\niface vt1 inet static\n\taddress 192.0.2.9/24\n' >"$etc/interfaces.d/vt2"
	documents
	iface-define documents/vt2
	iface-dumpxml --inactive vt2 >/dev/null
	grep -qx $'\taddress 192.0.2.9/24' "$etc/interfaces.d/vt2"
	iface-undefine vt2
	[ "$(<"$etc/interfaces.d/vt2")" = $'auto vt1\niface vt1 inet static\n\taddress 192.0.2.9/24' ]
}

@test "ifupdown: of a whole directory copies with other names are neither read nor written" {
	configured_by ifupdown
	echo 'source-directory interfaces.d' >"$etc/interfaces"
	printf 'iface vt7 inet manual\n\tmtu 1300\n' | tee "$etc/interfaces.d/vt2.bak" "$etc/interfaces.d/vt2~" >"$etc/interfaces.d/a_7-x"
	printf 'iface vt2 inet manual\n\tmtu 1300\n' | tee -a "$etc/interfaces.d/vt2.bak" >>"$etc/interfaces.d/vt2~"
	before=$(cat "$etc/interfaces.d/vt2.bak" "$etc/interfaces.d/vt2~")
	run iface-dumpxml --inactive vt2
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "$(iface-dumpxml --inactive vt7 --xpath='string(//mtu/@size)')" = 1300 ]
	documents
	iface-define documents/vt2
	[ "$(cat "$etc/interfaces.d/vt2.bak" "$etc/interfaces.d/vt2~")" = "$before" ]
	grep -q '^iface vt2 ' "$etc/interfaces.d/vt2"
}

@test "a file that others may not read stays hidden from them" {
	configured_by ifupdown
	printf 'iface vt7 inet dhcp\n\twpa-psk geheim\n' >>"$etc/interfaces"
	chmod 600 "$etc/interfaces"
	printf '<interface type="ethernet" name="vt0.5x"><start mode="onboot"/></interface>\n' | iface-define -
	[ "$(stat -c %a "$etc/interfaces")" = 600 ]
	rm -r "$etc"
	configured_by systemd-networkd
	printf '[Match]\nName=vt2\n' >"$etc/vt2.network"
	chmod 640 "$etc/vt2.network"
	documents
	iface-define documents/vt2
	grep -q DHCP "$etc"/*vt2.network
	[ "$(stat -c %a "$etc"/*vt2.network)" = 640 ]
}

@test "the way back leaves links, owners and modes as they were" {
	configured_by systemd-networkd
	ln -s /dev/null "$etc/99-default.link"
	printf '[NetDev]\nName=vtwg\nKind=wireguard\n' >"$etc/vtwg.netdev"
	chmod 640 "$etc/vtwg.netdev"
	if [ "$(id -u)" -eq 0 ]; then chgrp daemon "$etc/vtwg.netdev"; fi
	before=$(stat -c '%N %a %u %g' "$etc"/*)
	documents
	iface-begin
	iface-define documents/vt2
	iface-rollback
	[ "$(stat -c '%N %a %u %g' "$etc"/*)" = "$before" ]
}

@test "the way back is also that of what is below folders, and of what is of another sort now" {
	configured_by systemd-networkd
	mkdir "$etc/vtd.network.d" "$etc/vte.network.d"
	echo '[Link]' >"$etc/vtd.network.d/was.conf"
	echo '[Link]' >"$etc/vtf"
	ln -s vtf "$etc/vtl"
	before=$(cd "$etc" && find . -printf '%p %y %l\n' | sort)
	iface-begin
	echo '[Link]' >"$etc/vtd.network.d/new.conf"
	rm -r "$etc/vte.network.d" "$etc/vtf" "$etc/vtl"
	ln -s vtd.network.d "$etc/vte.network.d"
	mkdir "$etc/vtf" "$etc/vtl"
	touch "$etc/vtf/inside"
	iface-rollback
	[ "$(cd "$etc" && find . -printf '%p %y %l\n' | sort)" = "$before" ]
	[ "$(<"$etc/vtf")" = '[Link]' ]
}

@test "the way back to a folder that was not there" {
	configured_by ifupdown
	rmdir "$etc/interfaces.d"
	documents
	iface-begin
	mkdir "$etc/interfaces.d"
	iface-define documents/vt2
	[ -e "$etc/interfaces.d/vt2" ]
	iface-rollback
	[ -z "$(ls "$etc/interfaces.d")" ]
	run iface-rollback
	[ "$status" -eq "$FAULT_STATE" ]
}
