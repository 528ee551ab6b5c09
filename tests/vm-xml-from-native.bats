#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-xml-from-native - turn another program's configuration of a guest into a definition

load helpers

# read_native FORMAT FILE: what value() is asked about; - is standard input.
read_native() {
	native=("$@")
	[ "$2" != - ] || { cat >native.file; native[1]=native.file; }
	vm-xml-from-native "${native[@]}" >/dev/null
}
value() {
	vm-xml-from-native --xpath="string($1)" "${native[@]}"
}

given_vmx() {
	cat >small.vmx <<-'EOF'
		#!/usr/bin/vmware
		.encoding = "windows-1252"
		config.version = "8"
		VIRTUALHW.version = "10"
		displayName = "caf|E9 |22one|22"
		guestOS = "debian8-64"
		memsize = "1024"
		numvcpus = "4"
		cpuid.coresPerSocket = "2"
		firmware = "efi"
		scsi0.present = "TRUE"
		scsi0.virtualDev = "pvscsi"
		scsi0:8.present = "TRUE"
		scsi0:8.fileName = "data.vmdk"
		sata0.present = "TRUE"
		sata0:1.present = "TRUE"
		sata0:1.deviceType = "cdrom-image"
		sata0:1.fileName = "install.iso"
		ide0:0.present = "TRUE"
		ide0:0.clientDevice = "TRUE"
		ide0:0.deviceType = "atapi-cdrom"
		ethernet0.present = "TRUE"
		ethernet0.virtualDev = "E1000E"
		ethernet0.networkName = "LAN"
		ethernet0.generatedAddress = "00:0C:29:00:00:01"
	EOF
}

@test "a machine of VMware" {
	given_vmx
	read_native vmware-vmx small.vmx
	[ "$(value /domain/@type)" = vmware ]
	[ "$(value /domain/name)" = 'café "one"' ]
	[ "$(value /domain/memory)" = 1048576 ]
	[ "$(value /domain/cpu/topology/@sockets)" = 2 ]
	[ "$(value /domain/os/@firmware)" = efi ]
	[ "$(value /domain/os/type/@arch)" = x86_64 ]
	[ "$(value '/domain/devices/interface/model/@type')" = e1000e ]
	[ "$(value '/domain/devices/interface/mac/@address')" = 00:0c:29:00:00:01 ]
}

@test "a SCSI controller has a place itself: the disk in place 8 is the eighth" {
	given_vmx
	read_native vmware-vmx small.vmx
	[ "$(value "/domain/devices/disk[@device='disk']/target/@dev")" = sdh ]
	[ "$(value 'count(/domain/devices/disk)')" = 2 ]
	[ "$(value "/domain/devices/disk[@device='cdrom']/target/@bus")" = sata ]
}

@test "what a machine of VMware has of a device, and what it has not" {
	given_vmx
	sed -i '/displayName/d; /coresPerSocket/d' small.vmx
	cat >>small.vmx <<-'EOF'
		displayName = "a%2525"
		cpuid.coresPerSocket = "3"
		ethernet12.present = "TRUE"
		ethernet12.addressType = "static"
		ide1:0.present = "TRUE"
		ide1:0.deviceType = "cdrom-raw"
		ide1:0.fileName = "disk.vmdk"
		serial0.present = "TRUE"
		serial1.present = "TRUE"
		serial1.fileType = "network"
		serial1.fileName = "tcp6+ssl://host:7"
		isolation.tools.hgfs.disable = "FALSE"
		sharedFolder.maxNum = "2"
		sharedFolder0.present = "TRUE"
		sharedFolder1.present = "TRUE"
		sharedFolder1.enabled = "TRUE"
		sharedFolder1.hostPath = "/srv"
		sharedFolder1.guestName = "srv"
	EOF
	read_native vmware-vmx small.vmx
	[ "$(value /domain/name)" = a%25 ]
	[ "$(value /domain/cpu/topology/@cores)" = 3 ]
	[ "$(value 'count(/domain/devices/interface)')" = 2 ]
	[ "$(value 'count(/domain/devices/interface[1]/mac/@type)')" = 0 ]
	[ "$(value '/domain/devices/interface[2]/mac/@type')" = static ]
	[ "$(value '/domain/devices/interface[2]/mac/@address')" = 00:00:00:00:00:00 ]
	[ "$(value 'count(/domain/devices/disk)')" = 2 ]
	[ "$(value '/domain/devices/serial[1]/@type')" = dev ]
	[ "$(value '/domain/devices/serial[2]/protocol/@type')" = tls ]
	[ "$(value 'count(/domain/devices/filesystem)')" = 1 ]
	[ "$(value /domain/devices/filesystem/source/@dir)" = /srv ]
}

