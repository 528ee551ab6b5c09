#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-create - make a mediated device or a virtual port

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "a mediated device is made, and told by its name" {
	run -0 --separate-stderr nodedev-create <(mdev_xml $uuid '<attr name="assign" value="5"/>')
	[ "$output" = $mdev ] && [ -z "$stderr" ]
	[ "$(nodedev-info $uuid -o PERSISTENT)" = no ]
	[ "$(nodedev-list --cap=mdev -o NAME,PARENT --raw --noheadings)" = "$mdev pci_0000_00_02_0" ]
	[ "$(nodedev-dumpxml $mdev --xpath='concat(//uuid, //attr/@name, //attr/@value)')" = ${uuid}assign5 ]
	run nodedev-create <(mdev_xml $uuid)
	[ "$status" -eq "$FAULT_STATE" ]
}

@test "one without a UUID gets one" {
	name=$(mdev_xml '' | sed 's,<uuid></uuid>,,' | nodedev-create -)
	[[ $name =~ ^mdev_[0-9a-f]{8}_[0-9a-f]{4}_4[0-9a-f]{3}_[0-9a-f]{4}_[0-9a-f]{12}_0000_00_02_0$ ]]
}

@test "what cannot be made is refused, and nothing is left" {
	run nodedev-create <(mdev_xml $uuid | sed s/pci_0000_00_02_0/pci_0000_00_03_0/)
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == *"parent 'pci_0000_00_03_0': no such device" ]]
	run nodedev-create <(mdev_xml $uuid | sed 's,<parent>.*</parent>,,')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-create <(mdev_xml $uuid '<attr name="../remove" value="1"/>')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-create <(mdev_xml $uuid | sed 's,i915-GVTg_V5_4,../x,')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-create <(nodedev-dumpxml pci_0000_00_02_0)
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	run nodedev-create --validate <(mdev_xml $uuid '<bogus/>')
	[ "$status" -eq "$FAULT_XML" ]
	run nodedev-create <(echo '<device>')
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(nodedev-list --all | wc -l)" -eq 5 ]
}

@test "a dry run makes nothing" {
	run -0 nodedev-create -n <(mdev_xml $uuid)
	[ "$output" = "create device $mdev" ]
	[ -z "$(nodedev-list --cap=mdev)" ]
}
