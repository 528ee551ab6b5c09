#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# blockcopy_inject - vm-blockcopy, which makes the most calls of them, killed at every step.  needs qemu

load ../helpers
load ../inject
load guest
load blockjob
load external
load blockjob_inject

@test "S98: vm-blockcopy --pivot, killed anywhere" {
	at_every_step vm-blockcopy g vda "$img/copy.qcow2" --transient-job --pivot
}