@test "what a file says wrong is told with its line" {
	given_vmx
	for wrong in 'memsize = "5"' 'numvcpus = "none"' 'scsi0.virtualDev = "fast"' 'displayName = "|zz"' \
		     'sata0:1.fileName = "x.img"' 'ethernet0.generatedAddress = "here"' 'memsize = 12 13' 'memsize "12"' \
		     'memsize = "12' '= "12"' 'scsi0.present = "perhaps"' 'displayName = "%g0"' \
		     'sched.cpu.affinity = "0-7"' 'scsi0:8.deviceType = "ata-hardDisk"'; do
		{ echo "$wrong"; cat small.vmx; } >wrong.vmx
		[[ "$wrong" != sata0* ]] || sed -i '/install.iso/d' wrong.vmx
		run vm-xml-from-native vmware-vmx wrong.vmx
		echo "$wrong: $output"
		[ "$status" -eq "$FAULT_XML" ]
		[[ "$output" == "vm-xml-from-native: wrong.vmx:1: "* ]]
		[ "${#lines[@]}" -eq 1 ]
	done
	grep -v config.version small.vmx >wrong.vmx
	run vm-xml-from-native vmware-vmx wrong.vmx
	[ "$output" = "vm-xml-from-native: wrong.vmx: config.version is missing" ]
}

@test "a guest of Xen, as xl says it" {
	read_native xen-xl - <<-'EOF'
		name = 'one'; type = "hvm"
		memory = 512   # half
		vcpus = 1
		maxvcpus = 2
		disk = [ '/dev/vg/one,raw,xvda,rw,backendtype=phy',
			 'vdev=hdc, devtype=cdrom, target=/iso/a,b.iso' ]
		vif = [ "bridge=br0:10:20, script=vif-openvswitch, rate=8Mb/s" ]
		vnc = 1
		vncdisplay = 3
		serial = [ "none", "tcp:[::1]:7,server,nowait" ]
		usb = 1
		usbdevice = [ "tablet", "mouse" ]
	EOF
	[ "$(value /domain/vcpu/@current)" = 1 ]
	[ "$(value '/domain/devices/disk[target/@dev="xvda"]/source/@dev')" = /dev/vg/one ]
	[ "$(value '/domain/devices/disk[target/@dev="hdc"]/source/@file')" = /iso/a,b.iso ]
	[ "$(value '/domain/devices/interface/source/@bridge')" = br0 ]
	[ "$(value '/domain/devices/interface/vlan/tag[2]/@id')" = 20 ]
	[ "$(value '/domain/devices/interface/bandwidth/outbound/@average')" = 1024 ]
	[ "$(value '/domain/devices/graphics/@port')" = 5903 ]
	[ "$(value '/domain/devices/serial/target/@port')" = 1 ]
	[ "$(value '/domain/devices/serial/source/@mode')" = bind ]
	[ "$(value 'count(/domain/devices/input[@bus="usb"])')" = 2 ]
}

