# SPDX-License-Identifier: LGPL-2.1-or-later
# checkpoint - guests whose disks are written to by hand, and what their bitmaps say
#
# As with blockjob.bash the guest stands in its firmware: what is in its disks is what the test wrote,
# through QEMU as the guest would.

# guest_writes OFFSET BYTE [LENGTH] [DISK]: as the guest would.
guest_writes() {
	local bus=virtio-disk$((${4:-0}))
	[ -z "$(vm-qemu-monitor-command --hmp g "qemu-io -d /machine/peripheral/$bus/virtio-backend \"write -q -P $2 $1 ${3:-64k}\"")" ]
}
# "NODE NAME COUNT STATE" of every bitmap of the guest, by name.
bitmaps() {
	vm-qemu-monitor-command g '{"execute":"query-named-block-nodes","arguments":{"flat":true}}' |
		jq -r '.return[] | ."node-name" as $n | ."dirty-bitmaps"[]? |
			"\($n) \(.name) \(.count) \(if .inconsistent then "inconsistent" elif .recording and .persistent then "good" else "odd" end)"' | sort
}
size_of() { vm-checkpoint-dumpxml g "$1" --size --no-domain --xpath "string(//disk[@name='${2:-vda}']/@size)"; }
