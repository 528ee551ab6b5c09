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

# has_paths PROGRAM OPTION... -- XPATH=VALUE...: these options make a document with these values.
has_paths() {
	local program=$1 options=()
	for ((; $# > 1; )); do
		shift
		[ "$1" != -- ] || break
		options+=("$1")
	done
	shift
	run "$program" p netfs "${options[@]}" --print-xml
	[ "$status" -eq 0 ] || return 1
	for path; do
		[ "$(xmllint --xpath "string(/pool/${path%%=*})" - <<<"$output")" = "${path#*=}" ] || { echo "$path"; return 1; }
	done
}

@test "every source option is in the document, escaped" {
	for program in pool-define-as pool-create-as; do
		has_paths $program --source-host 'a&b' --source-path /x --source-dev d --source-name n --target "/t'" \
			--source-format nfs --source-initiator iqn --source-protocol-ver 4 --auth-type chap --auth-username u \
			--secret-usage s --adapter-name host1 --adapter-parent host2 -- \
			source/host/@name='a&b' source/dir/@path=/x source/device/@path=d source/name=n "target/path=/t'" \
			source/format/@type=nfs source/initiator/iqn/@name=iqn source/protocol/@ver=4 source/auth/@type=chap \
			source/auth/@username=u source/auth/secret/@usage=s \
			source/adapter/@type=scsi_host source/adapter/@name=host1 source/adapter/@parent=host2
		has_paths $program --adapter-wwnn 1 --adapter-wwpn 2 --adapter-parent-wwnn 3 --adapter-parent-wwpn 4 \
			--adapter-parent-fabric-wwn 5 --auth-type ceph --secret-uuid 6 -- \
			source/adapter/@type=fc_host source/adapter/@wwnn=1 source/adapter/@wwpn=2 source/adapter/@parent_wwnn=3 \
			source/adapter/@parent_wwpn=4 source/adapter/@parent_fabric_wwn=5 source/auth/secret/@uuid=6
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

@test "bytes that XML cannot hold are refused, not left out" {
	run pool-define-as $'a\x01b' dir --target "$work/p"
	[ "$status" -eq "$FAULT_XML" ]
	[ "${#lines[@]}" -eq 1 ]
	run pool-define-as p dir --target "$work/"$'\x02'
	[ "$status" -eq "$FAULT_XML" ]
	[ -z "$(pool-list --all --name)" ]
}
