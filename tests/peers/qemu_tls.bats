#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# TLS of what the emulator serves and of what it connects to; cookies for web servers.  needs qemu openssl

load ../helpers
load guest
load small_guest
load certificates

setup_file() {
	load certificates
	pki=$BATS_FILE_TMPDIR/pki
	chmod 711 "$BATS_FILE_TMPDIR" "$BATS_RUN_TMPDIR"
	certificates "$pki"
	export pki
}
setup() {
	needs qemu-system-x86_64
	private_root
	cd "$work"
	mkdir -p "$VIRTUTILS_ROOT/etc"
	echo "default_tls_x509_cert_dir = '$pki'" >"$VIRTUTILS_ROOT/etc/qemu.conf"
	port=$((20000 + RANDOM % 20000))
}
teardown() {
	[ -z "${server-}" ] || kill "$server" 2>/dev/null || :
	cat client 2>/dev/null || :
	remove_root
}
also_say() { printf '%s\n' "$@" >>"$VIRTUTILS_ROOT/etc/qemu.conf"; }

# Who shows the authority's certificate there.
greets() {              # PORT [OPTION...]
	timeout 10 openssl s_client -connect "127.0.0.1:$1" -CAfile "$pki/ca-cert.pem" "${@:2}" -verify_return_error -brief </dev/null 2>&1 |
		grep 'Verification: OK'
}
# The other end of a character device, as the emulator has it.
far_end() { vm-qemu-monitor-command web '{"execute":"query-chardev"}' | jq -r --arg c "$1" '.return[] | select(.label == $c).filename'; }
somebody_is_at() { [[ $(far_end "$1") == tcp:*' <-> '* ]]; }
nobody_is_at() { [[ $(far_end "$1") == disconnected:* ]]; }
# A client stays there, with these options.
given_client() {        # [OPTION...]
	openssl s_client -connect "127.0.0.1:$port" -CAfile "$pki/ca-cert.pem" "$@" -quiet <> <(:) >client 2>&1 &
	server=$!
}

given_serial() {        # ATTRIBUTES of its source
	small_guest web <<<"<serial type='tcp'><source mode='bind' host='127.0.0.1' service='$port' $1/><protocol type='raw'/></serial>" >web.xml
	vm-define web.xml
	vm-start --paused web
}

@test "a serial port is served with TLS, to clients that have a certificate" {
	given_serial "tls='yes'"
	given_client -cert "$pki/client-cert.pem" -key "$pki/client-key.pem"
	until_so somebody_is_at charserial0
	kill "$server"
	until_so nobody_is_at charserial0
	given_client
	until_so has_ended "$server"
	nobody_is_at charserial0
}

@test "chardev_tls is for those that do not say; the certificates have a directory of their own" {
	also_say 'chardev_tls = 1' "chardev_tls_x509_cert_dir = '$pki'" 'chardev_tls_x509_verify = 0' "default_tls_x509_cert_dir = '/none'"
	given_serial ""
	given_client
	until_so somebody_is_at charserial0
	vm-destroy web
	vm-undefine web
	given_serial "tls='no'"
	exec 8<>"/dev/tcp/127.0.0.1/$port"
	until_so somebody_is_at charserial0
	exec 8>&-
}

@test "certificates that are not there: one line, and no guest" {
	also_say "chardev_tls_x509_cert_dir = '$work/none'"
	run given_serial "tls='yes'"
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == "vm-start: web: "*"$work/none"* ]]
	nothing_left
}

@test "a channel with TLS is plugged" {
	small_guest web <<<"<controller type='virtio-serial'/>" | vm-define -
	vm-start --paused web
	echo "<channel type='tcp'><source mode='bind' host='127.0.0.1' service='$port' tls='yes'/><target type='virtio' name='org.x'/></channel>" >channel.xml
	vm-attach-device web channel.xml --live
	given_client -cert "$pki/client-cert.pem" -key "$pki/client-key.pem"
	until_so somebody_is_at charchannel0
	kill "$server"
}

# The server's own qemu-nbd asks for certificates.
given_nbd() {
	qemu-img create -q -f raw export.img 1M
	qemu-io -f raw -c 'write -P 0x5a 0 64k' export.img >/dev/null
	qemu-nbd -t -f raw -b 127.0.0.1 -p "$port" -x disk -e 4 --tls-creds t \
		--object "tls-creds-x509,id=t,dir=$pki,endpoint=server,verify-peer=on" export.img &
	server=$!
	until_so listens
}
listens() { ss -Hltn "sport = $port" | grep -q .; }
nbd_disk() {            # ATTRIBUTES, TARGET
	printf "<disk type='network' device='disk'><driver name='qemu' type='raw'/>"
	printf "<source protocol='nbd' name='disk' %s><host name='127.0.0.1' port='%s'/></source>" "$1" "$port"
	printf "<target dev='%s' bus='scsi'/></disk>" "$2"
}
# The monitor's own answer to this goes to the emulator's log.
has_pattern() {         # DEVICE
	local log=$VIRTUTILS_ROOT/log/qemu/web.log
	vm-qemu-monitor-command --hmp web "qemu-io -d $1 \"read -P 0x5a 0 64k\""
	tail -n 2 "$log" | grep 'read 65536/65536'
	run ! grep 'Pattern verification failed' "$log"
}

