#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-metadata - XML that applications keep with a virtual machine

load helpers

uri=http://example.org/owner

@test "an element is stored under its namespace and given back without" {
	given_vm web
	run vm-metadata web "$uri" --key=own --set='<owner team="shop"><mail>a@b</mail></owner>'
	[ "$status" -eq 0 ]
	[ "$output" = "" ]
	[ "$(vm-metadata web "$uri" --xpath 'string(/owner/mail)')" = a@b ]
	[[ "$(vm-dumpxml web)" == *'<own:owner xmlns:own="http://example.org/owner" team="shop">'*'<own:mail>'* ]]
}

@test "the stored XML is virsh's" {
	needs_libvirt
	given_vm web
	libvirt_virsh "metadata test $uri --key own --set '<owner a=\"1\"><b/><c>t</c></owner>';
		dumpxml test --xpath //metadata" | sed -n '/<metadata>/,/<.metadata>/p' >theirs
	vm-metadata web "$uri" --key=own --set='<owner a="1"><b/><c>t</c></owner>'
	vm-dumpxml web --xpath //metadata >ours
	diff theirs ours
}

@test "setting again replaces it, other applications keep theirs" {
	given_vm web
	vm-metadata web http://other/ --key=o --set='<thing/>'
	vm-metadata web "$uri" --key=own --set='<owner team="one"/>'
	vm-metadata web "$uri" --key=own2 --set='<owner team="two"/>'
	[ "$(vm-metadata web "$uri" --xpath 'string(/owner/@team)')" = two ]
	[ "$(vm-dumpxml web --xpath 'count(//metadata/*)')" = 2 ]
	vm-metadata web http://other/ --remove
	[ "$(vm-dumpxml web --xpath 'count(//metadata/*)')" = 1 ]
	vm-metadata web "$uri" --remove
	[ "$(vm-dumpxml web --xpath 'count(//metadata)')" = 0 ]
}

@test "an element that has the namespace already" {
	given_vm web
	vm-metadata web "$uri" --key=own --set="<x:owner xmlns:x='$uri'><x:b/></x:owner>"
	[ "$(vm-metadata web "$uri" --xpath 'count(/owner/b)')" = 1 ]
	run vm-metadata web "$uri" --key=own --set="<x:owner xmlns:x='http://else/'/>"
	[ "$status" -eq "$FAULT_XML" ]
	[ "$(vm-metadata web "$uri" --xpath 'count(/owner/b)')" = 1 ]
}

@test "from standard input and with an editor" {
	given_vm web
	echo '<owner n="1"/>' | vm-metadata web "$uri" --key=own --set=-
	editor s/1/2/
	vm-metadata web "$uri" --key=own --edit
	[ "$(vm-metadata web "$uri" --xpath 'string(/owner/@n)')" = 2 ]
}

@test "what is not there" {
	given_vm web
	run vm-metadata web "$uri"
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-metadata web "$uri" --remove
	[ "$status" -eq "$FAULT_MISSING" ]
	run vm-metadata nobody "$uri"
	[ "$status" -eq "$FAULT_NO_VM" ]
}

@test "bad XML, a bad prefix, a missing prefix, two actions" {
	given_vm web
	run vm-metadata web "$uri" --key=own --set='<owner'
	[ "$status" -eq "$FAULT_XML" ]
	[ "${#lines[@]}" -eq 1 ]
	run vm-metadata web "$uri" --key='a b' --set='<owner/>'
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-metadata web "$uri" --set='<owner/>'
	[ "$status" -eq "$FAULT_USAGE" ]
	run vm-metadata web "$uri" --key=own --set='<owner/>' --remove
	[ "$status" -eq "$FAULT_USAGE" ]
	[ "$(vm-dumpxml web --xpath 'count(//metadata)')" = 0 ]
}

@test "live and stored apart" {
	given_vm web running
	vm-metadata web "$uri" --key=own --set='<owner n="live"/>'
	run vm-metadata web "$uri" --config
	[ "$status" -eq "$FAULT_MISSING" ]
	vm-metadata web "$uri" --key=own --set='<owner n="both"/>' --live --config
	[ "$(vm-metadata web "$uri" --config --xpath 'string(/owner/@n)')" = both ]
}
