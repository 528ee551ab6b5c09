#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# qemu_programs - what programs show of a real emulator; its guest is nothing but firmware

load ../helpers

setup() {
	needs qemu-system-x86_64
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=qemu:///system LC_ALL=C.UTF-8 TZ=UTC
	chmod 755 "$work"
	cd "$work" || return 1
	document web >web.xml
}

teardown() {
	vm-list --name | vm-destroy - || :
	for pid in "${started[@]}"; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	cd / && rm -rf "$work"
}

document() {
	cat <<-XML
	<domain type='qemu'>
	  <name>$1</name>
	  <memory unit='MiB'>32</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type></os>
	  <devices>
	    <serial type='pty'/>
	    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
	  </devices>
	</domain>
	XML
}

@test "the command line of a definition and of a document, also for the shell" {
	vm-define web.xml
	vm-xml-to-native qemu-argv web >plain
	[ "$(wc -l <plain)" -eq 1 ]
	[[ "$(<plain)" == *"/qemu-system-x86_64 "*"-name guest=web"* ]]
	vm-xml-to-native qemu-argv web --shell >quoted
	[ "$(wc -l <quoted)" -gt 20 ]
	eval "printf '%s ' $(<quoted)" | sed 's/ $//' >again
	diff <(tr -d '\n' <plain) again
	vm-xml-to-native qemu-argv --xml=web.xml | grep -q -- "-name guest=web"
	run vm-xml-to-native nonsense web
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
}

die() { echo "$*" >&2; return 1; }

# Rows: where in the definition, what it says, the argument that says it.
@test "each thing that is said has its arguments, libvirt's" {
	local where xml words
	while IFS='|' read -r where xml words; do
		sed "s|</$where>|$xml&|" web.xml >said.xml
		vm-xml-to-native qemu-argv --xml=said.xml --shell | eval "printf '%s\n' $(cat)" >arguments
		grep -qxF -- "${words/@DIR@/$work/root/var/qemu/domain--1-web}" arguments || die "$xml: $(<arguments)"
	done <<-'X'
	domain|<q:deprecation xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0' behavior='omit'/>|{"deprecated-output":"hide"}
	domain|<q:deprecation xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0' behavior='crash'/>|{"deprecated-output":"hide","deprecated-input":"crash"}
	domain|<features><async-teardown enabled='yes'/></features>|-async-teardown
	domain|<launchSecurity type='sev'><cbitpos>47</cbitpos><reducedPhysBits>1</reducedPhysBits><policy>0x0001</policy><dhCert>A</dhCert></launchSecurity>|{"qom-type":"sev-guest","id":"lsec0","cbitpos":47,"reduced-phys-bits":1,"policy":1,"dh-cert-file":"@DIR@/dh_cert.base64"}
	devices|<disk type='block' device='lun'><source dev='/dev/x'><reservations managed='no'><source type='unix' path='/pr.sock' mode='client'/></reservations></source><target dev='sda' bus='scsi'/></disk>|{"qom-type":"pr-manager-helper","id":"pr-helper-libvirt-1-storage","path":"/pr.sock"}
	devices|<disk type='block' device='lun'><source dev='/dev/x'><reservations managed='yes'/></source><target dev='sda' bus='scsi'/></disk>|{"driver":"host_device","filename":"/dev/x","pr-manager":"pr-helper0","node-name":"libvirt-1-storage","auto-read-only":true,"discard":"unmap"}
	devices|<disk type='network'><source protocol='rbd' name='pool/image'><host name='h' port='6321'/><encryption format='luks2' engine='librbd'><secret type='passphrase' uuid='0a81f5b2-8403-7b23-c8d6-21ccc2f80fb0'/></encryption></source><target dev='vda' bus='virtio'/></disk>|{"driver":"rbd","pool":"pool","image":"image","server":[{"host":"h","port":"6321"}],"encrypt":{"format":"luks2","key-secret":"libvirt-1-format-encryption-secret0"},"node-name":"libvirt-1-storage","auto-read-only":true,"discard":"unmap"}
	devices|<tpm model='tpm-crb'><backend type='external'><source type='unix' mode='connect' path='/tpm.sock'/></backend></tpm>|socket,id=chrtpm,path=/tpm.sock
	devices|<crypto model='virtio' type='qemu'><backend model='builtin' queues='1'/></crypto>|{"qom-type":"cryptodev-backend-builtin","id":"objcrypto0","queues":1}
	X
}

