#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-capabilities - types of storage pools that can be had here

load storage

@test "every type of libvirt's is there, directories can be had" {
	run pool-capabilities
	[ "$(xmllint --xpath 'count(//pool)' - <<<"$output")" = 14 ]
	[ "$(pool-capabilities --xpath 'string(//pool[@type="dir"]/@supported)')" = yes ]
	[ "$(pool-capabilities --xpath 'string(//pool[@type="netfs"]/poolOptions/defaultFormat/@type)')" = auto ]
	pool-capabilities --xpath '//pool[@type="dir"]/volOptions/enum/value' | grep -qF '<value>qcow2</value>'
}
