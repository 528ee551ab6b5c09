#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# network_user - cards whose frames go through the host's own sockets, by passt

load network
load guest
load machine
setup() {
	needs_network
	needs passt
	needs_machine
	private_root
	networked_initrd
}
teardown() { rm -rf "$work"; }

# make-guest's initrd with one on top: a guest that asks for an address, tells the host's listener
# who it is, and answers whoever connects.
networked_initrd() {
	local top=$work/top version made

	made=$(make_guest_once)
	version=$(ls /boot/vmlinuz-* | sort -V | tail -n 1)
	mkdir -p "$top/modules"
	put_modules "$top" "${version##*/vmlinuz-}" virtio_pci virtio_net
	init_begins >"$top/init"
	cat >>"$top/init" <<-'I'
	until ip link set eth0 up 2>/dev/null; do sleep 0.1; done
	udhcpc -f -q -i eth0 -s /lease
	nc -ll -p 80 -e echo "this is the guest" &
	. /address
	until echo "I am $ip" | nc -w 3 "$router" 7000; do sleep 0.2; done
	echo HEARD
	while :; do sleep 100; done
	I
	cat >"$top/lease" <<-'L'
	#!/bin/busybox sh
	[ "$1" = bound ] || exit 0
	ip addr add "$ip/$mask" dev "$interface"
	ip route add default via "$router"
	echo "ip=$ip router=$router" >/address
	L
	chmod +x "$top/init" "$top/lease"
	{ cat "$made/initrd"; (cd "$top" && find . | cpio -o -H newc --quiet | gzip -1n); } >"$work/initrd"
	export kernel=$made/kernel initrd=$work/initrd
}

# What a host with one way out is to passt; guest NAME [CARD...]: a definition.
lab='
	ip link add up0 type veth peer name up1
	ip addr add 192.0.2.1/24 dev up0
	ip link set up0 up
	ip link set up1 up
	ip route add default via 192.0.2.254
	cp "$initrd" "$work/initrd"
	guest() {
		local name=$1
		shift
		printf "<domain type=\"qemu\"><name>%s</name><memory unit=\"MiB\">128</memory>" "$name"
		printf "<os><type arch=\"x86_64\" machine=\"pc\">hvm</type><kernel>%s</kernel><initrd>%s</initrd>" "$kernel" "$work/initrd"
		printf "<cmdline>console=ttyS0 quiet no_timer_check</cmdline></os><features><acpi/></features><devices>%s" "$*"
		printf "<serial type=\"pty\"><log file=\"%s/%s.console\"/></serial></devices></domain>" "$work" "$name"
	}
	card() { printf "<interface type=\"user\"><mac address=\"52:54:00:00:00:%s\"/>%s<model type=\"virtio\"/><backend type=\"passt\"/></interface>" "$@"; }
	passts() { pgrep -x "passt[.a-z0-9]*" || :; }
	none() { [ -z "$(passts)" ]; }'

@test "a guest reaches a listener of the host and is reached at a forwarded port; passt goes with it" {
	lab=$lab inside <<-'S'
	eval "$lab"
	guest web "$(card 01 "<portForward proto='tcp' address='127.0.0.1'><range start='8080' to='80'/></portForward>")" | vm-define -
	busybox nc -l -p 7000 >"$work/told" &
	vm-start web
	pid=$(cat "$VIRTUTILS_ROOT/run/qemu/web.net0-pid")
	[ "$(passts)" = "$pid" ]
	tr '\0' ' ' <"/proc/$pid/cmdline" | grep -- '--one-off --mac-addr 52:54:00:00:00:01 --tcp-ports 127.0.0.1/8080:80 '
	patience=900    # it boots
	until_so grep -qs 'I am 192.0.2.1' "$work/told"
	answers() { [ "$(busybox nc -w 2 127.0.0.1 8080 </dev/null)" = "this is the guest" ]; }
	until_so answers
	vm-destroy web
	until_so none
	[ ! -e "$VIRTUTILS_ROOT/run/qemu/web.net0" ] && [ ! -e "$VIRTUTILS_ROOT/run/qemu/web.net0-pid" ]
	S
}

