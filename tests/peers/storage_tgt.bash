# SPDX-License-Identifier: LGPL-2.1-or-later
# storage_tgt - an iSCSI server in user space (tgt), in namespaces of the test
#
# serve: it has the target $target with one unit, which is the file $work/lun and can give back blocks.
# user NAME PASSWORD: from now on only that one may log in.

tgt() { tgtadm --lld iscsi "$@"; }

serve() {
	local tries=0
	ip link set lo up
	mount -t tmpfs tmpfs /run
	truncate -s 64M "$work/lun"
	tgtd -f --iscsi portal=127.0.0.1:3260 >"$work/tgtd.log" 2>&1 &
	server=$!
	until tgt --mode sys --op show >/dev/null 2>&1; do
		[ $((tries += 1)) -lt 500 ] && kill -0 "$server" || { cat "$work/tgtd.log" >&2; return 1; }
		sleep 0.02
	done
	tgt --mode target --op new --tid 1 --targetname "$target"
	tgt --mode logicalunit --op new --tid 1 --lun 1 --backing-store "$work/lun"
	tgt --mode logicalunit --op update --tid 1 --lun 1 --params thin_provisioning=1
	tgt --mode target --op bind --tid 1 --initiator-address ALL
}

user() {
	tgt --mode account --op new --user "$1" --password "$2"
	tgt --mode account --op bind --tid 1 --user "$1"
}
