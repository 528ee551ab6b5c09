#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-define-as - store the definition of a storage pool that options tell

load storage

@test "a pool from options; --print-xml shows the document" {
	pool-define-as images dir --target "$work/images"
	[ "$(pool-dumpxml images --xpath 'string(//target/path)')" = "$work/images" ]
	pool-define-as more dir - - - - "$work/more"
	[ "$(pool-dumpxml more --xpath 'string(//target/path)')" = "$work/more" ]
}

@test "every source option is in the document, escaped" {
	run pool-define-as p netfs --source-host 'a&b' --source-path /x --source-dev d --source-name n --target "/t'" \
		--source-format nfs --source-initiator iqn --source-protocol-ver 4 --auth-type chap --auth-username u \
		--secret-usage s --adapter-name host1 --print-xml
	[ "$status" -eq 0 ]
	for path in source/host/@name=a\&b source/dir/@path=/x source/device/@path=d source/name=n "target/path=/t'" \
		source/format/@type=nfs source/initiator/iqn/@name=iqn source/protocol/@ver=4 source/auth/@type=chap \
		source/auth/@username=u source/auth/secret/@usage=s source/adapter/@name=host1; do
		[ "$(xmllint --xpath "string(/pool/${path%%=*})" - <<<"$output")" = "${path#*=}" ]
	done
	[ -z "$(pool-list --all --name)" ]
}

@test "what the type needs is asked for" {
	run pool-define-as p fs --target "$work/p"
	[ "$status" -eq "$FAULT_XML" ]
	run pool-define-as p dir
	[ "$status" -eq "$FAULT_XML" ]
	[ "${#lines[@]}" -eq 1 ]
}
