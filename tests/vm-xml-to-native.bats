#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-xml-to-native - print what a virtual machine would be started with

load helpers

@test "a driver without a command line says so" {
	given_vm web
	run vm-xml-to-native qemu-argv web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "a guest or a document, not both, not neither" {
	given_vm web
	xml web >web.xml
	run vm-xml-to-native qemu-argv
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-xml-to-native qemu-argv web --xml=web.xml
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-xml-to-native qemu-argv --domain=nobody
	[ "$status" -eq "$FAULT_NO_VM" ]
	echo '<domain' >bad.xml
	run vm-xml-to-native qemu-argv --xml=bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *"bad.xml:2: "* ]]
}

# A definition for a hypervisor that is not here.  native_xml TYPE [LINE...]
native_xml() {
	xml web "${@:2}" | sed "s/type=\"test\"/type=\"$1\"/"
}

@test "a format chooses the driver that knows it" {
	native_xml vmware '<devices><disk type="file" device="disk"><source file="[store] web/a.vmdk"/>' \
		'<target dev="sdi" bus="scsi"/></disk></devices>' >web.xml
	run vm-xml-to-native vmware-vmx --xml=web.xml
	[ "$status" -eq 0 ]
	[[ "$output" == *'virtualHW.version = "7"'* ]]
	[[ "$output" == *'scsi0:9.fileName = "/vmfs/volumes/store/web/a.vmdk"'* ]]
	run vm-xml-to-native -c 'vmwarews:///session?hardware=12' vmware-vmx --xml=web.xml
	[[ "$output" == *'virtualHW.version = "12"'* ]]
	run vm-xml-to-native vmx --xml=web.xml
	[ "$status" -eq "$FAULT_OPTION" ]
}

@test "a network card of VMware says who chose its address" {
	native_xml vmware '<cpu><topology sockets="1" cores="1" threads="1"/></cpu>' '<devices>' \
		'<interface type="user"><mac address="00:0c:29:00:00:01" type="static"/><model type="E1000"/></interface>' \
		'<interface type="user"><mac address="02:00:00:00:00:01" type="generated" check="yes"/></interface>' \
		'<interface type="user"><mac address="02:00:00:00:00:02" type="static"/></interface>' \
		'<interface type="vds"><mac address="00:50:56:80:00:01" type="generated"/><source portid="8"' \
		'switchid="00112233-4455-6677-8899-aabbccddeeff" portgroupid="group" connectionid="9"/></interface>' \
		'</devices>' >web.xml
	run vm-xml-to-native vmware-vmx --xml=web.xml
	[ "$status" -eq 0 ]
	[[ "$output" == *'cpuid.coresPerSocket = "1"'* ]]
	[[ "$output" == *'ethernet0.virtualDev = "e1000"'* ]]
	[[ "$output" == *'ethernet0.address = "00:0c:29:00:00:01"'* ]]
	[[ "$output" != *ethernet0.checkMACAddress* ]]
	[[ "$output" == *'ethernet1.generatedAddress = "02:00:00:00:00:01"'* ]]
	[[ "$output" == *'ethernet1.checkMACAddress = "true"'* ]]
	[[ "$output" == *'ethernet2.checkMACAddress = "false"'* ]]
	[[ "$output" == *'ethernet3.dvs.switchId = "00 11 22 33 44 55 66 77-88 99 aa bb cc dd ee ff"'* ]]
	[[ "$output" == *'ethernet3.addressType = "vpx"'* ]]
}

@test "what a format cannot say is refused" {
	for refused in '<disk type="file"><source file="a.img"/><target dev="sda"/></disk>' \
		       '<disk type="file"><source file="a.vmdk"/><target dev="vda"/></disk>' \
		       '<disk type="file"><source file="a.vmdk"/><target dev="sda"/><address type="drive" unit="3"/></disk>' \
		       '<interface type="network"><source network="default"/></interface>' \
		       '<serial type="pty"/>'; do
		native_xml vmware "<devices>$refused</devices>" >web.xml
		run vm-xml-to-native vmware-vmx --xml=web.xml
		echo "$refused: $output"
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	xml web >web.xml
	for format in vmware-vmx xen-xl xen-xm bhyve-argv; do
		run vm-xml-to-native "$format" --xml=web.xml
		echo "$output"
		[ "$status" -eq "$FAULT_XML" ]
		[[ "$output" == *"a guest of type 'test' is none of"* ]]
	done
}

@test "xl and xm say the same guest in their own ways" {
	native_xml xen '<devices><disk type="block" device="disk"><driver name="phy"/><source dev="/dev/sdb"/>' \
		'<target dev="hda" bus="ide"/></disk></devices>' >web.xml
	run vm-xml-to-native xen-xl --xml=web.xml
	[[ "$output" == *'disk = [ "format=raw,vdev=hda,access=rw,backendtype=phy,target=/dev/sdb" ]'* ]]
	run vm-xml-to-native xen-xm --xml=web.xml
	[[ "$output" == *'disk = [ "phy:/dev/sdb,hda,w" ]'* ]]
}

@test "an image on a server has the backend that can reach it" {
	native_xml xen '<devices><disk type="network" device="disk"><source protocol="rbd" name="p/i"/>' \
		'<target dev="xvda" bus="xen"/></disk></devices>' >web.xml
	vm-xml-to-native xen-xl --xml=web.xml | grep -F 'access=rw,backendtype=qdisk,target=rbd:p/i'
}

