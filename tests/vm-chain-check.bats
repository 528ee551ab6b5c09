#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-chain-check: guests of the simulated hypervisor; images are in peers/chain_check.bats

load helpers

@test "images that nobody has are never missed" {
	given_vm web
	[ -z "$(vm-chain-check)" ]
	[ -z "$(vm-chain-check web --json | jq -r '.[]')" ]
	[ -z "$(vm-chain-check --fix-paths)" ]
}

@test "a guest that there is not" {
	run vm-chain-check nope
	[ "$status" -eq "$FAULT_NO_VM" ]
}
