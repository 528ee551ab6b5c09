#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# xml-validate - check documents against their schemas

load helpers

schemas=$B/share/virtutils/schemas

@test "a document that is fine is told so, on a line of its own" {
	xml web >web.xml
	network_xml lab >lab.xml
	run --separate-stderr xml-validate web.xml lab.xml
	[ "$status" -eq 0 ] && [ -z "$stderr" ]
	[ "$output" = $'web.xml validates\nlab.xml validates' ]
	run xml-validate -q web.xml
	[ "$status" -eq 0 ] && [ -z "$output" ]
	run xml-validate - <web.xml
	[ "$output" = 'standard input validates' ]
}

@test "what is wrong is told with file and line, and the status is 1" {
	xml web '<tpyo/>' >web.xml
	run --separate-stderr xml-validate web.xml
	[ "$status" -eq 1 ]
	[ "$output" = 'web.xml fails to validate' ]
	[ "$stderr" = "xml-validate: web.xml:6: unknown element 'tpyo' in 'domain'" ]
	xml web '<on_crash>maybe</on_crash>' >web.xml
	run --separate-stderr xml-validate web.xml
	[[ $stderr == "xml-validate: web.xml:6: 'maybe' is not a value of element 'on_crash'"* ]]
	echo '<domain' >web.xml
	run --separate-stderr xml-validate web.xml
	[ "$status" -eq 1 ]
	[[ $stderr == "xml-validate: web.xml:2: "* ]]
}

@test "an element with all of its attributes costs no more than others" {
	local driver="name='qemu' type='qcow2' cache='none' error_policy='stop' rerror_policy='stop' io='native' ioeventfd='on' \
		event_idx='on' copy_on_read='off' discard='unmap' iothread='1' detect_zeroes='off' queues='2' queue_size='64' \
		iommu='on' ats='on' packed='on' page_per_vq='on'"
	xml web "<devices><disk type='file'><driver $driver/><target dev='vda'/></disk></devices>" >web.xml
	timeout 20 xml-validate web.xml
}

@test "an element that is there twice is the schema's business" {
	xml web '<name>again</name>' >web.xml
	run --separate-stderr xml-validate web.xml
	[ "$status" -eq 1 ]
	[[ $stderr == "xml-validate: web.xml:"[0-9]*": "* ]]
	run vm-define --validate web.xml
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-define --validate --errors=json web.xml 2>&1 | jq -r .code)" = xml-schema ]
	vm-define web.xml
}

@test "trouble is 2, and the gravest counts" {
	xml web >web.xml
	xml bad '<tpyo/>' >bad.xml
	run xml-validate nowhere.xml
	[ "$status" -eq 2 ]
	echo '<recipe/>' >cake.xml
	run --separate-stderr xml-validate cake.xml
	[ "$status" -eq 2 ]
	[ "$stderr" = "xml-validate: cake.xml: no schema has 'recipe' outermost" ]
	run xml-validate web.xml bad.xml web.xml
	[ "$status" -eq 1 ]
	run xml-validate nowhere.xml bad.xml web.xml
	[ "$status" -eq 2 ]
	run xml-validate --schema=recipe web.xml
	[ "$status" -eq 2 ]
}

@test "--schema names it" {
	echo '<pool type="dir"><name>p</name><target><path>/p</path></target></pool>' >p.xml
	xml-validate --schema=storagepool p.xml
	run --separate-stderr xml-validate --schema=domain p.xml
	[ "$status" -eq 1 ]
	[ "$stderr" = "xml-validate: p.xml:1: 'pool' found where 'domain' is wanted" ]
}

@test "--json is one array" {
	xml web >web.xml
	xml bad '<tpyo/>' >bad.xml
	run --separate-stderr xml-validate --json web.xml bad.xml
	[ "$status" -eq 1 ]
	[ "$(jq -c 'map([.file, .schema, .valid, .message != null])' <<<"$output")" = \
	  '[["web.xml","domain",true,false],["bad.xml","domain",false,true]]' ]
}

@test "what programs print validates" {
	given_vm web
	for options in '' --inactive --security-info; do
		vm-dumpxml web $options | xml-validate -
	done
	vm-snapshot-create web
	vm-snapshot-dumpxml web "$(vm-snapshot-list web --name)" | xml-validate -
	given_network lab "<ip address='10.7.0.1' prefix='24'/>"
	net-dumpxml lab | xml-validate -
	host-capabilities | xml-validate -
}

@test "every type has an installed schema, which another validator takes" {
	needs xmllint
	xml web "<devices><disk><source file='/a'/><target dev='vda'/></disk></devices>" >domain.xml
	network_xml lab >network.xml
	for schema in "$schemas"/*.rng; do
		name=$(basename "$schema" .rng)
		echo '<nothing/>' >nothing.xml
		run xmllint --noout --relaxng "$schema" nothing.xml
		[ "$status" -eq 3 ] || { echo "$name: $output"; false; }
	done
	xmllint --noout --relaxng "$schemas/domain.rng" domain.xml
	xmllint --noout --relaxng "$schemas/network.rng" network.xml
	sed -i 's/vda/vda"/; s/<target/<trget/' domain.xml
	run xmllint --noout --relaxng "$schemas/domain.rng" domain.xml
	[ "$status" -ne 0 ]
	[ "$(ls "$schemas" | wc -l)" -ge 16 ]
}
