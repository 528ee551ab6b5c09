# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_glusterd - a Gluster of one brick, in namespaces of the test
#
# serve: 127.0.1.5 has the volume v0 with the one brick $brick.

own() {                 # FOLDER: what is written there is the test's
	local copy
	copy=$(mktemp -d "$work/own.XXXXXX")
	cp -a "$1/." "$copy"
	mount -t tmpfs tmpfs "$1"
	cp -a "$copy/." "$1"
}

serve() {
	local tries=0
	ip link set lo up
	ip address add 127.0.1.5/8 dev lo
	own /var/lib/glusterd
	own /var/log/glusterfs
	mount -t tmpfs tmpfs /run
	brick=/run/bricks/b0
	mkdir -p /run/gluster "$brick"
	glusterd --log-level WARNING
	until gluster --mode=script pool list >/dev/null 2>&1; do
		[ $((tries += 1)) -lt 100 ] || { cat /var/log/glusterfs/glusterd.log >&2; return 1; }
	done
	gluster --mode=script volume create v0 transport tcp "127.0.1.5:$brick" force >/dev/null
	gluster --mode=script volume set v0 server.allow-insecure on >/dev/null
	gluster --mode=script volume start v0 >/dev/null
}
