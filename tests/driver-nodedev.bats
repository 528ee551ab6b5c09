#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# driver-nodedev - devices of a host as sysfs, udev and the configuration space tell them

load nodedev

# A card with two virtual functions, one of which shares its group with nobody.
given_card() {
	pci 0000:00:1c.0 8086 9d14 060400 numa_node=-1
	config "$sys/devices/pci0000:00/0000:00:1c.0/config" 256 0e:81
	mkdir -p "$sys/kernel/iommu_groups/7/devices" "$host/usr/share/misc"
	device pci0000:00/0000:00:1c.0/0000:02:00.0 bus pci vendor=0x8086 device=0x10c9 class=0x020000 \
		sriov_totalvfs=7 numa_node=0 'iommu_group->../../../../kernel/iommu_groups/7' \
		'virtfn0->../0000:02:10.0' 'virtfn1->../0000:02:10.2' 'driver->../../../bus/pci/drivers/igb'
	ln -s x "$sys/kernel/iommu_groups/7/devices/0000:02:00.0"
	device pci0000:00/0000:00:1c.0/0000:02:10.0 bus pci vendor=0x8086 device=0x10ca class=0x020000 \
		'physfn->../0000:02:00.0'
	printf '# made up\n8086  Test Corporation\n\t10c8  Another\n\t10c9  Test Gigabit\n8087  Nobody\n\t10ca  Not this one\n' \
		>"$host/usr/share/misc/pci.ids"
	# Capability 0x01 at 0x40, then 0x10 (an end point) at 0x50: port 3, 8 lanes of 16 GT/s; is 4 of 8.
	config "$sys/devices/pci0000:00/0000:00:1c.0/0000:02:00.0/config" 4096 06:1000 34:40 40:0150 \
		50:1000 52:0200 5c:84000003 62:4300
}

@test "a PCI device: names, functions, group, node, lanes" {
	given_card
	shows pci_0000_02_00_0 <<-'XML'
	<device>
	  <name>pci_0000_02_00_0</name>
	  <path>/sys/devices/pci0000:00/0000:00:1c.0/0000:02:00.0</path>
	  <parent>pci_0000_00_1c_0</parent>
	  <driver>
	    <name>igb</name>
	  </driver>
	  <capability type='pci'>
	    <class>0x020000</class>
	    <domain>0</domain>
	    <bus>2</bus>
	    <slot>0</slot>
	    <function>0</function>
	    <product id='0x10c9'>Test Gigabit</product>
	    <vendor id='0x8086'>Test Corporation</vendor>
	    <capability type='virt_functions' maxCount='7'>
	      <address domain='0x0000' bus='0x02' slot='0x10' function='0x0'/>
	      <address domain='0x0000' bus='0x02' slot='0x10' function='0x2'/>
	    </capability>
	    <iommuGroup number='7'>
	      <address domain='0x0000' bus='0x02' slot='0x00' function='0x0'/>
	    </iommuGroup>
	    <numa node='0'/>
	    <pci-express>
	      <link validity='cap' port='3' speed='16' width='8'/>
	      <link validity='sta' speed='8' width='4'/>
	    </pci-express>
	  </capability>
	</device>
	XML
}

@test "a virtual function names the physical one; its product is not another vendor's" {
	given_card
	run -0 nodedev-dumpxml pci_0000_02_10_0
	[[ $output == *"<capability type='phys_function'>"*"bus='0x02' slot='0x00' function='0x0'/>"* ]]
	[[ $output == *"<product id='0x10ca'/>"*"<vendor id='0x8086'>Test Corporation</vendor>"* ]]
	[[ $output != *numa* && $output != *iommuGroup* && $output != *pci-express* ]]
}

