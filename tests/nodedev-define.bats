#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# nodedev-define - store a mediated device

load helpers

uuid=3627463d-b7f0-4fea-b468-f1da537d301b
mdev=mdev_3627463d_b7f0_4fea_b468_f1da537d301b_0000_00_02_0

@test "it is stored, and not there" {
	run -0 --separate-stderr nodedev-define <(mdev_xml $uuid)
	[ "$output" = $mdev ] && [ -z "$stderr" ]
	[ "$(nodedev-list --inactive)" = $mdev ]
	[ -z "$(nodedev-list --cap=mdev)" ]
	[ "$(nodedev-list --all --persistent)" = "$(printf '%s\n' computer $mdev)" ]
	run -0 nodedev-info $mdev
	[ "$output" = "$(printf '%s\n' "NAME: $mdev" 'PARENT: pci_0000_00_02_0' 'ACTIVE: no' 'PERSISTENT: yes' 'AUTOSTART: no')" ]
	diff - <(nodedev-dumpxml $uuid) <<-XML
	<device>
	  <name>$mdev</name>
	  <parent>pci_0000_00_02_0</parent>
	  <capability type='mdev'>
	    <type id='i915-GVTg_V5_4'/>
	    <uuid>$uuid</uuid>
	    <iommuGroup number='0'/>
	  </capability>
	</device>
	XML
}

@test "a definition is replaced by one of that UUID" {
	mdev_xml $uuid | nodedev-define -
	mdev_xml $uuid '<attr name="x" value="1"/>' | nodedev-define -
	[ "$(nodedev-list --inactive | wc -l)" -eq 1 ]
	[ "$(nodedev-dumpxml $mdev --inactive --xpath='string(//attr/@value)')" = 1 ]
}

@test "an adapter's virtual port cannot be stored" {
	run nodedev-define <(nodedev-dumpxml scsi_host11)
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ -z "$(nodedev-list --inactive)" ]
}
