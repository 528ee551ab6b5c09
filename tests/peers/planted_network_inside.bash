# SPDX-License-Identifier: LGPL-2.1-or-later
# planted_network_inside - the host's networks, filters, interfaces, devices and secrets, and programs that change them

. "$BATS_HERE/../planted.bash"
bats_require_minimum_version() { :; }
BATS_TEST_DIRNAME=$BATS_HERE/.. . "$BATS_HERE/../nodedev.bash"
port=6695eb01-0000-4000-8000-000000000004
key=6695eb01-0000-4000-8000-000000000007 lost=6695eb01-0000-4000-8000-000000000008      # with the next boot
uuid=c60cc60c-c60c-4c60-8c60-c60cc60cc60c
mdev=mdev_${uuid//-/_}_0000_00_02_0
host=$VIRTUTILS_ROOT/host sys=$host/sys

# GIVEN | COMMAND
table() {
	sed -E 's/\s*[|] */|/' <<-T
	:		| net-define lan.xml
	defined		| net-autostart lan
	defined		| net-start lan
	:		| net-create lan.xml
	running		| net-update lan add ip-dhcp-host host.xml --live --config
	running		| net-apply lan2.xml
	running		| net-port-create lan port.xml
	connected	| net-port-delete lan $port
	running		| net-destroy lan
	defined		| net-undefine lan
	:		| nwfilter-define lab.xml
	filter		| nwfilter-binding-create binding.xml
	bound		| nwfilter-binding-delete tap-one
	:		| secret-define secret.xml
	secret		| secret-set-value $key --file value
	secret		| secret-set-value $lost --file value
	:		| iface-begin
	kept		| iface-rollback
	kept		| iface-commit
	:		| iface-define vt1.xml
	instead systemd/network				| iface-define vt1.xml
	instead NetworkManager/system-connections	| iface-define vt1.xml
	:		| nodedev-define mdev.xml
	mdev		| nodedev-autostart $mdev
	mdev		| nodedev-start $mdev
	T
}
defined() { net-define lan.xml; }
running() { defined && net-start lan; }
connected() { running && net-port-create lan port.xml; }
filter() { nwfilter-define lab.xml; }
bound() { filter && nwfilter-binding-create binding.xml; }
secret() { secret-define secret.xml && secret-define lost.xml; }
kept() { iface-begin && iface-define vt1.xml; }
instead() { [ ! -e "$host/etc/network" ] || mv "$host/etc/network" "$host/etc/was"; (umask 022 && mkdir -p "$host/etc/$1"); }
mdev() { nodedev-define mdev.xml; }

gone() { [ ! -e "/proc/$1" ]; }
given() {
	local pid
	# What was told of it may be gone.
	net-destroy -q --if-needed lan 2>/dev/null || :
	ip link del br-lan 2>/dev/null || :
	nft delete table inet virtutils-br-lan 2>/dev/null || :
	! pid=$(dnsmasq_pid) || { kill "$pid" && until_so gone "$pid"; }
	rm -rf "$VIRTUTILS_ROOT"
	mkdir -p "$host/etc/network/interfaces.d"
	echo 'source interfaces.d/*' >"$host/etc/network/interfaces"
	pci 0000:00:02.0 8086 5917 030000 mdev_supported_types/quarter/{device_api=vfio-pci,available_instances=1}
	files "$sys/devices/pci0000:00/0000:00:02.0" mdev_supported_types/quarter/create= $uuid/remove=
	(umask 022 && mkdir -p "$VIRTUTILS_ROOT/etc/nwfilter" && : >"$VIRTUTILS_ROOT/etc/nwfilter/.stocked")     # with none but ours
	eval "$before"
}

cd "$work"
network lan '<uuid>6695eb01-0000-4000-8000-000000000003</uuid>' "$nat" "$v4" >lan.xml
sed s/10.77.0.110/10.77.0.109/ lan.xml >lan2.xml
echo "<host mac='52:54:00:00:00:02' ip='10.77.0.50'/>" >host.xml
printf '<networkport><uuid>%s</uuid><owner><name>web</name><uuid>%s</uuid></owner><mac address="52:54:00:7b:35:93"/></networkport>' \
	$port $port >port.xml
filter_xml lab >lab.xml
ip link add tap-one type veth peer name one
binding_xml tap-one lab >binding.xml
printf "<secret><uuid>%s</uuid><usage type='volume'><volume>/images/a</volume></usage></secret>" $key >secret.xml
sed "s/<secret>/<secret ephemeral='yes' private='yes'>/; s/$key/$lost/; s,/a<,/b<," secret.xml >lost.xml
echo c2VjcmV0 >value
ethernet_xml vt1 >vt1.xml
printf '<device><parent>pci_0000_00_02_0</parent><capability type="mdev"><type id="quarter"/><uuid>%s</uuid></capability></device>' $uuid >mdev.xml