@test "cards come while the guest runs; passt that hangs is ended with a guest that was killed" {
	lab=$lab inside <<-'S'
	eval "$lab"
	guest web "$(card 01 "<ip address='192.0.2.7' family='ipv4' prefix='24'/><route gateway='192.0.2.1'/><mtu size='1400'/>")" | vm-define -
	vm-start --paused --publish=8080:80,8022:22 web
	tr '\0' ' ' <"/proc/$(passts)/cmdline" |
		grep -- '--mtu 1400 --address 192.0.2.7 --netmask 24 --gateway 192.0.2.1 --tcp-ports 8080:80,8022:22 '
	vm-attach-interface web user --publish=9090:90 --mac=52:54:00:00:00:02 --model=virtio --live 2>&1 | no grep .
	[ "$(passts | wc -l)" -eq 2 ]
	# Both are where the emulator is.
	emulator=$(cat "$VIRTUTILS_ROOT/run/qemu/web.pid")
	for pid in $(passts); do diff "/proc/$emulator/cgroup" "/proc/$pid/cgroup"; done
	vm-qemu-monitor-command web --hmp 'info network' | grep hostnet1
	run=$(vm-attach-interface web user --publish=9090:91 --live 2>&1) && die "a port was forwarded twice"
	[[ $run == *"/usr/bin/passt does not begin to serve: "* ]] || die "$run"
	[ "$(vm-iflist web --noheadings | wc -l)" -eq 2 ]
	run=$(vm-dumpxml web --xpath="//interface[mac/@address='52:54:00:00:00:02']" | sed s/9090/9091/ | vm-update-device web - --live 2>&1) &&
		die "another port was forwarded"
	[[ $run == *"its passt cannot change while the guest runs" ]] || die "$run"
	other() { printf '<interface type="%s"><mac address="52:54:00:00:00:04"/>%s<model type="virtio"/></interface>' "$@"; }
	other user "" | vm-attach-device web - --live
	run=$(other mcast '<source address="230.0.0.1" port="5558"/>' | vm-update-device web - --live 2>&1) && die "it is another sort of card now"
	[[ $run == *"what it is connected to cannot change while the guest runs" ]] || die "$run"
	for pid in $(passts); do kill -STOP "$pid"; done
	for file in keeper pid; do kill -KILL "$(cat "$VIRTUTILS_ROOT/run/qemu/web.$file")"; done
	# A process that is killed takes a moment to go.
	reaped() { vm-reap web >/dev/null; none; }
	until_so reaped
	[ -z "$(ls "$VIRTUTILS_ROOT/run/qemu" | grep -F web.net)" ]
	# What was published was so for that run only.
	no grep -q portForward "$VIRTUTILS_ROOT/etc/qemu/web.xml"
	S
}

@test "a guest does not start without its passt, and nothing is left" {
	lab=$lab inside <<-'S'
	eval "$lab"
	guest web "$(card 01 "<source dev='nowhere'/>")" | vm-define -
	run=$(vm-start web 2>&1) && die started
	[[ $run == "vm-start: web: interface 52:54:00:00:00:01: /usr/bin/passt does not begin to serve: "*nowhere* ]] || die "$run"
	none
	[ -z "$(ls "$VIRTUTILS_ROOT/run/qemu" | grep -F web.net)" ]
	for bad in "proto='icmp'" "proto='tcp' address='nowhere'" "proto='tcp' dev='a/b'"; do
		run=$(guest bad "$(card 03 "<portForward $bad><range start='1'/></portForward>")" | vm-define - 2>&1) && die "taken: $bad"
	done
	for bad in "start='0'" "start='5' end='4'" "start='65536'" "start='1' to='65536'" "start='1' exclude='yes' to='5'" "start='2' end='9' to='65530'"; do
		run=$(guest bad "$(card 03 "<portForward proto='tcp'><range $bad/></portForward>")" | vm-define - 2>&1) && die "taken: $bad"
		[[ $run == *portForward* || $run == *"of 'range'"* ]] || die "$run"
	done
	run=$(guest bad "<interface type='user'><portForward proto='tcp'/></interface>" | vm-define - 2>&1) && die "taken without passt"
	[[ $run == *"backend 'passt'" ]] || die "$run"
	S
}

# No kernel of the tests has a vDPA device; that this one is none is what the emulator says of it.
@test "a vDPA device is opened for the emulator, which asks it what it can" {
	lab=$lab inside <<-'S'
	eval "$lab"
	vdpa() { guest web "<interface type='vdpa'><mac address='52:54:00:00:00:01'/><source dev='$1'/></interface>" | vm-define -; }
	vdpa /dev/null
	vm-start --dry-run web | grep -F '"type":"vhost-vdpa","vhostdev":"/dev/null"'
	run=$(vm-start web 2>&1) && die started
	[[ $run == *"vDPA device"* ]] || die "$run"
	grep -F '"type":"vhost-vdpa","vhostfd":"' "$VIRTUTILS_ROOT/log/qemu/web.log"
	vdpa "$work/nowhere"
	run=$(vm-start web 2>&1) && die started
	[[ $run == "vm-start: web: interface 52:54:00:00:00:01: open $work/nowhere: No such file or directory" ]] || die "$run"
	S
}
