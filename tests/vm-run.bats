#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vm-run - run a virtual machine in the foreground

load helpers

@test "it runs until the tool is told to stop, and nothing is stored" {
	xml web >web.xml
	vm-run web.xml 3>&- &
	runner=$!
	started+=("$runner")
	until_so vm-state -q --is=running web 2>/dev/null
	[ "$(vm-list --transient --name)" = web ]
	kill -TERM "$runner"
	status=0
	wait "$runner" || status=$?
	[ "$status" -eq 143 ]
	[ "$(vm-list --all --name)" = "" ]
}

@test "it ends when the guest does" {
	xml web >web.xml
	vm-run web.xml 3>&- &
	runner=$!
	started+=("$runner")
	until_so vm-state -q --is=running web 2>/dev/null
	vm-shutdown web
	wait "$runner"
	[ "$(vm-list --all --name)" = "" ]
}

@test "time is up" {
	xml web >web.xml
	run vm-run --timeout=1 web.xml
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[ "$output" = "vm-run: still running when time was up" ]
	[ "$(vm-list --all --name)" = "" ]
}

@test "the console" {
	run bash -c "$(declare -f xml); xml web >web.xml; vm-run --console --timeout=1 web.xml </dev/null"
	[ "$status" -eq "$FAULT_TIMEOUT" ]
	[[ "$output" == *"web login: "* ]]
	[ "$(vm-list --all --name)" = "" ]
}

@test "a root of its own" {
	xml web >web.xml
	mkdir other
	vm-run --root=other web.xml 3>&- &
	runner=$!
	started+=("$runner")
	until_so env VIRTUTILS_ROOT="$work/other" vm-state -q --is=running web 2>/dev/null
	[ -e other/run/test/web.xml ]
	[ "$(vm-list --all --name)" = "" ]
	VIRTUTILS_ROOT=$work/other vm-shutdown web
	wait "$runner"
	run vm-run --root=none web.xml
	[ "$status" -eq 1 ]
}

@test "bad documents, later options, dry" {
	echo '<domain' >bad.xml
	run vm-run bad.xml
	[ "$status" -eq "$FAULT_XML" ]
	xml web >web.xml
	run vm-run --secret=a,b web.xml
	[ "$status" -eq "$FAULT_OPTION" ]
	run vm-run -n web.xml
	[ "$status" -eq 0 ]
	[[ "$output" == "start web"* ]]
	[ "$(vm-list --all --name)" = "" ]
}