@test "a bridge is one, also with several functions" {
	given_card
	[ "$(nodedev-dumpxml pci_0000_00_1c_0 --xpath="count(//capability[@type='pci-bridge'])")" = 1 ]
	[ "$(nodedev-dumpxml pci_0000_00_1c_0 --xpath='string(//parent)')" = computer ]
}

@test "the chain of capabilities may be a ring, or lead nowhere" {
	pci 0000:00:03.0 1af4 1041 020000
	config "$sys/devices/pci0000:00/0000:00:03.0/config" 256 06:1000 34:40 40:0148 48:0240
	nodedev-dumpxml pci_0000_00_03_0 >out
	run ! grep pci-express out
	config "$sys/devices/pci0000:00/0000:00:03.0/config" 64 06:1000 34:f0
	nodedev-dumpxml pci_0000_00_03_0 >out
	run ! grep pci-express out
	: >"$sys/devices/pci0000:00/0000:00:03.0/config"
	nodedev-dumpxml pci_0000_00_03_0 >out
	! grep -e pci-express -e pci-bridge out
}

@test "a root complex's own device has no link, but is PCI Express" {
	pci 0000:00:04.0 8086 1234 088000
	config "$sys/devices/pci0000:00/0000:00:04.0/config" 4096 06:1000 34:40 40:1000 42:9200
	nodedev-dumpxml pci_0000_00_04_0 | grep -qx '    <pci-express/>'
}

# vpd FILE BYTES...: as printf %b.
@test "vital product data" {
	pci 0000:00:05.0 15b3 a2d6 020000
	printf '%b' '\x82\x08\x00Test NIC' '\x90\x1e\x00PN\x06P-1234EC\x02B1V0\x03abcRV\x03\x00\x00\x00\x00\x00\x00\x00' \
		'\x91\x11\x00YA\x03tagY9\x01zRW\x00\x00\x00\x00\x00' '\x78' \
		>"$sys/devices/pci0000:00/0000:00:05.0/vpd"
	selects pci_0000_00_05_0 "//capability[@type='vpd']" <<-'XML'
	<capability type='vpd'>
	  <name>Test NIC</name>
	  <fields access='readonly'>
	    <change_level>B1</change_level>
	    <part_number>P-1234</part_number>
	    <vendor_field index='0'>abc</vendor_field>
	  </fields>
	  <fields access='readwrite'>
	    <asset_tag>tag</asset_tag>
	    <system_field index='9'>z</system_field>
	  </fields>
	</capability>
	XML
}

@test "vital product data that makes no sense ends there" {
	local bytes

	pci 0000:00:05.0 15b3 a2d6 020000
	for bytes in '\x82\xff\xffx' '\x90\x05\x00PN\xffab' '\x82\x02\x00\x1b[' '\x90\x03\x00SN' '\xff\xff\xff\xff' '\x90'; do
		printf '%b' "$bytes" >"$sys/devices/pci0000:00/0000:00:05.0/vpd"
		run -0 nodedev-dumpxml pci_0000_00_05_0
		[[ $output != *serial_number* && $output != *part_number* && $output != *$'\e'* ]]
	done
}

@test "what can be split into mediated devices, and one of these" {
	local gpu=devices/pci0000:00/0000:00:02.0 uuid=c60cc60c-c60c-4c60-8c60-c60cc60cc60c

	pci 0000:00:02.0 8086 5917 030000 mdev_supported_types/quarter/{name='Test quarter',device_api=vfio-pci,available_instances=3}
	device "${gpu#devices/}/$uuid" bus mdev 'mdev_type->../mdev_supported_types/quarter' \
		'iommu_group->../../../../kernel/iommu_groups/9' 'driver->../../../../bus/mdev/drivers/vfio_mdev'
	nodedev-list --cap=mdev_types | grep -qx pci_0000_00_02_0
	selects pci_0000_00_02_0 "//capability[@type='mdev_types']/type" <<-'XML'
	<type id='quarter'>
	  <name>Test quarter</name>
	  <deviceAPI>vfio-pci</deviceAPI>
	  <availableInstances>3</availableInstances>
	</type>
	XML
	shows mdev_c60cc60c_c60c_4c60_8c60_c60cc60cc60c_0000_00_02_0 <<-XML
	<device>
	  <name>mdev_c60cc60c_c60c_4c60_8c60_c60cc60cc60c_0000_00_02_0</name>
	  <path>/sys/$gpu/$uuid</path>
	  <parent>pci_0000_00_02_0</parent>
	  <driver>
	    <name>vfio_mdev</name>
	  </driver>
	  <capability type='mdev'>
	    <type id='quarter'/>
	    <uuid>$uuid</uuid>
	    <parent_addr>0000:00:02.0</parent_addr>
	    <iommuGroup number='9'/>
	  </capability>
	</device>
	XML
	[ "$(nodedev-info "$uuid" -o NAME)" = mdev_c60cc60c_c60c_4c60_8c60_c60cc60cc60c_0000_00_02_0 ]
}

@test "USB: a device and its interface" {
	local at=pci0000:00/0000:00:14.0/usb2/2-1

	pci 0000:00:14.0 8086 9d2f 0c0330
	device "$at" bus usb uevent=$'MAJOR=189\nMINOR=129\nDEVNAME=bus/usb/002/002\nDEVTYPE=usb_device' \
		busnum=2 devnum=2 idVendor=0781 idProduct=5583 manufacturer=SanDisk 'product=Ultra Fit' 'driver->x/usb'
	device "$at/2-1:1.0" bus usb uevent=DEVTYPE=usb_interface bInterfaceNumber=0a bInterfaceClass=08 \
		bInterfaceSubClass=06 bInterfaceProtocol=50 'driver->x/usb-storage'
	shows usb_2_1 <<-'XML'
	<device>
	  <name>usb_2_1</name>
	  <path>/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1</path>
	  <devnode type='dev'>/dev/bus/usb/002/002</devnode>
	  <parent>pci_0000_00_14_0</parent>
	  <driver>
	    <name>usb</name>
	  </driver>
	  <capability type='usb_device'>
	    <bus>2</bus>
	    <device>2</device>
	    <product id='0x5583'>Ultra Fit</product>
	    <vendor id='0x0781'>SanDisk</vendor>
	  </capability>
	</device>
	XML
	[ "$(nodedev-dumpxml usb_2_1_1_0 --xpath='string(//parent)')" = usb_2_1 ]
	[ "$(nodedev-dumpxml usb_2_1_1_0 --xpath='concat(//number, " ", //class, " ", //subclass, " ", //protocol)')" = '10 8 6 80' ]
	[ "$(nodedev-list --cap=usb)" = usb_2_1_1_0 ]
}

# A disk behind a Fibre Channel adapter that can have virtual ports, and its relatives.
given_scsi() {
	local host0=pci0000:00/0000:00:06.0/host3

	pci 0000:00:06.0 1077 2432 0c0400
	device "$host0" bus scsi uevent=DEVTYPE=scsi_host
	files "$sys/class/scsi_host/host3" unique_id=2
	files "$sys/class/fc_host/host3" node_name=0x2000001b32a9da4e port_name=0x2100001b32a9da4e \
		fabric_name=0x2001000dec9877c1 vport_create= max_npiv_vports=127 npiv_vports_inuse=1
	device "$host0/rport-3:0-0/target3:0:1" bus scsi uevent=DEVTYPE=scsi_target
	files "$sys/class/fc_remote_ports/rport-3:0-0" port_name=0x9d73bc45f0e21a86
	device "$host0/rport-3:0-0/target3:0:1/3:0:1:8" bus scsi uevent=DEVTYPE=scsi_device type=0 \
		vendor='HP      ' model='MSA2012fc' 'driver->x/sd'
	device "$host0/rport-3:0-0/target3:0:1/3:0:1:8/block/sdj" class block \
		uevent=$'MAJOR=8\nMINOR=144\nDEVNAME=sdj\nDEVTYPE=disk' size=30521344 queue/logical_block_size=512 \
		'device->../..'
	device "$host0/rport-3:0-0/target3:0:1/3:0:1:8/scsi_generic/sg9" class scsi_generic \
		uevent=$'MAJOR=21\nMINOR=9\nDEVNAME=sg9'
	udev b8:144 S:disk/by-path/pci-x S:disk/by-id/wwn-x E:ID_SERIAL=3600c0ff0 E:ID_TYPE=disk E:ID_BUS=scsi
}

@test "SCSI: adapter, target, device, drive, generic node" {
	given_scsi
	[ "$(nodedev-list --cap=scsi_host,scsi_target,scsi,storage,scsi_generic)" = "$(printf '%s\n' \
		block_sdj_3600c0ff0 scsi_3_0_1_8 scsi_generic_sg9 scsi_host3 scsi_target3_0_1)" ]
	shows scsi_host3 <<-'XML'
	<device>
	  <name>scsi_host3</name>
	  <path>/sys/devices/pci0000:00/0000:00:06.0/host3</path>
	  <parent>pci_0000_00_06_0</parent>
	  <capability type='scsi_host'>
	    <host>3</host>
	    <unique_id>2</unique_id>
	    <capability type='fc_host'>
	      <wwnn>2000001b32a9da4e</wwnn>
	      <wwpn>2100001b32a9da4e</wwpn>
	      <fabric_wwn>2001000dec9877c1</fabric_wwn>
	    </capability>
	    <capability type='vport_ops'>
	      <max_vports>127</max_vports>
	      <vports>1</vports>
	    </capability>
	  </capability>
	</device>
	XML
	shows block_sdj_3600c0ff0 <<-'XML'
	<device>
	  <name>block_sdj_3600c0ff0</name>
	  <path>/sys/devices/pci0000:00/0000:00:06.0/host3/rport-3:0-0/target3:0:1/3:0:1:8/block/sdj</path>
	  <devnode type='dev'>/dev/sdj</devnode>
	  <devnode type='link'>/dev/disk/by-id/wwn-x</devnode>
	  <devnode type='link'>/dev/disk/by-path/pci-x</devnode>
	  <parent>scsi_3_0_1_8</parent>
	  <capability type='storage'>
	    <block>/dev/sdj</block>
	    <bus>scsi</bus>
	    <drive_type>disk</drive_type>
	    <model>MSA2012fc</model>
	    <vendor>HP</vendor>
	    <serial>3600c0ff0</serial>
	    <size>15626928128</size>
	    <logical_block_size>512</logical_block_size>
	    <num_blocks>30521344</num_blocks>
	  </capability>
	</device>
	XML
	[ "$(nodedev-dumpxml scsi_target3_0_1 --xpath="concat(//target, ' ', //rport, ' ', //wwpn)")" = \
		'target3:0:1 rport-3:0-0 0x9d73bc45f0e21a86' ]
	[ "$(nodedev-dumpxml scsi_3_0_1_8 --xpath="concat(//host, //bus, //capability/target, //lun, //type)")" = 3018disk ]
	[ "$(nodedev-dumpxml scsi_generic_sg9 --xpath='string(//char)')" = /dev/sg9 ]
	[ "$(nodedev-list --cap=vports)" = scsi_host3 ]
}

@test "the tree is what is part of what" {
	given_scsi
	diff - <(nodedev-list --tree) <<-'TREE'
	computer
	  |
	  +- pci_0000_00_06_0
	      |
	      +- scsi_host3
	          |
	          +- scsi_target3_0_1
	              |
	              +- scsi_3_0_1_8
	                  |
	                  +- block_sdj_3600c0ff0
	                  +- scsi_generic_sg9


	TREE
}

@test "drives with a medium, without one, and what is no drive" {
	local at=pci0000:00/0000:00:1f.2/ata1

	device "$at/sr0" class block uevent=$'MAJOR=11\nMINOR=0\nDEVNAME=sr0\nDEVTYPE=disk' size=2097151 queue/logical_block_size=2048
	udev b11:0 E:ID_TYPE=cd E:ID_CDROM=1 E:ID_CDROM_MEDIA=1 E:ID_FS_LABEL=Install
	device virtual/block/loop0 class block uevent=$'MAJOR=7\nMINOR=0\nDEVNAME=loop0\nDEVTYPE=disk' size=0
	device virtual/block/vda1 class block uevent=$'MAJOR=254\nMINOR=1\nDEVNAME=vda1\nDEVTYPE=partition' size=8
	device mmc0/mmcblk0 class block uevent=$'MAJOR=179\nMINOR=0\nDEVNAME=mmcblk0\nDEVTYPE=disk' size=0
	device "$at/sdb" class block uevent=$'MAJOR=8\nMINOR=16\nDEVNAME=sdb\nDEVTYPE=disk' device/type=5
	[ "$(nodedev-list --cap=storage)" = $'block_mmcblk0\nblock_sdb\nblock_sr0' ]
	selects block_sr0 //capability/capability <<-'XML'
	<capability type='removable'>
	  <media_available>1</media_available>
	  <media_size>4294965248</media_size>
	  <media_label>Install</media_label>
	  <logical_block_size>2048</logical_block_size>
	  <num_blocks>2097151</num_blocks>
	</capability>
	XML
	[ "$(nodedev-dumpxml block_sdb --xpath='string(//drive_type)')" = cdrom ]
	[ "$(nodedev-dumpxml block_mmcblk0 --xpath='concat(//drive_type, //media_available, //media_size)')" = sd00 ]
}

@test "network cards, wireless ones, and what the host made of them" {
	pci 0000:00:19.0 8086 1502 020000
	device pci0000:00/0000:00:19.0/net/enp0s25 class net uevent=$'INTERFACE=enp0s25\nIFINDEX=2' \
		address=f0:de:f1:2b:1b:f3 operstate=up speed=1000
	device pci0000:00/0000:00:19.0/net/wlan0 class net uevent=$'DEVTYPE=wlan\nINTERFACE=wlan0\nIFINDEX=3' \
		address=00:13:02:b9:f9:d3 operstate=dormant speed=-1
	device virtual/net/br0 class net uevent=$'DEVTYPE=bridge\nINTERFACE=br0\nIFINDEX=4' address=02:00:00:00:00:01 operstate=up
	[ "$(nodedev-list --cap=net)" = $'net_enp0s25_f0_de_f1_2b_1b_f3\nnet_wlan0_00_13_02_b9_f9_d3' ]
	selects net_enp0s25_f0_de_f1_2b_1b_f3 '/device/capability' <<-'XML'
	<capability type='net'>
	  <interface>enp0s25</interface>
	  <address>f0:de:f1:2b:1b:f3</address>
	  <link speed='1000' state='up'/>
	  <capability type='80203'/>
	</capability>
	XML
	selects net_wlan0_00_13_02_b9_f9_d3 '//link | //capability/capability' <<-'XML'
	<link state='dormant'/>
	<capability type='80211'/>
	XML
}

@test "graphics nodes, vDPA, channels, crypto cards" {
	pci 0000:00:02.0 8086 5917 030000
	device pci0000:00/0000:00:02.0/drm/card0 class drm uevent=$'MAJOR=226\nMINOR=0\nDEVNAME=dri/card0\nDEVTYPE=drm_minor'
	device pci0000:00/0000:00:02.0/drm/renderD128 class drm uevent=$'MAJOR=226\nMINOR=128\nDEVNAME=dri/renderD128\nDEVTYPE=drm_minor'
	device pci0000:00/0000:00:02.0/drm/card0/card0-HDMI-A-1 class drm uevent=
	device pci0000:00/0000:00:02.0/vdpa0 bus vdpa vhost-vdpa-0/dev=511:0
	device css0/0.0.0034 bus css 'driver->x/io_subchannel' dev_busid=0.0.0009 \
		mdev_supported_types/vfio_ccw-io/{name=IO,device_api=vfio-ccw,available_instances=1}
	device css0/0.0.0099 bus css 'driver->x/chsc_subchannel' dev_busid=none
	device css0/0.0.0034/0.0.0009 bus ccw uevent=
	device ap/card07 bus ap uevent=
	device ap/card07/07.0038 bus ap uevent=
	device vfio_ap/matrix bus matrix mdev_supported_types/vfio_ap-passthrough/{name=Pass,device_api=vfio-ap,available_instances=65536}
	[ "$(nodedev-list --cap=drm,vdpa,css,ccw,ap_card,ap_queue,ap_matrix)" = "$(printf '%s\n' ap_07_0038 ap_card07 ap_matrix \
		ccw_0_0_0009 css_0_0_0034 drm_card0 drm_renderD128 vdpa_vdpa0)" ]
	[ "$(nodedev-dumpxml drm_card0 --xpath='string(//capability/type)')" = primary ]
	[ "$(nodedev-dumpxml drm_renderD128 --xpath='string(//capability/type)')" = render ]
	[ "$(nodedev-dumpxml vdpa_vdpa0 --xpath='string(//chardev)')" = /dev/vhost-vdpa-0 ]
	[ "$(nodedev-dumpxml ap_07_0038 --xpath="concat(//parent, ' ', //ap-adapter, ' ', //ap-domain)")" = 'ap_card07 0x07 0x0038' ]
	[ "$(nodedev-dumpxml ccw_0_0_0009 --xpath="concat(//parent, //cssid, //ssid, //devno)")" = css_0_0_00340x00x00x0009 ]
	shows css_0_0_0034 <<-'XML'
	<device>
	  <name>css_0_0_0034</name>
	  <path>/sys/devices/css0/0.0.0034</path>
	  <parent>computer</parent>
	  <driver>
	    <name>io_subchannel</name>
	  </driver>
	  <capability type='css'>
	    <cssid>0x0</cssid>
	    <ssid>0x0</ssid>
	    <devno>0x0034</devno>
	    <channel_dev_addr>
	      <cssid>0x0</cssid>
	      <ssid>0x0</ssid>
	      <devno>0x0009</devno>
	    </channel_dev_addr>
	    <capability type='mdev_types'>
	      <type id='vfio_ccw-io'>
	        <name>IO</name>
	        <deviceAPI>vfio-ccw</deviceAPI>
	        <availableInstances>1</availableInstances>
	      </type>
	    </capability>
	  </capability>
	</device>
	XML
}

@test "the machine itself" {
	files "$sys/devices/virtual/dmi/id" product_name='Test 9000' sys_vendor=Testers product_version=1 \
		product_uuid=4C4C4544-0042-3510-8052-B4C04F4E344A bios_vendor=Bios bios_version=2.1 bios_date=01/02/2020
	diff - <(nodedev-dumpxml computer) <<-'XML'
	<device>
	  <name>computer</name>
	  <capability type='system'>
	    <product>Test 9000</product>
	    <hardware>
	      <vendor>Testers</vendor>
	      <version>1</version>
	      <uuid>4c4c4544-0042-3510-8052-b4c04f4e344a</uuid>
	    </hardware>
	    <firmware>
	      <vendor>Bios</vendor>
	      <version>2.1</version>
	      <release_date>01/02/2020</release_date>
	    </firmware>
	  </capability>
	</device>
	XML
}

@test "hostile names and broken links in sysfs harm nobody" {
	pci 0000:00:19.0 8086 1502 020000
	device $'pci0000:00/0000:00:19.0/net/e\e[31m' class net uevent=$'INTERFACE=x\nIFINDEX=2' address=$'f0\e[2J:de' operstate=up
	ln -s nowhere "$sys/class/net/gone"
	ln -s / "$sys/bus/pci/devices/root"
	: >"$sys/class/net/bonding_masters"
	run -0 nodedev-list
	[ "$output" = $'computer\nnet_e__31m_f0__2J_de\npci_0000_00_19_0' ]
	run nodedev-dumpxml ../../etc/passwd
	[ "$status" -eq "$FAULT_MISSING" ]
	run nodedev-info ''
	[ "$status" -eq "$FAULT_MISSING" ]
}

uuid=c60cc60c-c60c-4c60-8c60-c60cc60cc60c
mdev=mdev_c60cc60c_c60c_4c60_8c60_c60cc60cc60c_0000_00_02_0

# A device that can be split; what is written to `create` is in the file created.
given_splittable() {
	gpu=$sys/devices/pci0000:00/0000:00:02.0
	pci 0000:00:02.0 8086 5917 030000 mdev_supported_types/quarter/{device_api=vfio-pci,available_instances="$1"}
	: >"$gpu/mdev_supported_types/quarter/create"
	# The kernel makes this folder: it must be there when the attributes are written.
	mkdir "$gpu/$uuid"
	: >"$gpu/$uuid/assign"
	: >"$gpu/$uuid/remove"
}

split_xml() {
	printf '<device><parent>pci_0000_00_02_0</parent><capability type="mdev"><type id="%s"/><uuid>%s</uuid>%s</capability></device>' \
		"$1" "$uuid" "${*:2}"
}

@test "a mediated device is made by its UUID, then its attributes in order" {
	given_splittable 1
	[ "$(split_xml quarter '<attr name="assign" value="5"/><attr name="assign" value="0xab"/>' | nodedev-create -)" = "$mdev" ]
	[ "$(cat "$gpu/mdev_supported_types/quarter/create")" = "$uuid" ]
	[ "$(cat "$gpu/$uuid/assign")" = 0xab ]
	[ ! -s "$gpu/$uuid/remove" ]
	[ -z "$(ls "$VIRTUTILS_ROOT/run/nodedev/making")" ]
}

@test "a mediated device without one of its attributes is taken back" {
	given_splittable 1
	run nodedev-create <(split_xml quarter '<attr name="assign" value="5"/><attr name="nosuch" value="1"/>')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *nosuch* ]]
	[ "$(cat "$gpu/$uuid/remove")" = 1 ]
}

@test "no type of that name, none left, no parent" {
	given_splittable 0
	run nodedev-create <(split_xml quarter)
	[ "$status" -eq "$FAULT_STATE" ]
	run nodedev-create <(split_xml half)
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	split_xml quarter | nodedev-define -
	rm "$sys/bus/pci/devices/0000:00:02.0"
	run nodedev-start "$mdev"
	[ "$status" -eq "$FAULT_MISSING" ]
	[ ! -s "$gpu/mdev_supported_types/quarter/create" ]
}

@test "what a killed program left half made is removed by the next" {
	given_splittable 1
	split_xml quarter | nodedev-define -
	device "pci0000:00/0000:00:02.0/$uuid" bus mdev 'mdev_type->../mdev_supported_types/quarter'
	mkdir -p "$VIRTUTILS_ROOT/run/nodedev/making"
	split_xml quarter >"$VIRTUTILS_ROOT/run/nodedev/making/$mdev.xml"
	run nodedev-start -n "$mdev"
	[ ! -s "$gpu/$uuid/remove" ]
	run nodedev-autostart "$mdev"
	[ "$(cat "$gpu/$uuid/remove")" = 1 ]
	[ -z "$(ls "$VIRTUTILS_ROOT/run/nodedev/making")" ]
}

# kernel FIFO COMMAND...: answers what is written there, once.
kernel() {
	mkfifo "$1"
	in_background bash -c 'read -r "words" <"$1" || :; shift; words=$words "$@"' kernel "$@"
}

vport_xml() {
	printf '<device>%s<capability type="scsi_host"><capability type="fc_host"><wwnn>%s</wwnn><wwpn>%s</wwpn></capability></capability></device>' \
		"$1" 20000000c9831b4b "${2:-10000000c9831b4b}"
}

@test "virtual ports of Fibre Channel adapters" {
	local fc=$sys/class/fc_host parent

	given_scsi
	for parent in '<parent>scsi_host3</parent>' '<parent fabric_wwn="2001000dec9877c1"/>' \
		'<parent wwnn="2000001b32a9da4e" wwpn="2100001b32a9da4e"/>' ''; do
		rm -rf "$fc/host3/vport_create" "$fc/host9"
		kernel "$fc/host3/vport_create" sh -c 'echo "$words" >asked; mkdir "$1/host9" && cd "$1/host9" &&
			echo 0x20000000c9831b4b >node_name && echo 0x10000000c9831b4b >port_name' sh "$fc"
		[ "$(vport_xml "$parent" | nodedev-create -)" = scsi_host9 ]
		[ "$(cat asked)" = 10000000c9831b4b:20000000c9831b4b ]
	done
	device pci0000:00/0000:00:06.0/host3/vport-3:0-0/host9 bus scsi uevent=DEVTYPE=scsi_host
	: >"$fc/host3/vport_delete"
	[ "$(nodedev-info scsi_host9 -o PARENT)" = scsi_host3 ]
	nodedev-destroy scsi_host9
	[ "$(cat "$fc/host3/vport_delete")" = 10000000c9831b4b:20000000c9831b4b ]
}

@test "virtual ports that cannot be" {
	given_scsi
	run nodedev-create <(vport_xml '<parent>scsi_host4</parent>')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run nodedev-create <(vport_xml '<parent>scsi_host3</parent>' '1000:x')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-create <(vport_xml '<parent>scsi_../../x</parent>')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-destroy scsi_host3
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ -z "$(cat "$sys/class/fc_host/host3/vport_create")" ]
}

@test "a device without reset, and one with it" {
	pci 0000:00:02.0 8086 5917 030000
	run nodedev-reset pci_0000_00_02_0
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	: >"$sys/devices/pci0000:00/0000:00:02.0/reset"
	nodedev-reset pci_0000_00_02_0
	[ "$(cat "$sys/devices/pci0000:00/0000:00:02.0/reset")" = 1 ]
}

@test "devices that cannot be listed to the end are not gone: nothing that is on record of them is forgotten" {
	needs strace
	uuid=c60cc60c-c60c-4c60-8c60-c60cc60cc60c
	mdev=mdev_${uuid//-/_}_0000_00_02_0
	pci 0000:00:02.0 8086 5917 030000
	device "pci0000:00/0000:00:02.0/$uuid" bus mdev
	mkdir -p "$VIRTUTILS_ROOT/run/nodedev/making"
	printf "<device><name>%s</name><parent>pci_0000_00_02_0</parent><capability type='mdev'><type id='t'/><uuid>%s</uuid></capability></device>" \
		$mdev $uuid >"$VIRTUTILS_ROOT/run/nodedev/making/$mdev.xml"
	run strace -qq -o /dev/null -P "$sys/bus/mdev/devices" -e inject=getdents64:error=EIO nodedev-list
	[ "$status" -eq 1 ]
	[ "$output" = "nodedev-list: list $sys/bus/mdev/devices: Input/output error" ]
	run strace -qq -o /dev/null -P "$sys/bus/mdev/devices" -e inject=getdents64:error=EIO nodedev-destroy $mdev
	[ "$status" -eq 1 ]
	[ -e "$VIRTUTILS_ROOT/run/nodedev/making/$mdev.xml" ]
}
