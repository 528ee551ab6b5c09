#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# Real documents of ../shared/corpus, with what the real libvirt makes of them.  Every
# difference there is must be in conformance/differences, with its reason.

# Show the table either way; a runner that finds no corpus says so in one line.
compare() {
	run conformance/"$1" "$B"
	printf '%s\n' "$output" | sed 's/^/# /' >&3
	[ "$status" -eq 0 ]
}

@test "domains and snapshots: read, completed, printed" { compare run; }
@test "domains of QEMU: as stored, as a command line" { compare run-qemu; }
@test "small definitions, given to libvirt and to us" { compare run-probes; }
@test "all other types of documents" { compare run-xmltypes; }
@test "snapshots and checkpoints that are made of guests" { compare run-guests; }
@test "configuration files of other hypervisors" { compare run-native; }
@test "the tables know the paths of libvirt's schemas" {
	run "$B/tools/coverage" "$BATS_TEST_DIRNAME/../../shared/spec/fields"
	printf '%s\n' "$output" | sed 's/^/# /' >&3
	[ "$status" -eq 0 ]
}
@test "schemas: all that libvirt takes, and nothing that its schemas refuse" { compare run-schema; }
