#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Starting a real guest: what it may do, what goes wrong.  needs qemu

load ../helpers
load guest
load small_guest

setup() {
	needs qemu-system-x86_64
	private_root
}
teardown() { remove_root; }

needs_root() { [ "$(id -u)" -eq 0 ] || skip 'needs root'; }

@test "in system mode the emulator is nobody in particular" {
	needs_root
	given_disk
	vm-start web
	status=/proc/$(run_file pid)/status
	uid=$(awk '/^Uid:/ { print $2 }' "$status")
	[ "$uid" -ne 0 ]
	[ "$(awk '/^Uid:/ { print $3, $4, $5 }' "$status")" = "$uid $uid $uid" ]
	[ "$(awk '/^Cap(Inh|Prm|Eff|Bnd|Amb):/ { print $2 }' "$status" | sort -u)" = 0000000000000000 ]
	grep -q '^NoNewPrivs:.1$' "$status"
	grep -q '^Seccomp:.2$' "$status"
	tr '\0' '\n' <"/proc/$(run_file pid)/environ" | grep -q '^VIRTUTILS' && false
	[ "$(vm-list -o PID --noheadings --raw)" = "$(run_file pid)" ]
}

@test "what its starter has open, is in, and is limited to stays with its starter" {
	given_disk
	local limits=(-t 1000 -f 100000 -v 4000000)
	! is_sanitized || unset 'limits[-1]' 'limits[-1]'      # AddressSanitizer's shadow is terabytes of addresses
	mkdir "$work/here"
	(cd "$work/here" && umask 077 && ulimit -S "${limits[@]}" && vm-start web) 5>"$work/secret" 6<"$work"
	find "/proc/$(run_file pid)/fd" "/proc/$(run_file keeper | cut -d' ' -f1)/fd" -printf '%l\n' >"$work/open"
	grep -q "/web.log$" "$work/open"
	run -1 grep -E "$work(/secret)?$" "$work/open"
	for pid in "$(run_file pid)" "$(run_file keeper | cut -d' ' -f1)"; do
		[ "$(readlink "/proc/$pid/cwd")" = / ]
		grep -q '^Umask:.0022$' "/proc/$pid/status"
		[ "$(grep -c '^Max \(cpu time\|file size\|address space\) *unlimited' "/proc/$pid/limits")" -eq 3 ]
	done
}

core_limit() { awk '/core file/ { print $5 }' "/proc/$(run_file pid)/limits"; }

@test "its password is no argument and in no log, and what it knows in no core file" {
	local pid hard=$(ulimit -H -c)
	small_guest web >"$work/web.xml" <<<"<graphics type='vnc' autoport='yes' passwd='geheim'/>"
	ulimit -S -c "$hard"
	vm-define "$work/web.xml"
	vm-start -vv --dry-run web >"$work/said" 2>&1
	vm-start -vv web >>"$work/said" 2>&1
	vm-xml-to-native qemu-argv web >>"$work/said"
	pid=$(run_file pid)
	grep -q 'password=on' "/proc/$pid/cmdline"
	run -1 grep -a geheim "/proc/$pid/cmdline" "/proc/$pid/environ" "$work/said"
	run -0 grep -rla geheim "$VIRTUTILS_ROOT"
	[ "$(sort <<<"$output")" = "$VIRTUTILS_ROOT/etc/qemu/web.xml"$'\n'"$VIRTUTILS_ROOT/run/qemu/web.xml" ]
	# 1: a kernel that pipes core files to a program makes none, either
	[ "$hard" = 0 ] || [ "$(core_limit)" = 1 ]
	vm-destroy web
	sed -i "s,<memory ,<memory dumpCore='on' ," "$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	[ "$(core_limit)" = "$hard" ]
}

@test "qemu.conf says who else it is" {
	needs_root
	given_disk
	printf '# whom\nuser = "root"\ngroup = "+0"\n' >"$VIRTUTILS_ROOT/etc/qemu.conf"
	vm-start web
	[ "$(awk '/^Uid:/ { print $2 }' "/proc/$(run_file pid)/status")" = 0 ]
	vm-destroy web
	echo 'user = "no-such-user"' >"$VIRTUTILS_ROOT/etc/qemu.conf"
	run vm-start web
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = "vm-start: web: there is no user 'no-such-user' to run emulators as" ]
}

