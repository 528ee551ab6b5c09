#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-list - list devices of the host

load helpers

@test "one name a line, sorted" {
	[ "$(nodedev-list)" = "$(printf '%s\n' computer pci_0000_00_02_0 scsi_host1 scsi_host11 scsi_host2)" ]
	[ "$(nodedev-list -0 | tr '\0' ' ')" = 'computer pci_0000_00_02_0 scsi_host1 scsi_host11 scsi_host2 ' ]
	[ -z "$(nodedev-list --inactive)" ]
	[ "$(nodedev-list --persistent)" = computer ]
	[ "$(nodedev-list --transient | head -1)" = pci_0000_00_02_0 ]
}

@test "--cap chooses by what they are and can do" {
	[ "$(nodedev-list --cap=scsi_host)" = "$(printf '%s\n' scsi_host1 scsi_host11 scsi_host2)" ]
	[ "$(nodedev-list --cap system,mdev_types)" = "$(printf '%s\n' computer pci_0000_00_02_0)" ]
	[ "$(nodedev-list --cap=vports)" = "$(printf '%s\n' scsi_host1 scsi_host2)" ]
	[ "$(nodedev-list --cap=fc_host | wc -l)" -eq 3 ]
	[ -z "$(nodedev-list --cap=vpd,ap_queue)" ]
	run nodedev-list --cap=tape
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "columns, JSON, sorting" {
	[ "$(nodedev-list -o NAME,CAP,DRIVER,PARENT,PCI-ID,IOMMU-GROUP --raw --noheadings --cap=pci)" = \
		'pci_0000_00_02_0 pci i915 computer 8086:5917 1' ]
	[ "$(nodedev-list --json | jq -r '.[] | select(.parent == "scsi_host1").name')" = scsi_host11 ]
	[ "$(nodedev-list --json | jq '.[0].parent')" = null ]
	[ "$(nodedev-list -s CAP -o NAME --noheadings --raw | head -1)" = pci_0000_00_02_0 ]
}

@test "IN-USE-BY names the running guest that has it" {
	xml web '<devices><hostdev mode="subsystem" type="pci"><source><address domain="0" bus="0" slot="2" function="0"/></source></hostdev></devices>' |
		vm-define -
	[ "$(nodedev-list -o IN-USE-BY --cap=pci --raw --noheadings)" = - ]
	vm-start web
	[ "$(nodedev-list -o IN-USE-BY --cap=pci --raw --noheadings)" = web ]
	[ "$(nodedev-list -o IN-USE-BY --cap=system --raw --noheadings)" = - ]
}

@test "a tree, as virsh draws it" {
	nodedev-list --tree >tree
	printf '%s\n' computer '  |' '  +- pci_0000_00_02_0' '  +- scsi_host1' '  |   |' '  |   +- scsi_host11' '  |' \
		'  +- scsi_host2' '' '' >wanted
	diff wanted tree
	run nodedev-list --tree --cap=pci
	[ "$status" -eq "$FAULT_USAGE" ]
}

@test "devices of a document of libvirt's test driver" {
	printf '<node><device><name>pci_8086_27c5</name><parent>computer</parent><capability type="pci"><domain>0</domain>
		<bus>0</bus><slot>31</slot><function>2</function><product id="0x27c5"/><vendor id="0x8086"/></capability></device></node>' >node.xml
	[ "$(nodedev-list -c "test://$PWD/node.xml")" = pci_8086_27c5 ]
	printf '<node><device><name>../x</name><capability type="net"><interface>a</interface></capability></device></node>' >bad.xml
	run nodedev-list -c "test://$PWD/bad.xml"
	[ "$status" -eq "$FAULT_XML" ]
}
