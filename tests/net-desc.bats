#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# net-desc - show or set the title or description of a network

load helpers

@test "title and description, live and stored" {
	net-desc default --title 'under test'
	net-desc default --config what it is for
	[ "$(net-desc default --title)" = 'under test' ]
	[ "$(net-desc default --config)" = 'what it is for' ]
	[ -z "$(net-desc default)" ]
	net-desc default --config ''
	[ -z "$(net-desc default --config)" ]
	run net-desc default --title $'two\nlines'
	[ "$status" -eq "$FAULT_XML" ]
}
