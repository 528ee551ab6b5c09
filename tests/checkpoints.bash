# SPDX-License-Identifier: LGPL-2.1-or-later
# checkpoints - what the suites about checkpoints and backups share

# A running guest with disks vda and vdb, and a CD drive.
given_disks_vm() {      # NAME [running]
	xml "$1" "<devices>
	  <disk type='file' device='disk'><driver type='qcow2'/><source file='/vm/a.qcow2'/><target dev='vda'/></disk>
	  <disk type='file' device='disk'><driver type='qcow2'/><source file='/vm/b.qcow2'/><target dev='vdb'/></disk>
	  <disk type='file' device='cdrom'><target dev='hdc'/><readonly/></disk>
	</devices>" | vm-define -
	[ "${2:-running}" != running ] || vm-start "$1"
}

# What a checkpoint's document says at an XPath.
said() {                # VM CHECKPOINT XPATH
	vm-checkpoint-dumpxml "$1" "$2" --xpath "string($3)"
}
