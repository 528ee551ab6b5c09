#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# hammer - a short turn of what `make check-hammer` does for longer

@test "20 callers change the same guests: nothing torn, lost or left waiting" {
	"$BATS_LIB/hammer/run" "$B" 20 6
}
