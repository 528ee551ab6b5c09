#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pipelines - programs together, as operators use them

load helpers

given_fleet() {
	given_vm web-1
	given_vm web-2 running
	given_vm db-1
	given_vm "two words"
}

@test "JSON through jq back into names" {
	given_fleet
	vm-list --all --json | jq -r '.[] | select(.state == "shut off" and (.name | startswith("web"))).name' | vm-start -
	[ "$(vm-list --name)" = $'web-1\nweb-2' ]
}

@test "JSON itself is taken where names are" {
	given_fleet
	vm-list --all --json | jq 'map(select(.state == "shut off"))' | vm-start -
	[ "$(vm-list --name | wc -l)" -eq 4 ]
	vm-list --json | jq -c '.[]' | vm-destroy -
	[ "$(vm-list --name)" = "" ]
}

@test "names with blanks survive -0 and xargs" {
	given_fleet
	vm-list --inactive --name -0 | xargs -0r vm-start
	[ "$(vm-list --name | wc -l)" -eq 4 ]
	vm-list --name -0 | vm-destroy -0 -
	[ "$(vm-list --name)" = "" ]
}

@test "--raw for while read" {
	given_fleet
	vm-list --all -o NAME,STATE,VCPUS --raw --noheadings |
		while read -r name state vcpus; do printf '%b=%b/%s\n' "$name" "$state" "$vcpus"; done >out
	diff out - <<-'END'
	db-1=shut off/2
	two words=shut off/2
	web-1=shut off/2
	web-2=running/2
	END
}

@test "shut down what runs, force what does not listen" {
	given_fleet
	vm-start web-1
	vm-list --name 'web-*' | vm-shutdown - --parallel=8 --timeout=20 --then=destroy
	[ "$(vm-list --name)" = "" ]
}

@test "an empty filter is nobody" {
	given_fleet
	vm-list --all --name 'web-*' | grep nothing | vm-undefine -
	[ "$(vm-list --all --name | wc -l)" -eq 4 ]
}

@test "a definition through sed is another guest" {
	given_fleet
	vm-dumpxml web-1 | sed 's/web-1/web-3/; /<uuid>/d' | vm-define -
	[ "$(vm-uuid web-3)" != "$(vm-uuid web-1)" ]
}

@test "a snapshot of each, changed, back again, all in one pass" {
	given_fleet
	vm-list --name --all | vm-snapshot-create-as - --name=before
	vm-list --all --name -0 | xargs -0 -I{} vm-desc {} changed
	vm-list --all --with-snapshot --name | vm-snapshot-revert - before
	[ "$(vm-list --all --name | vm-desc - | sort -u)" = "" ]
	[ "$(vm-state web-2)" = running ]
}

@test "what failed is told, the rest is done" {
	given_fleet
	run --separate-stderr bash -c 'vm-list --all --name | vm-start -'
	[ "$status" -eq "$FAULT_PARTLY" ]
	[ "$stderr" = "vm-start: web-2: already running" ]
	[ "$(vm-list --name | wc -l)" -eq 4 ]
	vm-list --all --name | vm-start --if-needed -
}

@test "memory of all, summed by the shell" {
	given_fleet
	[ $(($(vm-list --all -o MEM --bytes --raw --noheadings | paste -sd+))) -eq $((4 * 67108864)) ]
}

@test "events drive another program" {
	given_vm web running
	mkfifo events
	in_background bash -c 'exec vm-event --event=lifecycle --loop --json web >events'
	in_background bash -c 'exec jq --unbuffered -r "select(.detail == \"stopped\").vm" <events >stopped'
	until_so bash -c 'vm-start --if-needed web; vm-destroy web; [ -s stopped ]'
	[ "$(head -1 stopped)" = web ]
}

@test "two writers: one waits for the other" {
	given_vm web
	for i in 1 2 3 4 5 6 7 8; do echo web; done | xargs -P4 -n1 bash -c 'vm-desc "$0" "text $$"'
	[[ "$(vm-desc web)" == "text "* ]]
	for i in 1 2 3 4; do vm-start --if-needed web & done
	wait
	[ "$(vm-event --event=lifecycle --since=@0 web | grep -c Started)" -eq 1 ]
}