@test "an image on an NBD server by TLS: at the start, plugged, and without certificates" {
	given_nbd
	{ nbd_disk "tls='yes'" sda; echo "<controller type='scsi' model='virtio-scsi'/>"; } | small_guest web | vm-define -
	vm-start --paused web
	has_pattern scsi0-0-0-0
	nbd_disk "tls='yes'" sdb >disk.xml
	vm-attach-device web disk.xml --live
	has_pattern scsi0-0-0-1
	nbd_disk "tls='no'" sdc >disk.xml
	run vm-attach-device web disk.xml --live
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
	vm-destroy web
	also_say "nbd_tls_x509_cert_dir = '$work'"
	run vm-start --paused web
	[ "$status" -ne 0 ]
	nothing_left
}

@test "nbd_tls is for those that do not say" {
	given_nbd
	also_say 'nbd_tls = 1'
	{ nbd_disk '' sda; echo "<controller type='scsi' model='virtio-scsi'/>"; } | small_guest web | vm-define -
	vm-start --paused web
	has_pattern scsi0-0-0-0
}

@test "a server that comes back within the delay has not been missed" {
	given_nbd
	{ nbd_disk "tls='yes'" sda | sed 's,</source>,<reconnect delay="60"/>&,'; echo "<controller type='scsi' model='virtio-scsi'/>"; } |
		small_guest web | vm-define -
	vm-start --paused web
	has_pattern scsi0-0-0-0
	kill "$server"
	wait "$server" || true
	vm-qemu-monitor-command --hmp web 'qemu-io -d scsi0-0-0-0 "aio_read -P 0x5a 0 64k"'
	given_nbd
	until_so answered
	has_pattern scsi0-0-0-0
}
answered() { [ "$(grep -c 'read 65536/65536' "$VIRTUTILS_ROOT/log/qemu/web.log")" -ge 2 ]; }

@test "a display is served with TLS: spice by its own port, vnc by what it offers" {
	local kinds
	small_guest web <<<"<graphics type='spice' port='$((port + 1))' tlsPort='$port' listen='127.0.0.1' defaultMode='secure'/>" | vm-define -
	run vm-start --paused web
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vm-start: web: graphics 'spice': a tlsPort needs spice_tls = 1 in qemu.conf" ]
	also_say 'spice_tls = 1' "spice_tls_x509_cert_dir = '$pki'"
	vm-start --paused web
	greets "$port"
	vm-destroy web
	vm-undefine web
	also_say 'vnc_tls = 1' "vnc_tls_x509_cert_dir = '$pki'"
	small_guest web <<<"<graphics type='vnc' port='$((5900 + port % 1000))' listen='127.0.0.1'/>" | vm-define -
	vm-start --paused web
	# RFB: its version, ours, then how many kinds of security, and which: 19 is VeNCrypt.
	exec 8<>"/dev/tcp/127.0.0.1/$((5900 + port % 1000))"
	read -rt 10 version <&8
	[ "$version" = "RFB 003.008" ]
	echo "$version" >&8
	kinds=$(timeout 10 head -c 2 <&8 | od -An -tu1)
	exec 8>&-
	[ "$(echo $kinds)" = "1 19" ]
}

@test "a channel of spice that is to be secure needs a port that is" {
	small_guest web <<-X | vm-define -
	<graphics type='spice' port='$port' listen='127.0.0.1' autoport='no'><channel name='main' mode='secure'/></graphics>
	X
	run vm-start --paused web
	[ "$status" -eq "$FAULT_XML" ]
	[[ $output == *"channel 'main' is to be secure, but there is no tlsPort" ]]
}

@test "a web server gets its cookies, which nobody sees" {
	local pid
	head -c 64k /dev/zero | tr '\0' Z >page.img
	exec 8< <(exec "$BATS_TEST_DIRNAME/http_server" page.img 'a=one; b=two-words')
	server=$!
	read -rt 10 port <&8
	http() {
		printf "<disk type='network' device='cdrom'><driver name='qemu' type='raw'/><source protocol='http' name='page.img'>"
		printf "<host name='127.0.0.1' port='%s'/><cookies><cookie name='a'>one</cookie>" "$port"
		printf "<cookie name='b'>%s</cookie></cookies></source><target dev='%s' bus='scsi'/><readonly/></disk>" "$@"
	}
	{ http two-words sda; echo "<controller type='scsi' model='virtio-scsi'/>"; } | small_guest web | vm-define -
	vm-start --paused web
	has_pattern scsi0-0-0-0
	pid=$(run_file pid)
	run ! grep -qa two-words /proc/"$pid"/cmdline /proc/"$pid"/environ
	run ! grep -rqa two-words "$VIRTUTILS_ROOT/log"
	http two-words sdb >disk.xml
	vm-attach-device web disk.xml --live
	has_pattern scsi0-0-0-1
	http wrong sdc >disk.xml
	run vm-attach-device web disk.xml --live
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
}