@test "what a newer xl says of a guest" {
	cat >new.cfg <<-'EOF'
		name = "new"
		type = "hvm"
		vcpus = 8
		maxvcpus = 4
		hap = 1
		boot = "x"
		passthrough = "sync_pt"
		acpi_firmware = "/slic"
		tsc_mode = "default"
		cpuid = "host,sse3=0,tm=k"
		max_grant_frames = 64
		max_event_channels = 2047
		device_model_args = [ "-x", "y z" ]
		disk = [ "tap2:qcow2:/img,hda,r", "/a.iso,,hdc,cdrom" ]
		vif = [ "bridge=br0.7,rate=8b/s,type=vif" ]
		pci = [ "02:00.1,permissive=1" ]
		usbctrl = [ "version=1", "type=devicemodel" ]
		soundhw = "all"
		spice = 1
		spicedisable_ticketing = 1
	EOF
	read_native xen-xl new.cfg
	[ "$(value /domain/currentMemory)" = 131072 ]
	[ "$(value /domain/vcpu)" = 4 ]
	[ "$(value 'count(/domain/features/hap)')" = 0 ]
	[ "$(value /domain/os/boot/@dev)" = hd ]
	[ "$(value '/domain/features/xen/passthrough[@state="on"]/@mode')" = sync_pt ]
	[ "$(value '/domain/os/acpi/table[@type="slic"]')" = /slic ]
	[ "$(value '/domain/clock/timer[@name="tsc"]/@mode')" = auto ]
	[ "$(value '/domain/cpu/feature[@name="pni"]/@policy')" = disable ]
	[ "$(value '/domain/cpu/feature[@name="tm"]/@policy')" = optional ]
	[ "$(value '/domain/devices/controller[@maxEventChannels="2047"]/@maxGrantFrames')" = 64 ]
	[ "$(value '//*[local-name()="arg"][2]/@value')" = 'y z' ]
	[ "$(value '/domain/devices/disk[1]/driver/@type')" = qcow2 ]
	[ "$(value 'count(/domain/devices/disk[1]/readonly)')" = 1 ]
	[ "$(value '/domain/devices/disk[2]/@device')" = cdrom ]
	[ "$(value /domain/devices/interface/vlan/tag/@id)" = 7 ]
	[ "$(value /domain/devices/interface/bandwidth/outbound/@average)" = 1 ]
	[ "$(value /domain/devices/interface/model/@type)" = netfront ]
	[ "$(value /domain/devices/interface/mac/@address)" = 00:00:00:00:00:00 ]
	[ "$(value /domain/devices/hostdev/source/@writeFiltering)" = no ]
	[ "$(value 'count(/domain/devices/controller[@type="usb"])')" = 1 ]
	[ "$(value 'count(/domain/devices/sound)')" = 2 ]
	[ "$(value /domain/devices/graphics/mouse/@mode)" = server ]
	sed -i 's/"hvm"/"pv"/' new.cfg
	{ echo 'builder = "hvm"'; echo 'e820_host = 1'; cat new.cfg; } >pv.cfg
	read_native xen-xl pv.cfg
	[ "$(value /domain/os/type)" = linux ]
	[ "$(value /domain/features/xen/e820_host/@state)" = on ]
}

@test "a guest of Xen has the memory of its cells" {
	read_native xen-xl - <<-'EOF'
		name = "cells"
		memory = 300
		maxmem = 400
		vcpus = 2
		vnuma = [ [ "pnode=0", "size=100", "vcpus=0" ], [ "pnode=1", "size=120", "vcpus=1" ] ]
	EOF
	[ "$(value /domain/memory)" = 225280 ]
	[ "$(value /domain/currentMemory)" = 225280 ]
}

@test "a guest of Xen, as xm says it" {
	read_native xen-xm - <<-'EOF'
		name = "old"
		memory = 128
		kernel = "/boot/vmlinuz"
		extra = "quiet"
		root = "/dev/xvda1"
		disk = [ "tap:qcow2:/img,xvda,w!", "phy:/dev/sdb,xvdb,r" ]
		vfb = [ "type=vnc,vncunused=1" ]
		pci = [ "02:00.1" ]
	EOF
	[ "$(value /domain/os/type)" = linux ]
	[ "$(value /domain/os/root)" = /dev/xvda1 ]
	[ "$(value '/domain/devices/disk[1]/driver/@type')" = qcow2 ]
	[ "$(value 'count(/domain/devices/disk[1]/shareable)')" = 1 ]
	[ "$(value 'count(/domain/devices/disk[2]/readonly)')" = 1 ]
	[ "$(value '/domain/devices/video/model/@type')" = xen ]
	[ "$(value '/domain/devices/hostdev/source/address/@bus')" = 0x02 ]
}

