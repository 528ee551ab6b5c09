#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# pool-define - store the definition of a storage pool

load storage

@test "a definition is stored, with a UUID, and replaces one of its name" {
	pool_xml images | pool-define -
	[ "$(pool-list --all --name)" = images ]
	uuid=$(pool-uuid images)
	pool_xml images | sed 's,<target>,<target><!-- again -->,' | pool-define -
	[ "$(pool-uuid images)" = "$uuid" ]
	[ "$(pool-info images -o STATE,PERSISTENT --json | jq -c '.[0] | [.state, .persistent]')" = '["inactive",true]' ]
}

@test "what is stored is what libvirt would store" {
	pool_xml images | pool-define -
	xmllint --xpath 'string(/pool/@type)' "$VIRTUTILS_ROOT/etc/storage/images.xml" >out
	[ "$(cat out)" = dir ]
	run pool-dumpxml images --xpath 'string(/pool/target/path)'
	[ "$output" = "$work/images" ]
}

@test "two pools cannot have the same place, name or UUID" {
	given_stored_pool images
	run pool-define <(pool_xml images | sed 's,<name>images,<name>more,')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"storage pool 'images' has $work/images already" ]]
	run pool-define <(pool_xml other | sed "s,<name>,<uuid>$(pool-uuid images)</uuid><name>,")
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"storage pool 'images' is already defined with uuid "* ]]
	run pool-define <(pool_xml images | sed 's,<name>,<uuid>00000000-0000-4000-8000-000000000001</uuid><name>,')
	[ "$status" -eq "$FAULT_FAILED" ]
	[[ $output == *"already exists with uuid $(pool-uuid images)" ]]
	[ "$(pool-list --all --name)" = images ]
}

@test "bad documents are refused and leave the old one" {
	given_stored_pool images
	before=$(pool-dumpxml images)
	for bad in 's,type="dir",type="cloud",' 's,<path>.*</path>,,' 's,images<,../../etc<,' 's,</pool>,,' 's,images<,.<,'; do
		run pool-define <(pool_xml images | sed "$bad")
		[ "$status" -eq "$FAULT_XML" ]
		[ "${#lines[@]}" -eq 1 ]
	done
	[ "$(pool-dumpxml images)" = "$before" ]
	[ "$(pool-list --all --name)" = images ]
}

@test "--if-changed, --dry-run and a kind nobody has" {
	given_stored_pool images
	run --separate-stderr pool-define -v --if-changed <(pool_xml images)
	[[ $stderr == *unchanged ]]
	run pool-define -n <(pool_xml more)
	[ "$output" = "define storage pool more" ]
	[ "$(pool-list --all --name)" = images ]
	run pool-define <(printf '<pool type="sheepdog"><name>s</name><source><host name="h"/><name>s</name></source></pool>')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
}

@test "a target that depends on where one is, and sources that tools would take for options" {
	run pool-define <(echo "<pool type='dir'><name>here</name><target><path>images</path></target></pool>")
	[ "$status" -eq "$FAULT_XML" ]
	[[ $output == *": the target 'images' does not begin with '/'" ]]
	for source in "netfs'><source><host name='-o'/><dir path='x'/>" "fs'><source><device path='-x'/>" "logical'><source><name>-x</name>"; do
		run pool-define <(echo "<pool type='$source</source><name>far</name><target><path>/far</path></target></pool>")
		[ "$status" -eq "$FAULT_XML" ]
		[[ $output == *"is no source of a storage pool" ]]
	done
	[ -z "$(pool-list --all --name)" ]
}
