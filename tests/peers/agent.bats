#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# agent - what QEMU's own agent in a guest is asked, and what it tells.  needs qemu

load machine

mac=52:54:00:00:00:07

# Busybox, the agent with its libraries, and a card with addresses of both sorts.
make_agent_guest() {
	local root=$1/root version

	version=$(ls /boot/vmlinuz-* | sort -V | tail -n 1)
	mkdir -p "$root"/{bin,modules,proc,sys,dev,run,tmp,etc}
	: >"$root/modules/order"
	cp "$(command -v busybox)" "$root/bin/busybox"
	put_in "$root" "$(command -v qemu-ga || echo /usr/sbin/qemu-ga)"
	put_modules "$root" "${version##*/vmlinuz-}" virtio_pci virtio_console virtio_net
	init_begins >"$root/init"
	cat >>"$root/init" <<-'INIT'
	hostname inside
	ip link set lo up
	echo 0 >/proc/sys/net/ipv6/conf/eth0/accept_ra
	ip link set eth0 up
	ip addr add 192.0.2.7/24 dev eth0
	ip addr add 198.51.100.7/28 dev eth0
	ip addr add fd00:77::7/64 dev eth0
	until port=$(grep -lx org.qemu.guest_agent.0 /sys/class/virtio-ports/*/name); do usleep 50000; done
	port=${port%/name}
	exec qemu-ga -m virtio-serial -p "/dev/${port##*/}" -t /tmp
	INIT
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet) >"$1/initrd"
	rm -rf "$root"
}

setup() {
	needs_machine
	[ -x /usr/sbin/qemu-ga ] || needs qemu-ga
	private_root
	make_agent_guest "$work"
	cat <<-X >"$work/web.xml"
	<domain type='qemu'><name>web</name><memory unit='MiB'>128</memory>
	<os><type arch='x86_64' machine='pc'>hvm</type><kernel>$(make_guest_once)/kernel</kernel><initrd>$work/initrd</initrd>
	<cmdline>console=ttyS0 quiet no_timer_check panic=-1</cmdline></os><features><acpi/></features>
	<devices><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
	<interface type='user'><mac address='$mac'/><model type='virtio'/></interface><serial type='null'/></devices></domain>
	X
}
teardown() { remove_root; }

addresses() { vm-ifaddr web --source=agent --noheadings --raw "$@"; }

@test "addresses that the agent knows, as the guest calls its cards" {
	vm-define "$work/web.xml"
	vm-start web --wait=agent --timeout=60
	addresses --interface=lo
	# Loopback, which is up first, is not what anybody waits for.
	[[ $(vm-ifaddr web --source=any --wait --timeout=60 -o ADDRESS --noheadings | head -n 1) == 192.0.2.7/24* ]]
	until_true eval 'addresses | grep -q fd00:77::7/64'
	[ "$(addresses --interface=lo -o NAME,PROTOCOL,ADDRESS)" = $'lo ipv4 127.0.0.1/8\nlo ipv6 ::1/128' ]
	diff - <(addresses --interface=eth0 | grep -v fe80) <<-X
	eth0 $mac ipv4 192.0.2.7/24
	eth0 $mac ipv4 198.51.100.7/28
	eth0 $mac ipv6 fd00:77::7/64
	X
	# As virsh has it, what the line above says already is left out.
	[ "$(vm-ifaddr web --source=agent --interface="${mac^^}" --noheadings | sed -n '2s/  */ /gp')" = "- - ipv4 198.51.100.7/28" ]
	[ "$(vm-ifaddr web --source=agent --interface=eth0 --full --noheadings | sed -n '2s/  */ /gp')" = "eth0 $mac ipv4 198.51.100.7/28" ]
	vm-ifaddr web --source=agent --json | jq -e '[.[] | select(.name == "eth0" and .mac == "'$mac'")] | length >= 3'
	[ -z "$(vm-ifaddr web --source=any --noheadings | grep -E '127|fe80|::1/')" ]
}

@test "a start returns when the guest has an address, or fails when it goes away before" {
	vm-create "$work/web.xml" --wait=ip --timeout=60
	[[ $(vm-ifaddr web --source=any --wait --timeout=60 -o ADDRESS --noheadings | head -n 1) == 192.0.2.7/24* ]]
	vm-destroy web
	sed '/<channel/s/<channel.*channel>//' "$work/web.xml" >"$work/mute.xml"
	run vm-create "$work/mute.xml" --wait=agent
	[ "$status" -eq "$FAULT_OPTION" ]
	[[ $output == *"there is no guest agent channel"* ]]
	vm-destroy web
	vm-define "$work/web.xml"
	in_background vm-start web --wait=agent
	until_true eval '[ "$(vm-state web 2>/dev/null)" = running ]'
	vm-destroy web
	wait "$!" && false
	[ "$?" -eq "$FAULT_STATE" ]
}