@test "the line of an item in a list of several lines" {
	printf 'name = "x"\nmemory = 64\nvif = [ "bridge=a",\n\t"mac=none" ]\n' >wrong.cfg
	run vm-xml-from-native xen-xl wrong.cfg
	[ "$status" -eq "$FAULT_XML" ]
	[ "$output" = "vm-xml-from-native: wrong.cfg:4: vif: 'mac=none' has no MAC address" ]
	printf 'disk = [ "a"\n' >wrong.cfg
	run vm-xml-from-native xen-xl wrong.cfg
	[ "$output" = "vm-xml-from-native: wrong.cfg:2: list without its closing bracket" ]
}

@test "a container of the lxc tools, in the keys of version 3" {
	read_native lxc-tools - <<-'EOF'
		lxc.uts.name = box
		lxc.rootfs.path = /dev/vg/box
		lxc.arch = amd64
		lxc.net.1.type = macvlan
		lxc.net.1.link = eth0
		lxc.net.0.type = veth
		lxc.net.0.link = br0
		lxc.net.0.ipv4.address = 10.0.0.2/24
		lxc.net.1.macvlan.mode = bridge
		lxc.mount.entry = tmpfs tmp tmpfs size=2m 0 0
		lxc.cap.keep = chown kill
		lxc.cgroup.memory.limit_in_bytes = 256M
	EOF
	[ "$(value '/domain/devices/filesystem[@type="block"]/source/@dev')" = /dev/vg/box ]
	[ "$(value '/domain/devices/filesystem[@type="ram"]/source/@usage')" = 2048 ]
	[ "$(value '/domain/devices/interface[@type="direct"]/source/@mode')" = bridge ]
	[ "$(value '/domain/devices/interface[@type="bridge"]/ip/@prefix')" = 24 ]
	[ "$(value '/domain/features/capabilities/@policy')" = deny ]
	[ "$(value '/domain/features/capabilities/kill/@state')" = on ]
	[ "$(value /domain/memory)" = 262144 ]
	[ "$(value '/domain/devices/interface[@type="bridge"]/link/@state')" = down ]
	[ "$(value '/domain/devices/interface[@type="bridge"]/mac/@address')" = 00:00:00:00:00:00 ]
	read_native lxc-tools - <<-'EOF'
		lxc.rootfs = /srv
		lxc.network.type = vlan
		lxc.network.link = eth0
		lxc.network.type = veth
		lxc.network.flags = up
		lxc.mount.entry = devpts dev/pts devpts gid=5 0 0
		lxc.mount.entry = securityfs sys/kernel/security securityfs defaults 0 0
	EOF
	[ "$(value /domain/devices/hostdev/source/interface)" = eth0 ]
	[ "$(value /domain/devices/interface/link/@state)" = up ]
	[ "$(value 'count(/domain/devices/filesystem)')" = 2 ]
	[ "$(value '/domain/devices/filesystem[2]/target/@dir')" = /dev/pts ]
	read_native lxc-tools - <<-'EOF'
		lxc.rootfs.path = /srv
		lxc.arch = arm64
		lxc.net.0.type = macvlan
		lxc.net.0.link = eth0
		lxc.net.0.macvlan.mode = passthru
		lxc.cgroup2.memory.max = 128M
		lxc.cgroup.memory.memsw.limit_in_bytes = -1
		lxc.cgroup2.cpuset.cpus = 0,2
		lxc.cgroup2.cpuset.mems = 0
		lxc.mount.entry = tmpfs run tmpfs nodev 0 0
		lxc.mount.entry = tmpfs tmp tmpfs size=50% 0 0
	EOF
	[ "$(value 'number(//filesystem[target/@dir = "/run"]/source/@usage)')" -gt 0 ]
	[ "$(value '//filesystem[target/@dir = "/run"]/source/@usage = //filesystem[target/@dir = "/tmp"]/source/@usage')" = true ]
	[ "$(value /domain/os/type/@arch)" = aarch64 ]
	[ "$(value /domain/devices/interface/source/@mode)" = passthrough ]
	[ "$(value /domain/memory)" = 131072 ]
	[ "$(value 'count(/domain/memtune/*)')" = 1 ]
	[ "$(value /domain/vcpu/@cpuset)" = 0,2 ]
	[ "$(value /domain/numatune/memory/@nodeset)" = 0 ]
	printf 'lxc.rootfs = /x\nlxc.arch = pdp11\nlxc.cgroup2.memory.max = max\n' >other.conf
	run vm-xml-from-native lxc-tools other.conf
	[ "$status" -eq 0 ]
	[[ "$output" == *": other.conf:2: lxc.arch 'pdp11' is left out"* && "$output" != *arch=* && "$output" != *memtune* ]]
	printf 'lxc.rootfs = /x\nlxc.network.type = veth\nlxc.network.ipv4 = 10.0.0.2\n' >wrong.conf
	run vm-xml-from-native lxc-tools wrong.conf
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *": wrong.conf:3: lxc.network.ipv4 '10.0.0.2' has no number of bits" ]]
	printf 'lxc.rootfs = /x\nlxc.tty = many\n' >wrong.conf
	run vm-xml-from-native lxc-tools wrong.conf
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *": wrong.conf:2: lxc.tty 'many' "* ]]
}

