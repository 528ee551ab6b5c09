# SPDX-License-Identifier: LGPL-2.1-or-later
# given - what there is before a program of the table is met by something: documents and objects
#
# Everything has its UUID and its MAC address from here, so that the same command given twice
# makes the same.

. "$tests/helpers.bash"

uuid=6695eb01-0000-4000-8000-00000000000
mdev_uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0
disk="<devices><disk type='file'><driver type='qcow2'/><source file='/img/o2'/>
	<backingStore type='file'><format type='qcow2'/><source file='/img/o1'/>
	<backingStore type='file'><format type='qcow2'/><source file='/img/a'/><backingStore/></backingStore></backingStore>
	<target dev='vda' bus='virtio'/></disk></devices>"

# Every program finds these in its directory.
documents() {
	xml web "<uuid>${uuid}1</uuid>" '<title>a web server</title>' >web.xml
	sed 's/a web server/another title/' web.xml >changed.xml
	xml extra "<uuid>${uuid}2</uuid>" >extra.xml
	network_xml lan "<uuid>${uuid}3</uuid>" "<bridge name='virbr7'/>" "<mac address='52:54:00:00:00:07'/>" \
		"<ip address='10.77.0.1'><dhcp><range start='10.77.0.2' end='10.77.0.9'/></dhcp></ip>" >lan.xml
	sed s/10.77.0.9/10.77.0.8/ lan.xml >lan2.xml
	printf '<networkport><uuid>%s4</uuid><owner><name>web</name><uuid>%s1</uuid></owner><mac address="52:54:00:7b:35:93"/></networkport>' \
		$uuid $uuid >port.xml
	filter_xml lab "<uuid>${uuid}5</uuid>" >lab.xml
	binding_xml vnet0 lab >binding.xml
	ethernet_xml eth2 >eth2.xml
	mdev_xml $mdev_uuid >mdev.xml
	mdev_xml $mdev_uuid '<attr name="a" value="1"/>' >mdev2.xml
	printf '<volume><name>v</name><capacity unit="MiB">1</capacity></volume>' >v.xml
	sed 's,>v<,>w<,' v.xml >w.xml
	echo '<domaincheckpoint><name>one</name><description>old</description></domaincheckpoint>' >checkpoint.xml
	echo '<domainsnapshot><name>one</name><description>old</description></domainsnapshot>' >snapshot.xml
	echo '<domainbackup mode="pull"><server transport="unix" socket="/sock"/></domainbackup>' >pull.xml
	printf "<secret><uuid>%s7</uuid><usage type='volume'><volume>/images/a</volume></usage></secret>" $uuid >secret.xml
	echo c2VjcmV0 >value
	echo "<disk type='file' device='disk'><source file='/img/b'/><target dev='vdb' bus='virtio'/></disk>" >disk.xml
	echo "<disk type='file' device='cdrom'><source file='/img/c.iso'/><target dev='hdc' bus='ide'/><readonly/></disk>" >cdrom.xml
	sed 's/c.iso/d.iso/' cdrom.xml >cdrom2.xml
	head -c 100000 /dev/zero | tr '\0' x >data
	for list in net-list pool-list nodedev-list iface-list; do $list >/dev/null; done    # they are there from now on
}

vm() {                  # [running|paused]
	vm-define web.xml
	case ${1:-} in running) vm-start web ;; paused) vm-start --paused web ;; esac
}
disk_vm() {             # [running]: a disk upon two layers
	xml web "<uuid>${uuid}1</uuid>" "$disk" | vm-define -
	[ -z "${1:-}" ] || vm-start web
}
nic_vm() {
	xml web "<uuid>${uuid}1</uuid>" "<devices><interface type='network'><mac address='52:54:00:00:00:01'/>
		<source network='default'/><target dev='tap0'/></interface></devices>" | vm-define -
	vm-start web
}
devices() { vm && vm-attach-device web disk.xml --config && vm-attach-device web cdrom.xml --config; }
named_disk() { vm running && sed 's,<target,<alias name="ua-b"/>&,' disk.xml | vm-attach-device web - --live; }
card() { vm && vm-attach-interface web network default --mac 52:54:00:00:00:01 --config; }
snapshots() { vm "$@" && vm-snapshot-create web snapshot.xml && vm-snapshot-create-as web two; }
checkpoint() { disk_vm running && vm-checkpoint-create web checkpoint.xml; }
saved() { vm running && vm-save web web.save; }
backup() {
	mkdir disks && echo contents >disks/a.img
	xml web "<uuid>${uuid}1</uuid>" "<devices><disk type='file'><driver type='qcow2'/>
		<source file='$PWD/disks/a.img'/><target dev='vda'/></disk></devices>" | vm-define -
	vm-backup web --to="$PWD/to" >/dev/null && vm-desc --title web changed
}
dead() { vm running && printf 'shut off|crashed|1.0\n' >"$VIRTUTILS_ROOT/run/test/web.state"; }
net() { net-define lan.xml && { [ -z "${1:-}" ] || net-start lan; }; }
port() { net running && net-port-create lan port.xml; }
filter() { nwfilter-define lab.xml; }
binding() { filter && nwfilter-binding-create binding.xml; }
secret() { secret-define secret.xml; }
kept() { iface-begin && iface-define eth2.xml; }
# Directories of ours, by the storage driver of this host.
pool_document() {
	export VIRTUTILS_URI=qemu:///session
	printf "<pool type='dir'><name>images</name><uuid>%s6</uuid><target><path>%s</path><permissions><mode>0755</mode></permissions></target></pool>" \
		$uuid "$PWD/images" >images.xml
}
host_pool() {           # [defined|built|running]
	pool_document
	pool-define images.xml
	case ${1:-} in built) pool-build images ;; running) pool-build images && pool-start images ;; esac
}
volume() { host_pool running && vol-create images v.xml; }
