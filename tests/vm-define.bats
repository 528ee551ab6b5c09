#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-define - store the definition of a virtual machine

load helpers

@test "a definition from a file or standard input is stored, silently" {
	xml web >web.xml
	run vm-define web.xml
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	xml db | vm-define -
	[ "$(vm-list --all --name)" = $'db\nweb' ]
}

@test "-v says what was defined" {
	xml web >web.xml
	run vm-define -v web.xml
	[ "$output" = "vm-define: web.xml: web defined" ]
}

@test "several files, one of them bad" {
	xml web >web.xml
	echo '<domain' >bad.xml
	xml db >db.xml
	run vm-define web.xml bad.xml db.xml
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "vm-define: bad.xml:"* ]]
	[ "$(vm-list --all --name)" = $'db\nweb' ]
}

@test "with --fail-fast the first failure is the last" {
	xml web >web.xml
	echo '<domain' >bad.xml
	run vm-define --fail-fast bad.xml web.xml
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-list --all --name)" = "" ]
}

@test "what was defined is what is dumped, and defines the same again" {
	xml web '<title>front &amp; end</title>' | vm-define -
	vm-dumpxml web >one.xml
	vm-undefine web
	vm-define one.xml
	vm-dumpxml web >two.xml
	diff one.xml two.xml
	[ "$(vm-dumpxml web --xpath 'string(/domain/title)')" = "front & end" ]
}

@test "defining again replaces the definition and keeps the UUID" {
	given_vm web
	uuid=$(vm-uuid web)
	xml web '<title>new</title>' | vm-define -
	[ "$(vm-uuid web)" = "$uuid" ]
	[ "$(vm-desc web --title)" = new ]
}

@test "another UUID for a known name, another name for a known UUID: refused, nothing changes" {
	given_vm web
	vm-dumpxml web >before.xml
	xml web '<uuid>11111111-2222-4333-8444-555555555555</uuid>' >other.xml
	run vm-define other.xml
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ "$output" == *"web"* ]]
	xml db "<uuid>$(vm-uuid web)</uuid>" >other.xml
	run vm-define other.xml
	[ "$status" -eq "$FAULT_FAILED" ]
	vm-dumpxml web | diff before.xml -
	[ "$(vm-list --all --name)" = web ]
}

@test "--if-changed writes only what differs" {
	given_vm web
	vm-dumpxml web >web.xml
	before=$(stat -c %i "$VIRTUTILS_ROOT/etc/test/web.xml")
	run vm-define -v --if-changed web.xml
	[ "$status" -eq 0 ]
	[ "$output" = "vm-define: web.xml: web unchanged" ]
	[ "$(stat -c %i "$VIRTUTILS_ROOT/etc/test/web.xml")" = "$before" ]
	sed -i 's/<vcpu[^>]*>2/<vcpu>3/' web.xml
	run vm-define -v --if-changed web.xml
	[ "$output" = "vm-define: web.xml: web defined" ]
	[ "$(vm-info web -o CPUS)" = 3 ]
}

@test "--if-match refuses when somebody else changed it" {
	given_vm web
	vm-dumpxml web >mine.xml
	hash=$(vm-info web -o HASH)
	sed -i 's/<vcpu[^>]*>2/<vcpu>3/' mine.xml
	vm-desc web "changed by another"
	run vm-define --if-match="$hash" mine.xml
	[ "$status" -ne 0 ]
	[ "$(vm-info web -o CPUS)" = 2 ]
	run vm-define --if-match="$(vm-info web -o HASH)" mine.xml
	[ "$status" -eq 0 ]
	[ "$(vm-info web -o CPUS)" = 3 ]
}

@test "a dry run checks and changes nothing" {
	xml web >web.xml
	run vm-define -n web.xml
	[ "$status" -eq 0 ]
	[[ "$output" == *web* ]]
	[ "$(vm-list --all --name)" = "" ]
	echo '<domain/>' >bad.xml
	run vm-define -n bad.xml
	[ "$status" -eq "$FAULT_XML" ]
}

@test "malformed XML: file and line" {
	printf '<domain type="test">\n  <name>web</name>\n  <memory>1</mem>\n</domain>\n' >bad.xml
	run vm-define bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == "vm-define: bad.xml:3: "* ]]
	run vm-define - <bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == *"standard input:3: "* ]]
}

