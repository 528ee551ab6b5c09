#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# driver-test.bats - the simulated hypervisor

load helpers

setup() {
	work=$(mktemp -d)
	export VIRTUTILS_ROOT=$work/root VIRTUTILS_URI=test:///default LC_ALL=C.UTF-8 TZ=UTC
	cd "$work" || return 1
}

test_namespace="xmlns:test='http://libvirt.org/schemas/domain/test/1.0'"

# node LINE...: a document of libvirt's test driver.
node() {
	printf '<node %s>\n' "$test_namespace"
	printf '  %s\n' "$@"
	printf '</node>\n'
}

guest() {
	printf "<domain type='test'><name>%s</name><memory>65536</memory><os><type>hvm</type></os>%s</domain>" \
		"$1" "${2:-}"
}

@test "test:///default has libvirt's familiar guest, running, number 1" {
	run -0 vm-list --raw --noheadings
	[ "$output" = "1 test running" ]
	run -0 vm-uuid test
	[ "$output" = 6695eb01-f6a4-8304-79aa-97f2502e193f ]
}

@test "its definition is what libvirt's test driver prints" {
	vm-dumpxml test >ours.xml
	cat >libvirt.xml <<-'XML'
	<domain type='test' id='1'>
	  <name>test</name>
	  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
	  <memory unit='KiB'>8388608</memory>
	  <currentMemory unit='KiB'>2097152</currentMemory>
	  <vcpu placement='static'>2</vcpu>
	  <os>
	    <type arch='i686'>hvm</type>
	    <boot dev='hd'/>
	  </os>
	  <clock offset='utc'/>
	  <on_poweroff>destroy</on_poweroff>
	  <on_reboot>restart</on_reboot>
	  <on_crash>destroy</on_crash>
	  <devices>
	    <disk type='file' device='disk'>
	      <source file='/guest/diskimage1'/>
	      <target dev='vda' bus='virtio'/>
	      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
	    </disk>
	    <interface type='network'>
	      <mac address='aa:bb:cc:dd:ee:ff'/>
	      <source network='default'/>
	      <target dev='testnet0'/>
	      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
	    </interface>
	    <memballoon model='virtio'>
	      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
	    </memballoon>
	  </devices>
	</domain>
	XML
	diff libvirt.xml ours.xml
}

@test "the familiar guest does not come back once it is undefined" {
	vm-destroy test
	vm-undefine test
	run -0 vm-list --all --name
	[ -z "$output" ]
}

@test "what is done is remembered from call to call" {
	vm-suspend test
	run -0 vm-state --reason test
	[ "$output" = "paused (user)" ]
	vm-resume test
	vm-shutdown test
	run -0 vm-state --reason test
	[ "$output" = "shut off (shutdown)" ]
}

@test "losing /run is a reboot" {
	vm-list
	rm -r "$VIRTUTILS_ROOT/run"
	run -0 vm-list --all --raw --noheadings
	[ "$output" = '- test shut\x20off' ]
	vm-start test
	run -0 vm-id test
	[ "$output" = 1 ]
}

@test "several programs at once make the familiar guest once" {
	local i pids=()
	for i in 1 2 3 4 5 6; do
		vm-list --all --name >"out.$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	[ "$(sort -u out.*)" = test ]
	[ "$(grep -c '"detail":"started"' "$VIRTUTILS_ROOT/run/test/test.events")" -eq 1 ]
}

@test "a guest does as its definition says when it powers off or reboots" {
	guest again '<on_poweroff>restart</on_poweroff><on_reboot>destroy</on_reboot>' | vm-define -
	vm-start again
	vm-shutdown again
	run -0 vm-state again
	[ "$output" = running ]
	vm-reboot again
	run -0 vm-state again
	[ "$output" = "shut off" ]
}

@test "a guest of another hypervisor is refused" {
	guest kvm | sed "s/type='test'/type='kvm'/" >kvm.xml
	run vm-define kvm.xml
	[ "$status" -eq "$FAULT_XML" ]
	[ "$output" = "vm-define: kvm.xml: a guest of type 'kvm' is nothing for the test driver" ]
}

@test "its console says its name and echoes" {
	run -0 vm-console test --send='hello' --expect='hello' --timeout=10
	[[ $output = *'test login: '* ]]
	[[ $output = *hello* ]]
}

