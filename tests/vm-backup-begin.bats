#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-backup-begin - start a backup of the disks of a running virtual machine

load helpers
load checkpoints

pull() {
	echo "<domainbackup mode='pull'><server transport='unix' socket='$work/sock'/></domainbackup>"
}
is_over() { vm-suspend web && vm-resume web && ! vm-backup-dumpxml web 2>/dev/null; }

@test "a push ends by itself, and has made its checkpoint" {
	given_disks_vm web
	run vm-backup-begin web --checkpoint=c1 --wait
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-checkpoint-list web --name)" = c1 ]
	run vm-backup-dumpxml web
	[ "$status" -eq 4 ]
	vm-backup-begin web --incremental=c1
	until_so is_over
	grep -q '"backup completed"' "$VIRTUTILS_ROOT/run/test/web.events"
	jq -e '.kind == "backup" and .error == "" and .disk_total > 0 and .disk_remaining == 0' "$VIRTUTILS_ROOT/run/test/web.last-job"
}

@test "a pull tells where it is served, and goes on until it is ended" {
	given_disks_vm web
	[ "$(pull | vm-backup-begin web -)" = "nbd+unix:///?socket=$work/sock" ]
	vm-suspend web
	vm-resume web
	[ "$(vm-backup-dumpxml web --xpath 'string(/domainbackup/@mode)')" = pull ]
	run vm-backup-begin web
	[ "$status" -eq "$FAULT_BUSY" ]
	[ "$output" = "vm-backup-begin: web: busy: a backup is going on" ]
	run vm-snapshot-create-as web s1
	[ "$status" -eq "$FAULT_BUSY" ]
	vm-destroy web
	vm-start web
	run vm-backup-dumpxml web
	[ "$status" -eq 4 ]
}

@test "when time is up it ends" {
	given_disks_vm web
	pull >pull.xml
	run vm-backup-begin web pull.xml --timeout=1
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	jq -e '.kind == "backup" and .error == "Operation canceled" and .disk_total == 0' "$VIRTUTILS_ROOT/run/test/web.last-job"
	run vm-backup-dumpxml web
	[ "$status" -eq 4 ]
}

@test "S90: not of a guest that is off, nor since what is not there, nor of nothing" {
	given_disks_vm web off
	run vm-backup-begin web
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vm-start web
	run --separate-stderr vm-backup-begin web --incremental=c9 --errors=json
	[ "$status" -eq 4 ]
	[ "$(jq -r .code <<<"$stderr")" = no-checkpoint ]
	touch "$work/there"
	while IFS='|' read -r class xml; do
		echo "$xml"
		run --separate-stderr vm-backup-begin web --errors=json - <<<"$xml"
		[ "$(jq -r .code <<<"$stderr")" = "$class" ]
	done <<-X
	config-unsupported|<domainbackup><disks><disk name='vda' backup='no'/></disks></domainbackup>
	config-unsupported|<domainbackup><disks><disk name='vdz' type='file'/></disks></domainbackup>
	config-unsupported|<domainbackup><disks><disk name='hdc' type='file'/></disks></domainbackup>
	config-unsupported|<domainbackup><disks><disk name='vda' type='file' backupmode='incremental'/></disks></domainbackup>
	invalid-arg|<domainbackup><disks><disk name='vda' type='file'><target file='$work/there'/></disk></disks></domainbackup>
	operation-unsupported|<domainbackup mode='pull'><server name='localhost'/></domainbackup>
	operation-invalid|<domainbackup mode='pull'><server name='localhost' port='9999' tls='yes'/></domainbackup>
	xml-schema|<domainbackup mode='pull'/>
	xml-schema|<domainbackup mode='sideways'/>
	xml-schema|<domainbackup><what/></domainbackup>
	X
	run vm-backup-dumpxml web
	[ "$status" -eq 4 ]
}

@test "a dry run tells the plan and does nothing" {
	given_disks_vm web
	[ "$(vm-backup-begin web -n --target-dir=/b --checkpoint=c1)" = \
		"push backup of web, checkpoint c1, vda to /b/web-vda.c1.qcow2, vdb to /b/web-vdb.c1.qcow2" ]
	[ "$(vm-checkpoint-list web --name)" = "" ]
	[ ! -e "$VIRTUTILS_ROOT/run/test/web.jobs" ]
}

@test "options that exclude each other" {
	given_disks_vm web
	echo '<domainbackup/>' >b.xml
	for options in 'b.xml --incremental=c1' 'b.xml --target-dir=/b' 'b.xml c.xml --checkpoint=c1'; do
		run vm-backup-begin web $options
		[ "$status" -eq "$FAULT_USAGE" ]
	done
}

@test "preserved, a guest that shuts down is off when the backup is over, and not before; resumed, it runs on" {
	given_disks_vm web
	pull >pull.xml
	vm-backup-begin web pull.xml --preserve-domain-on-shutdown
	vm-shutdown web
	[ "$(vm-state --reason web)" = 'paused (shutting down)' ]
	vm-backup-dumpxml web >/dev/null
	vm-jobabort web
	[ "$(vm-state --reason web)" = 'shut off (shutdown)' ]
	vm-start web
	vm-backup-begin web pull.xml --preserve-domain-on-shutdown
	vm-shutdown web
	vm-resume web
	vm-jobabort web
	[ "$(vm-state web)" = running ]
	vm-shutdown web
	[ "$(vm-state --reason web)" = 'shut off (shutdown)' ]
}