@test "a wrong value: file and line" {
	xml web '<on_reboot>explode</on_reboot>' >bad.xml
	run vm-define bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" == "vm-define: bad.xml:6: "*explode* ]]
}

@test "an unknown element is a warning with its line, or with --strict a failure" {
	xml web '<nonsense x="1"/>' >web.xml
	run vm-define web.xml
	[ "$status" -eq 0 ]
	[ "$output" = "vm-define: web.xml:6: warning: unknown element 'nonsense' in 'domain'" ]
	vm-undefine web
	run vm-define --strict web.xml
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-list --all --name)" = "" ]
}

@test "names that could leave the directory or hide are refused" {
	for name in a/b ../x .hidden "$(printf 'a\001b')" "$(printf 'x%.0s' {1..300})" ''; do
		xml "$name" >bad.xml
		run vm-define bad.xml
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
		[ "$(vm-list --all --name)" = "" ]
	done
	[ -z "$(find "$VIRTUTILS_ROOT" -name '*hidden*' -o -name 'x.xml')" ]
}

@test "entities and document types are refused" {
	printf '<!DOCTYPE d [<!ENTITY e SYSTEM "/etc/passwd">]>\n<domain type="test"><name>&e;</name></domain>\n' >bad.xml
	run vm-define bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ "$output" != *root:* ]]
}

@test "no file, a directory, an unreadable file" {
	run vm-define none.xml
	[ "$status" -eq 1 ]
	[ "$output" = "vm-define: none.xml: open none.xml: No such file or directory" ]
	mkdir folder
	run vm-define folder
	[ "$status" -ne 0 ]
	[[ "$output" == *"folder"*"directory"* ]]
	xml web >secret.xml
	chmod 000 secret.xml
	chmod 755 "$work"
	run as_nobody vm-define "$work/secret.xml"
	[ "$status" -eq "$FAULT_DENIED" ]
	[[ "$output" == *"Permission denied" ]]
}

@test "a disk that is full leaves the old definition" {
	given_vm web
	vm-dumpxml web >before.xml
	{ xml web | grep -v '</domain>'; printf '<description>%0200000d</description></domain>' 1; } >big.xml
	run bash -c 'trap "" XFSZ; ulimit -f 8; vm-define big.xml'
	[ "$status" -eq 1 ]
	[[ "$output" == "vm-define: big.xml: "*"File too large" ]]
	vm-dumpxml web | diff before.xml -
	[ -z "$(find "$VIRTUTILS_ROOT" -name '*.tmp' -size +8k)" ]
}

@test "nothing given, standard input twice" {
	run vm-define
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-define - - <<<"$(xml web)"
	[ "$status" -eq "$FAULT_PARTLY" ]
	[[ "$output" == *"standard input cannot be used twice" ]]
}

@test "S100: a mirror in a definition is nothing to it; --validate looks at it" {
	xml web "<devices><disk type='file'><source file='/a'/><target dev='vda'/>
		<mirror nonsense='1' job='what'><foo/></mirror></disk></devices>" >web.xml
	vm-define web.xml
	run ! grep -q mirror <(vm-dumpxml web)
	run vm-define --validate web.xml
	[ "$status" -eq "$FAULT_XML" ]
	# what libvirt of any age prints is fine
	for mirror in "<mirror file='/b' format='raw' ready='yes'/>" \
		      "<mirror type='file' job='copy' file='/b' format='raw'><format type='raw'/><source file='/b'/></mirror>" \
		      "<mirror type='file' job='active-commit'><format type='qcow2'/><source file='/b'/></mirror>"; do
		xml web "<devices><disk type='file'><source file='/a'/><target dev='vda'/>$mirror</disk></devices>" |
			vm-define --validate -
	done
	run ! grep -q mirror <(vm-dumpxml web)
}

@test "a shared directory has a name in the guest, or a program that knows it" {
	local driver="<driver type='virtiofs'/>"
	xml web "<devices><filesystem type='mount'>$driver<source dir='/srv'/></filesystem></devices>" >web.xml
	run vm-define web.xml
	[ "$status" -eq "$FAULT_XML" ]
	[[ $output == *"web.xml:6: missing attribute 'dir' of 'target'" ]]
	xml web "<devices><filesystem type='mount'>$driver<source socket='/srv/fs.sock'/></filesystem></devices>" | vm-define -
	[ "$(vm-dumpxml web --xpath 'string(//filesystem/source/@socket)')" = /srv/fs.sock ]
}