@test "a label says who this one is, and which files stay as they are" {
	needs_root
	qemu-img create -q -f qcow2 "$work/disk.qcow2" 1M
	chmod 640 "$work/disk.qcow2"
	disk disk "$work/disk.qcow2" hda | small_guest web |
		sed "s,</domain>,<seclabel type='static' model='dac' relabel='yes'><label>+4321:+4322</label></seclabel>&," >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	[ "$(awk '/^[UG]id:/ { print $2, $5 }' "/proc/$(run_file pid)/status")" = $'4321 4321\n4322 4322' ]
	[ "$(stat -c %u:%g "$work/disk.qcow2")" = 4321:4322 ]
	vm-destroy web
	[ "$(stat -c %u:%g "$work/disk.qcow2")" = 0:0 ]
	sed -i "s,file='$work/disk.qcow2'/>,file='$work/disk.qcow2'><seclabel model='dac' relabel='no'/></source>," "$work/web.xml"
	vm-define "$work/web.xml"
	run vm-start web
	[ "$status" -ne 0 ]
	[[ $output == *"Permission denied"* ]]
	[ "$(stat -c %u:%g "$work/disk.qcow2")" = 0:0 ]
}

@test "images are handed over while it runs, and back when it stops" {
	needs_root
	given_disk
	cp "$work/disk.qcow2" "$work/cd.iso"
	chmod 644 "$work/cd.iso"
	{ disk disk "$work/disk.qcow2" hda; disk cdrom "$work/cd.iso" hdc '<readonly/>'; } | small_guest web >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	uid=$(awk '/^Uid:/ { print $2 }' "/proc/$(run_file pid)/status")
	[ "$(stat -c %u "$work/disk.qcow2")" = "$uid" ]
	[ "$(stat -c %u "$work/cd.iso")" = 0 ]
	vm-destroy web
	[ "$(stat -c %u:%g "$work/disk.qcow2")" = 0:0 ]
	vm-start web
	kill -KILL "$(run_file pid)"
	until_true nothing_left
	[ "$(stat -c %u:%g "$work/disk.qcow2")" = 0:0 ]
}

@test "it has a control group of its own, which goes with it" {
	needs_root
	given_disk
	vm-start web
	groups=$(grep '/qemu-[0-9-]*-web$' "/proc/$(run_file pid)/cgroup") || skip 'no control group may be made here'
	group=${groups##*/}
	group=${group%%$'\n'*}
	[ -n "$(find /sys/fs/cgroup -maxdepth 4 -name "$group")" ]
	vm-destroy web
	gone() { [ -z "$(find /sys/fs/cgroup -maxdepth 4 -name "$group")" ]; }
	until_true gone
}

@test "as a user, in a session, it runs as that user" {
	needs_root
	mkdir -m 777 "$work/home"
	export VIRTUTILS_ROOT=$work/home/root VIRTUTILS_URI=qemu:///session
	qemu-img create -q -f qcow2 "$work/home/disk.qcow2" 1M
	chown 65534 "$work/home/disk.qcow2"
	disk disk "$work/home/disk.qcow2" hda | small_guest web >"$work/web.xml"
	as_nobody vm-define "$work/web.xml"
	as_nobody vm-start web
	[ "$(awk '/^Uid:/ { print $2 }' "/proc/$(run_file pid)/status")" = 65534 ]
	[ "$(as_nobody vm-state web)" = running ]
	as_nobody vm-destroy web
	until_true nothing_left
}

@test "embedded, its files are under the root that was named" {
	given_disk
	unset VIRTUTILS_ROOT
	uri="qemu:///embed?root=$work/embedded"
	vm-define -c "$uri" "$work/web.xml"
	vm-start -c "$uri" web
	[ -s "$work/embedded/run/qemu/web.pid" ]
	[ "$(vm-list -c "$uri" --name)" = web ]
	vm-destroy -c "$uri" web
	run vm-list -c qemu:///nonsense
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "a missing emulator, disk, kernel: one line that names it, the status, nothing left" {
	given_disk
	rm "$work/disk.qcow2"
	run vm-start web
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = "vm-start: web: disk 'hda': open $work/disk.qcow2: No such file or directory" ]
	[ "$(vm-state web)" = 'shut off' ]
	nothing_left

	small_guest web </dev/null | sed "s,<os>,&<kernel>$work/no-kernel</kernel>," >"$work/web.xml"
	vm-define "$work/web.xml"
	run vm-start web
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == 'vm-start: web: '*"$work/no-kernel"*'No such file or directory' ]]
	[ "${#lines[@]}" -eq 1 ]
	until_true nothing_left

	small_guest web </dev/null | sed "s,<devices>,&<emulator>$work/no-emulator</emulator>," >"$work/web.xml"
	run vm-define "$work/web.xml"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$output" = "vm-define: $work/web.xml: there is no emulator '$work/no-emulator'" ] ||
		[[ $output == *"there is no emulator '$work/no-emulator'"* ]]
}

