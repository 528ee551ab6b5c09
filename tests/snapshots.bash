# SPDX-License-Identifier: LGPL-2.1-or-later
# snapshots - what the suites about trees of snapshots share

# A guest with a disk, vda.
given_disk_vm() {       # NAME
	xml "$1" "<devices><disk type='file' device='disk'><source file='/vm/a'/><target dev='vda'/></disk></devices>" | vm-define -
}

# An external snapshot of its disk, told by its document; the current one.
given_external() {      # VM NAME
	vm-snapshot-create-as "$1" "$2"
	vm-snapshot-dumpxml "$1" "$2" | sed "s|<memory snapshot='[a-z]*'/>|<memory snapshot='no'/>|
		s|<disk name='vda' snapshot='internal'/>|<disk name='vda' snapshot='external' type='file'><driver type='qcow2'/><source file='/vm/a.$2'/></disk>|" >external.xml
	vm-snapshot-delete "$1" "$2" --metadata
	vm-snapshot-create "$1" external.xml --redefine --current
	[ "$(vm-snapshot-info "$1" "$2" -o LOCATION)" = external ]
}

# What a snapshot's document says at an XPath.
said() {                # VM SNAPSHOT XPATH
	vm-snapshot-dumpxml "$1" "$2" --xpath "string($3)"
}