@test "a guest of bhyve and its loader" {
	read_native bhyve-argv - <<-'EOF'
		# starts from the second disk
		bhyveload -m 1g -d '/my disks/b' beast
		/usr/sbin/bhyve -AHP -c2 -m 1g -u \
			-s 0:0,hostbridge -s 3,ahci,hd:/a,cd:/c \
			-s 0:4:1,virtio-blk,"/my disks/b" beast
	EOF
	[ "$(value /domain/name)" = beast ]
	[ "$(value /domain/vcpu)" = 2 ]
	[ "$(value /domain/clock/@offset)" = utc ]
	[ "$(value '/domain/devices/disk[target/@dev="sdb"]/@device')" = cdrom ]
	[ "$(value '/domain/devices/disk[target/@dev="vda"]/boot/@order')" = 1 ]
	[ "$(value '/domain/devices/disk[target/@dev="vda"]/address/@function')" = 0x1 ]
}

@test "the line of a command" {
	printf '\nbhyve -m 64 \\\n -Q x\n' >wrong.sh
	run vm-xml-from-native bhyve-argv wrong.sh
	[ "$status" -eq "$FAULT_XML" ]
	[ "$output" = "vm-xml-from-native: wrong.sh:2: an option that is not known" ]
	echo 'ls -l' >wrong.sh
	run vm-xml-from-native bhyve-argv wrong.sh
	[ "$output" = "vm-xml-from-native: wrong.sh:1: bhyve is not called" ]
}

@test "a format that nobody has, and one that cannot be read" {
	given_vmx
	run vm-xml-from-native vmx small.vmx
	[ "$status" -eq "$FAULT_OPTION" ]
	[ "$output" = "vm-xml-from-native: no native format 'vmx'" ]
	run vm-xml-from-native qemu-argv small.vmx
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run vm-xml-from-native vmware-vmx nowhere.vmx
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == *nowhere.vmx* ]]
}

@test "the document can be asked for a part, like all documents" {
	given_vmx
	[ "$(vm-xml-from-native --xpath=//memory/text\(\) vmware-vmx small.vmx)" = 1048576 ]
}