@test "its screen is a picture, another one for another guest" {
	guest other | vm-define -
	vm-start other
	vm-screenshot test one.png
	vm-screenshot test one.ppm --format=ppm
	vm-screenshot other two.ppm --format=ppm
	[ "$(head -c 15 one.ppm | tr '\n' ' ')" = "P6 320 200 255 " ]
	[ "$(stat -c %s one.ppm)" -eq $((15 + 320 * 200 * 3)) ]
	run ! cmp -s one.ppm two.ppm
	# An independent reader of PNG checks checksums, and the pixels against the PPM.
	python3 - one.png one.ppm <<-'PYTHON'
	import struct, sys, zlib
	data = open(sys.argv[1], 'rb').read()
	assert data[:8] == b'\x89PNG\r\n\x1a\n'
	at, pixels, palette = 8, b'', b''
	while at < len(data):
	    size, = struct.unpack('>I', data[at:at + 4])
	    kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + size]
	    crc, = struct.unpack('>I', data[at + 8 + size:at + 12 + size])
	    assert zlib.crc32(kind + body) == crc, kind
	    if kind == b'IHDR':
	        assert struct.unpack('>IIBBBBB', body) == (320, 200, 8, 3, 0, 0, 0)
	    palette += body if kind == b'PLTE' else b''
	    pixels += body if kind == b'IDAT' else b''
	    at += 12 + size
	assert kind == b'IEND'
	rows = zlib.decompress(pixels)
	picture = b''.join(palette[3 * p:3 * p + 3]
	                   for y in range(200) for p in rows[y * 321 + 1:(y + 1) * 321])
	assert picture == open(sys.argv[2], 'rb').read()[15:]
	PYTHON
}

@test "keys are checked and logged" {
	vm-send-key test --codeset=qcode ctrl alt delete
	run -0 vm-log test
	[[ $output = *': keys ctrl alt delete for '*' ms'* ]]
}

@test "what it cannot do is told" {
	run vm-qemu-monitor-command test '{"execute":"stop"}'
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ "$output" = "vm-qemu-monitor-command: test: the test driver does not support vm-monitor" ]
}

@test "test:///FILE has the guests of a document, in their states" {
	guest outside >outside.xml
	node "$(guest plain)" "$(guest stopped '<test:runstate>5</test:runstate>')" \
		"$(guest once '<test:transient/><test:runstate>3</test:runstate>')" \
		"<domain file='outside.xml'/>" "$(guest kept '<test:runstate>5</test:runstate><test:hasmanagedsave/>')" >node.xml
	export VIRTUTILS_URI=test://$work/node.xml
	run -0 --separate-stderr vm-list --all --raw --noheadings -o NAME,STATE,PERSISTENT
	[ "$stderr" = "" ]
	[ "$output" = 'kept shut\x20off yes
once paused no
outside running yes
plain running yes
stopped shut\x20off yes' ]
	run vm-undefine kept
	[ "$status" -eq "$FAULT_STATE" ]
	vm-destroy once
	vm-undefine stopped
	run -0 vm-list --all --name
	[ "$(echo $output)" = "kept outside plain" ]
	run -0 vm-list --all --name -c test:///default
	[ "$(echo $output)" = test ]
}

@test "snapshots of a document" {
	local uuid='<uuid>6695eb01-f6a4-8304-79aa-97f2502e1930</uuid>'
	local domain="<domain type='test'><name>a</name>$uuid<memory>65536</memory><os><type>hvm</type></os></domain>"
	echo "<domainsnapshot><name>s1</name><state>running</state><creationTime>1400000000</creationTime>$domain</domainsnapshot>" >s1.xml
	node "$(guest a "$uuid<test:domainsnapshot file='s1.xml'/><test:domainsnapshot><name>s2</name><state>shutoff</state><parent><name>s1</name></parent><creationTime>1500000000</creationTime>$domain</test:domainsnapshot>")" >node.xml
	run -0 vm-snapshot-list -c "test://$work/node.xml" a --raw --noheadings -o NAME,STATE
	[ "$output" = 's1 running
s2 shutoff' ]
	run -0 vm-snapshot-parent -c "test://$work/node.xml" a s2
	[ "$output" = s1 ]
}

@test "a bad document is refused with its place, and makes nothing" {
	bad() {
		run vm-list --all -c "test://$work/node.xml"
		[ "$status" -eq "$1" ]
		[ "$output" = "vm-list: $2" ]
		[ -z "$(find "$VIRTUTILS_ROOT" -name '*.xml')" ]
	}
	bad 1 "open $work/node.xml: No such file or directory"
	guest a >node.xml
	bad 9 "$work/node.xml:1: expected element 'node', not 'domain'"
	node "$(guest a)" "$(guest b '<test:runstate>8</test:runstate>')" >node.xml
	bad 9 "$work/node.xml:3: run state '8' is out of range"
	node "$(guest a)" "$(guest b '<test:transient/><test:runstate>5</test:runstate>')" >node.xml
	bad 9 "$work/node.xml:3: a transient guest cannot be shut off"
	node "$(guest a)" "$(guest b '<test:hasmanagedsave/>')" >node.xml
	bad 9 "$work/node.xml:3: a guest with a managed save image must be shut off"
	node "<domain file='none.xml'/>" >node.xml
	bad 1 "open $work/none.xml: No such file or directory"
	run vm-list -c test:///
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "the host is libvirt's simulated one" {
	run -0 host-capabilities --xpath='string(//cells/@num)'
	[ "$output" = 2 ]
	run -0 host-capabilities --xpath='string(//cell[@id="1"]/cpus/cpu[8]/@id)'
	[ "$output" = 15 ]
	run host-domcapabilities
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}