@test "what a guest of Xen cannot have is refused by name" {
	refused() {
		native_xml xen "$3" | sed "s,>hvm</type>,$2," >web.xml
		run vm-xml-to-native "$1" --xml=web.xml
		[ "$status" -eq "$FAULT_XML" ]
		[[ "$output" == *"$4"* ]]
	}
	local pc='&' pv='>linux</type><kernel>/k</kernel>'
	refused xen-xl "$pv" "<devices><input type='tablet' bus='usb'/></devices>" 'no tablet on USB'
	refused xen-xl "$pv" "<clock offset='utc'><timer name='hpet' present='yes'/></clock>" "no timer 'hpet'"
	refused xen-xl "$pc" "<clock offset='utc'><timer name='pit'/></clock>" "no timer 'pit'"
	refused xen-xl "$pc" "<clock offset='utc' adjustment='reset'/>" 'is not reset when it starts'
	refused xen-xm "$pc" "<devices><serial type='pty'/><serial type='pty'/></devices>" 'xm has one serial port'
	vm-xml-to-native xen-xl --xml=web.xml | grep -F 'serial = [ "pty", "pty" ]'
}

@test "what only Xen has is said to it" {
	native_xml xen '<os><type machine="xenfv">hvm</type><acpi><table type="slic">/slic</table></acpi></os>' \
		'<features><hap state="on"/><xen><passthrough state="on" mode="share_pt"/></xen></features>' \
		'<cpu mode="host-passthrough"><feature policy="force" name="pni"/><feature policy="disable" name="vmx"/></cpu>' \
		'<devices><disk type="file" device="disk"><driver name="tap" type="raw"/><source file="/a"/><target dev="hda"/></disk>' \
		'<interface type="bridge"><mac address="00:16:3e:00:00:01"/><source bridge="br0"/><ip address="10.0.0.2"/></interface>' \
		'<hostdev mode="subsystem" type="pci"><source writeFiltering="no"><address bus="2" slot="0" function="1"/></source></hostdev>' \
		'<controller type="xenbus" maxGrantFrames="64"/><graphics type="spice" port="5901"/></devices>' \
		'<xen:commandline xmlns:xen="http://libvirt.org/schemas/domain/xen/1.0"><xen:arg value="-x"/></xen:commandline>' >web.xml
	run vm-xml-to-native xen-xl --xml=web.xml
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *'acpi_firmware = "/slic"'* && "$output" == *'passthrough = "share_pt"'* ]]
	[[ "$output" == *'cpuid = "host,sse3=1"'* && "$output" == *'nestedhvm = 0'* ]]
	[[ "$output" == *'pae = 1'* && "$output" != *hap* ]]
	[[ "$output" == *'vif = [ "mac=00:16:3e:00:00:01,bridge=br0,ip=10.0.0.2,script=vif-bridge" ]'* ]]
	[[ "$output" == *'pci = [ "0000:02:00.1,permissive=1" ]'* ]]
	[[ "$output" == *'max_grant_frames = 64'* && "$output" == *'device_model_args = [ "-x" ]'* ]]
	[[ "$output" == *'spiceport = 5901'*'spicetls_port = 0'* ]]
}

@test "what was written is read as the same guest" {
	native_xml vmware '<devices><video><model type="vmvga"/></video><disk type="file" device="cdrom"><target dev="hdc" bus="ide"/></disk>' \
		'<serial type="tcp"><source mode="bind" host="::1" service="7"/><protocol type="telnet"/></serial></devices>' >web.xml
	vm-xml-to-native vmware-vmx --xml=web.xml >one.vmx
	vm-xml-from-native vmware-vmx one.vmx >again.xml
	vm-xml-to-native vmware-vmx --xml=again.xml | diff one.vmx -
	native_xml xen '<devices><graphics type="vnc" port="5907"/><channel type="pty"><target type="xen" name="a"/></channel></devices>' >web.xml
	vm-xml-to-native xen-xl --xml=web.xml >one.cfg
	vm-xml-from-native xen-xl one.cfg >again.xml
	vm-xml-to-native xen-xl --xml=again.xml | diff one.cfg -
}

@test "a script of bhyve is quoted, and tells what its loader needs" {
	native_xml bhyve '<bootloader>/usr/local/sbin/grub-bhyve</bootloader>' \
		'<devices><disk type="file" device="disk"><source file="/my disks/a"/><target dev="vda" bus="virtio"/></disk></devices>' >web.xml
	run vm-xml-to-native bhyve-argv --xml=web.xml
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "# device map: (hd0) /my disks/a" ]
	[[ "${lines[1]}" == "/usr/local/sbin/grub-bhyve --root hd0,msdos1 "* ]]
	[[ "${lines[2]}" == *"-s '2:0,virtio-blk,/my disks/a' web" ]]
}

# What the clock of such a guest begins with, in seconds since the epoch.
begins_at() {           # CLOCK
	xml web "$1" | sed 's/type="test"/type="qemu"/' >web.xml
	date -u +%s -d "$(vm-xml-to-native -c qemu:///system qemu-argv --xml=web.xml | grep -oE 'base=[0-9T:-]+' | cut -d= -f2)Z"
}

@test "a clock beside the local time is that of the host's zone" {
	local utc there

	needs qemu-system-x86_64
	utc=$(begins_at '<clock offset="variable" adjustment="60" basis="utc"/>')
	there=$(TZ=Etc/GMT-5 begins_at '<clock offset="variable" adjustment="60" basis="localtime"/>')
	[ "$((there - utc - 5 * 3600))" -lt 60 ]
	[ "$((there - utc - 5 * 3600))" -ge 0 ]
	xml web '<clock offset="timezone" timezone="Europe/Paris"/>' | sed 's/type="test"/type="qemu"/' >web.xml
	vm-xml-to-native -c qemu:///system qemu-argv --xml=web.xml >argv
	grep -q 'TZ=Europe/Paris' argv
	grep -q 'base=localtime' argv
}