@test "an image that is none, and one that cannot be read, are refused in QEMU's words" {
	given_disk
	echo nonsense >"$work/disk.qcow2"
	run vm-start web
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == 'vm-start: web: '*'Image is not in qcow2 format' ]]
	until_true nothing_left

	needs_root
	mkdir -m 700 "$work/locked"
	qemu-img create -q -f qcow2 "$work/locked/disk.qcow2" 1M
	disk disk "$work/locked/disk.qcow2" hda | small_guest web >"$work/web.xml"
	vm-define "$work/web.xml"
	run vm-start web
	[ "$status" -ne 0 ]
	[[ ${lines[0]} == *'Permission denied' ]]
	[[ ${lines[1]} == *'hint: user '*" lacks search permission on $work/locked (mode 0700)" ]]
	[ "$(stat -c %u "$work/locked/disk.qcow2")" = 0 ]
}

@test "a binary that is no emulator is refused" {
	small_guest web </dev/null | sed 's,<devices>,&<emulator>/bin/true</emulator>,' >"$work/web.xml"
	run vm-define "$work/web.xml"
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[[ $output == *'/bin/true is no usable emulator'* ]]
}

@test "cards that cannot be connected are refused by name" {
	mkdir -p "$VIRTUTILS_ROOT/host/sys"
	small_guest web <<<"<interface type='hostdev' managed='yes'><source><address type='pci' domain='0' bus='1' slot='0' function='1'/></source></interface>" >"$work/web.xml"
	vm-define "$work/web.xml"
	run vm-start web
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == "vm-start: web: interface 52:54:00:"*": device 'pci_0000_01_00_1': no such device" ]]
	nothing_left
}

# No kernel of the tests has such a target: in the /dev of this test another device has its name, and the
# emulator, which got that one's descriptor, says that it is none.
@test "a target of the kernel's is a SCSI controller whose descriptor is opened for the emulator" {
	for row in ' vhost-scsi-pci' 'model="virtio-non-transitional" vhost-scsi-pci-non-transitional'; do
		small_guest web <<<"<hostdev mode='subsystem' type='scsi_host' ${row% *}><source protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>" >"$work/web.xml"
		vm-define "$work/web.xml"
		vm-start --dry-run web >"$work/said"
		grep -F "{\"driver\":\"${row#* }\",\"wwpn\":\"naa.5123456789abcde0\",\"vhostfd\":\"-1\",\"id\":\"hostdev0\"," "$work/said"
	done
	needs_root
	mkdir "$work/dev"
	with_dev() {
		run unshare -m bash -e -c 'mount -t tmpfs dev "$1" && cd "$1"
			cp -a /dev/{null,zero,full,random,urandom,tty} . && mkdir pts shm && mount --bind /dev/pts pts && ln -s pts/ptmx ptmx
			eval "$2" && mount --rbind . /dev && vm-start web' - "$work/dev" "$1"
		[ "$status" -ne 0 ]
	}
	with_dev :
	[ "$output" = "vm-start: web: hostdev 'naa.5123456789abcde0': open /dev/vhost-scsi: No such file or directory" ]
	with_dev 'mknod -m 666 vhost-scsi c 1 3'
	[[ $output == *'"vhostfd":"'[0-9]*vhost_set_owner* ]]
	nothing_left
}

