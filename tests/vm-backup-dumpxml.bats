#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-backup-dumpxml - print the document of the backup that goes on

load helpers
load checkpoints

@test "the document, with all that was filled in" {
	given_disks_vm web
	vm-checkpoint-create-as web c1
	vm-backup-begin web - <<-'X' >/dev/null
	<domainbackup mode='pull'><incremental>c1</incremental><server transport='unix' socket='/s'/>
	  <disks><disk name='vdb' type='file'><scratch file='/vm/scratch'/></disk></disks></domainbackup>
	X
	vm-backup-dumpxml web >ours
	diff ours - <<-'X'
	<domainbackup mode='pull'>
	  <incremental>c1</incremental>
	  <server transport='unix' socket='/s'/>
	  <disks>
	    <disk name='vdb' backup='yes' type='file' backupmode='incremental' incremental='c1' exportname='vdb' exportbitmap='backup-vdb' index='2'>
	      <driver type='qcow2'/>
	      <scratch file='/vm/scratch'/>
	    </disk>
	    <disk name='vda' backup='no'/>
	  </disks>
	</domainbackup>
	X
}

@test "S91: no backup, no document" {
	given_disks_vm web
	for state in running off; do
		run --separate-stderr vm-backup-dumpxml web --errors=json
		[ "$status" -eq 4 ]
		[ "$(jq -r .code <<<"$stderr")" = no-backup ]
		vm-destroy web --if-needed
	done
}
