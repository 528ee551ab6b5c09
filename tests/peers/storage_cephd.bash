# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_cephd - a Ceph of one node in namespaces of the test: a monitor, a manager, and one OSD
# that stores in memory
#
# serve: 127.0.0.1 has the pools images and rbd; the user libvirt has the key $key for images.
# $CEPH_CONF is for ceph and rbd, as its administrator.

cephd_conf() { cat <<-C
	[global]
	fsid = 11111111-2222-3333-4444-555555555555
	mon host = 127.0.0.1
	mon initial members = a
	public addr = 127.0.0.1
	cluster addr = 127.0.0.1
	auth cluster required = cephx
	auth service required = cephx
	auth client required = cephx
	mon allow pool size one = true
	mon warn on pool no redundancy = false
	osd pool default size = 1
	osd pool default pg num = 8
	osd pool default pg autoscale mode = off
	osd crush chooseleaf type = 0
	osd objectstore = memstore
	memstore device bytes = 1073741824
	osd op num shards = 1
	mgr initial modules =
	mgr stats period = 1
	run dir = $ceph
	admin socket = $ceph/\$name.asok
	pid file = $ceph/\$name.pid
	log file = $ceph/\$name.log
	mon cluster log file = $ceph/cluster.log
	mon data = $ceph/mon
	osd data = $ceph/osd
	mgr data = $ceph/mgr
	keyring = $ceph/keyring
	C
}

cephd_keys() {
	ceph-authtool --create-keyring "$ceph/keyring" --gen-key -n mon. --cap mon 'allow *' >"$ceph/said"
	ceph-authtool "$ceph/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
	ceph-authtool "$ceph/keyring" --gen-key -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
	ceph-authtool "$ceph/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
	ceph-authtool "$ceph/keyring" --gen-key -n client.libvirt --cap mon 'profile rbd' --cap osd 'profile rbd pool=images'
	key=$(ceph-authtool "$ceph/keyring" -n client.libvirt --print-key)
}

serve() {
	local id=5e2e4c5a-0d2f-4f3b-9f43-7bd7a4a0f6c1
	ip link set lo up
	ceph=$work/ceph
	export CEPH_CONF=$ceph/ceph.conf
	mkdir -p "$ceph"/{mon,osd,mgr}
	cephd_conf >"$CEPH_CONF"
	cephd_keys
	monmaptool --create --addv a '[v2:127.0.0.1:3300,v1:127.0.0.1:6789]' --fsid 11111111-2222-3333-4444-555555555555 \
		"$ceph/monmap" >"$ceph/said"
	ceph-mon --mkfs -i a --monmap "$ceph/monmap" --keyring "$ceph/keyring"
	ceph-mon -i a
	ceph-mgr -i x >"$ceph/said" 2>&1
	# The tool takes a while to begin, so it is told all at once.
	ceph >"$ceph/said" 2>&1 <<-S
	osd new $id
	osd pool create images
	osd pool application enable images rbd
	osd pool create rbd
	osd pool application enable rbd rbd
	S
	ceph-osd -i 0 --mkfs --osd-uuid "$id" >"$ceph/said" 2>&1
	ceph-osd -i 0 >"$ceph/said" 2>&1
	# The statistics are the last that comes.
	until ceph df -f json 2>>"$ceph/said" | grep -q '"total_bytes":[1-9]'; do :; done
}