# ETHTOOL_GCOALESCE: the third number is how many received frames are gathered.
gathered() {
	python3 - "$1" <<-'P'
	import array, fcntl, socket, struct, sys
	numbers = array.array("I", [0xe] + [0] * 22)
	fcntl.ioctl(socket.socket(), 0x8946, struct.pack("16sP16x", sys.argv[1].encode(), numbers.buffer_info()[0]))
	print(numbers[2])
	P
}

@test "a bridge gets a tap of the guest's, for as long as it runs" {
	needs_root
	needs ip
	small_guest web <<<"<interface type='bridge'><source bridge='vtbr0'/><mac address='52:54:00:01:02:03'/><port isolated='yes'/><coalesce><rx><frames max='7'/></rx></coalesce></interface>" >"$work/web.xml"
	vm-define "$work/web.xml"
	# In a network of its own, so that no bridge of the host is touched.
	export -f gathered
	unshare -n bash -e <<-'S'
		ip link add vtbr0 type bridge
		vm-start web
		tap=$(vm-dumpxml web --xpath 'string(//interface/target/@dev)')
		[ "$tap" = vnet0 ]
		ip -o link show master vtbr0 | grep -q ' vnet0: .*UP.*fe:54:00:01:02:03'
		bridge -d link show dev vnet0 | grep -q ' isolated on '
		[ "$(gathered vnet0)" = 7 ]
		vm-destroy web
		if ip link show vnet0 2>/dev/null; then exit 1; fi
	S
	run unshare -n vm-start web
	[ "$status" -eq "$FAULT_FAILED" ]
	[ "$output" = "vm-start: web: there is no bridge 'vtbr0'" ]
	until_true nothing_left
}

@test "UEFI variables are made from their template, kept, and made anew when asked" {
	[ -e /usr/share/OVMF/OVMF_CODE_4M.fd ] || needs ovmf
	small_guest web </dev/null | sed "s,machine='pc',machine='q35',; s,</os>,<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader><nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/>&<features><acpi/></features>," >"$work/web.xml"
	vm-define "$work/web.xml"
	nvram=$VIRTUTILS_ROOT/var/qemu/nvram/web_VARS.fd
	vm-start web
	cmp -n 64 "$nvram" /usr/share/OVMF/OVMF_VARS_4M.fd
	[ "$(stat -c %a "$nvram")" = 600 ]
	vm-destroy web
	printf 'kept' | dd of="$nvram" conv=notrunc 2>/dev/null
	vm-start --paused web
	[ "$(head -c 4 "$nvram")" = kept ]
	vm-destroy web
	vm-start --paused --reset-nvram web
	cmp -n 64 "$nvram" /usr/share/OVMF/OVMF_VARS_4M.fd
	vm-destroy web
	run vm-undefine web
	[ "$status" -eq "$FAULT_STATE" ]
	vm-undefine --nvram web
	[ ! -e "$nvram" ]
}

@test "UEFI variables go along with a new name, and not over those that were kept of another guest" {
	local where=$VIRTUTILS_ROOT/var/qemu/nvram
	mkdir -p "$where"
	small_guest web </dev/null | sed "s,machine='pc',machine='q35',; s,</os>,<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader><nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/>&<features><acpi/></features>," | vm-define -
	nvram_of() { vm-dumpxml "$1" --xpath 'string(//nvram)'; }
	echo webs >"$where/web_VARS.fd"
	vm-rename web shop
	[[ $(nvram_of shop) == "$where/shop_VARS.fd" && $(<"$where/shop_VARS.fd") == webs && ! -e $where/web_VARS.fd ]]
	echo kept >"$where/db_VARS.fd"
	vm-rename shop db
	[[ $(nvram_of db) == "$where/shop_VARS.fd" && $(<"$where/shop_VARS.fd") == webs && $(<"$where/db_VARS.fd") == kept ]]
}