@test "a running guest: number, process, time, processor time, nothing pending" {
	vm-define web.xml
	vm-start web
	pid=$(vm-list -o PID --raw --noheadings)
	[[ "$(readlink "/proc/$pid/exe")" == */qemu-system-x86_64 ]]
	[ "$(vm-name "$pid")" = web ]
	[ "$(vm-list -o UPTIME --raw --noheadings)" -lt 60 ]
	[ "$(vm-info web -o CPU-TIME)" -gt 0 ]
	[ "$(vm-info web -o USED-MEM)" -eq $((32 << 20)) ]
	[ "$(vm-list -o PENDING --noheadings)" = no ]
	vm-desc web --config changed
	[ "$(vm-list -o PENDING --noheadings)" = yes ]
}

@test "raw commands: JSON, only the value, laid out, for people" {
	vm-create web.xml
	vm-qemu-monitor-command web '{"execute":"query-status"}' | jq -e '.return.status == "running"'
	vm-qemu-monitor-command web --return-value '{"execute":"query-status"}' | jq -e '.status == "running"'
	[ "$(vm-qemu-monitor-command web --pretty '{"execute":"query-status"}' | wc -l)" -gt 3 ]
	[ "$(vm-qemu-monitor-command web --hmp info status)" = "VM status: running" ]
	run vm-qemu-monitor-command web '{"execute"'
	[ "$status" -ne 0 ]
}

@test "a picture, keys, the log" {
	vm-create web.xml
	until_so bash -c 'vm-screenshot web web.ppm && [ "$(head -c 2 web.ppm)" = P6 ]'
	vm-screenshot web - | head -c 4 | tail -c 3 | grep -q PNG
	vm-send-key web --text='a'
	[ "$(vm-log web | grep -c ': starting ')" -eq 1 ]
	vm-log web --boot=0 | grep -q -- '-name guest=web'
}

@test "a reboot is told" {
	vm-create web.xml
	in_background bash -c 'exec vm-event --event=reboot --loop web >out'
	until_so bash -c 'vm-reset web; grep -q reboot out'
	[[ "$(head -1 out)" == "event 'reboot' for domain 'web':"* ]]
}

@test "a guest in the foreground" {
	run vm-run --timeout=1 web.xml
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$(vm-list --all --name)" = "" ]
	vm-run web.xml 3>&- &
	runner=$!
	started+=("$runner")
	until_so vm-state -q --is=running web 2>/dev/null
	pid=$(vm-info web -o PID)
	kill -KILL "$pid"
	wait "$runner"
	[ "$(vm-list --all --name)" = "" ]
	vm-run web.xml 3>&- &
	runner=$!
	started+=("$runner")
	until_so vm-state -q --is=running web 2>/dev/null
	pid=$(vm-info web -o PID)
	kill -TERM "$runner"
	status=0
	wait "$runner" || status=$?
	[ "$status" -eq 143 ]
	[ ! -e "/proc/$pid" ]
	[ -z "$(find "$VIRTUTILS_ROOT/run/qemu" -name 'web*' ! -name '*.events')" ]
}

@test "one that was killed is cleaned up, and what was removed is told" {
	vm-create web.xml
	pid=$(vm-info web -o PID)
	keeper=$(ps -o ppid= -p "$pid" | tr -d ' ')
	kill -KILL "$keeper" "$pid"
	until_so bash -c "! kill -0 $pid 2>/dev/null"
	run vm-reap -v --all
	[ "$status" -eq 0 ]
	[[ "$output" == *"removed "* ]]
	[ -z "$(find "$VIRTUTILS_ROOT/run/qemu" -name 'web*' ! -name '*.events')" ]
}

@test "what the host and the emulator offer" {
	[ "$(host-version -o HYPERVISOR)" = QEMU ]
	[ "$(host-version -o HYPERVISOR-VERSION)" = "$(qemu-system-x86_64 --version | awk 'NR == 1 { print $4 }')" ]
	[ "$(host-domcapabilities qemu --machine=q35 --xpath 'string(/domainCapabilities/domain)')" = qemu ]
	[[ "$(host-domcapabilities --virttype=qemu --machine=q35 --xpath 'string(/domainCapabilities/machine)')" == pc-q35-* ]]
	host-capabilities --xpath "//guest/arch[@name='x86_64']/machine" | grep -q 'pc-q35'
	run host-domcapabilities --machine=nonsense
	[ "$status" -ne 0 ]
	[ "${#lines[@]}" -eq 1 ]
}