@test "an emulated TPM comes and goes with its guest, and keeps its state" {
	needs swtpm
	small_guest web <<<"<tpm model='tpm-tis'><backend type='emulator' version='2.0'/></tpm>" >"$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	tpm=$(run_file tpm-pid)
	[ "$(cat "/proc/$tpm/comm")" = swtpm ]
	[ "$(id -u)" -ne 0 ] || [ "$(stat -c %u "/proc/$tpm")" -ne 0 ]
	state=$(echo "$VIRTUTILS_ROOT"/var/qemu/swtpm/*/tpm2-00.permall)
	[ -s "$state" ]
	vm-destroy web
	until_true nothing_left
	until_true has_ended "$tpm"
	vm-start web
	vm-destroy web
	vm-undefine web
	[ ! -e "$state" ]
}

@test "the state of a TPM is encrypted with a secret that is in no argument, and its registers are chosen" {
	needs swtpm
	local secret=6fd3f62d-9fe7-4a4e-a869-7acd6376d8ea tpm
	secret-define /dev/stdin <<<"<secret private='yes'><uuid>$secret</uuid><usage type='vtpm'><name>t</name></usage></secret>"
	secret-set-value --plain --file=<(printf geheim) "$secret"
	small_guest web >"$work/web.xml" <<-X
		<tpm model='tpm-crb'><backend type='emulator' version='2.0' debug='1'>
		<encryption secret='$secret'/><active_pcr_banks><sha256/><sha512/></active_pcr_banks></backend></tpm>
	X
	vm-define "$work/web.xml"
	vm-start web
	tpm=$(tr '\0' ' ' <"/proc/$(run_file tpm-pid)/cmdline")
	[[ $tpm == *" --key pwdfile=/proc/self/fd/"*",mode=aes-256-cbc --migration-key "* ]]
	[[ $tpm == *" --log fd=1,level=1 "* && $tpm != *geheim* ]]
	holds_no geheim "$(run_file tpm-pid)"
	run ! grep -rqa -e geheim -e Z2VoZWlt "$VIRTUTILS_ROOT"/{run,log,var}
	[ "$(awk '/core file/ { print $5 }' "/proc/$(run_file tpm-pid)/limits")" -le 1 ]
	vm-destroy web
	until_true nothing_left
	sed -i 's,<sha512/>,,' "$work/web.xml"
	vm-define "$work/web.xml"
	vm-start web
	vm-destroy web
	until_true nothing_left
	sed -i '/encryption/d; s,debug=.1.>,/></tpm>,' "$work/web.xml"
	vm-define "$work/web.xml" 2>/dev/null
	run vm-start web
	[ "$status" -ne 0 ]
}

@test "two starts at once: one starts it, the other says that it runs" {
	given_disk
	vm-start web 2>"$work/one" & first=$!
	vm-start web 2>"$work/two" & second=$!
	s1=0; wait "$first" || s1=$?
	s2=0; wait "$second" || s2=$?
	[ $((s1 + s2)) -eq "$FAULT_STATE" ]
	grep -hqx 'vm-start: web: already running' "$work/one" "$work/two"
	[ "$(vm-state web)" = running ]
}

@test "of firmware variables, and the state of a TPM, that were not made no half stays" {
	needs swtpm_setup
	small_guest web <<<"<tpm model='tpm-tis'><backend type='emulator' version='2.0'/></tpm>" |
		sed "s,machine='pc',machine='q35',; s,</os>,<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader><nvram template='$work/template'/>&<features><acpi/></features>," >"$work/web.xml"
	vm-define "$work/web.xml"
	halves() { find "$VIRTUTILS_ROOT/var/qemu" -name '*.new'; }

	run vm-start web
	[[ $status -ne 0 && $output == *"$work/template"*'No such file or directory' ]]
	[ -z "$(halves)" ]
	sed "s,<nvram.*</os>,<nvram>/proc/version/x.fd</nvram></os>," "$work/web.xml" >"$work/nowhere.xml"
	vm-define "$work/nowhere.xml"
	run vm-start web
	[ "$status" -ne 0 ]
	until_true nothing_left
	vm-define "$work/web.xml"

	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$work/template"
	mkdir "$work/bin"
	printf '#!/bin/sh\n: >>%q\nread word <%q\n' "$work/begun" "$work/go" >"$work/bin/swtpm_setup"
	chmod +x "$work/bin/swtpm_setup"
	mkfifo "$work/go"
	exec 7<>"$work/go"
	PATH=$work/bin:$PATH in_background vm-start web
	until_true test -e "$work/begun"
	[ -n "$(halves)" ]
	kill -9 "$!"
	vm-reap -q --all
	[ -z "$(halves)" ]
	exec 7>&-
}
