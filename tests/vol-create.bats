#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-create - make a storage volume from a document

load storage

@test "from XML, with mode and features" {
	needs qemu-img
	given_pool images
	cat >v.xml <<-X
	<volume><name>v</name><capacity unit='MiB'>8</capacity><allocation>0</allocation>
	<target><format type='qcow2'/><permissions><mode>0640</mode></permissions><compat>1.1</compat>
	<clusterSize unit='KiB'>128</clusterSize><features><lazy_refcounts/><extended_l2/></features></target></volume>
	X
	[ "$(vol-create images v.xml --print-path)" = "$work/images/v" ]
	[ "$(stat -c %a images/v)" = 640 ]
	qemu-img info --output=json images/v >info
	[ "$(jq -c '[."virtual-size", ."cluster-size", ."format-specific".data["lazy-refcounts", "extended-l2"]]' info)" = '[8388608,131072,true,true]' ]
	[ "$(vol-dumpxml images/v --xpath 'count(//features/*)')" = 2 ]
}

@test "a directory is a volume too" {
	given_pool images
	vol-create images <(echo '<volume><name>d</name><capacity>0</capacity><target><format type="dir"/></target></volume>')
	[ -d images/d ]
	[ "$(vol-info images/d -o TYPE)" = dir ]
	run vol-download images/d -
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	vol-delete images/d
	[ ! -e images/d ]
}

@test "bad documents make nothing" {
	given_pool images
	for bad in '<volume>' '<volume><name>a</name></volume>' '<volume><name>../a</name><capacity>1</capacity></volume>' \
		'<volume><name>a</name><capacity>-1</capacity></volume>' \
		'<volume><name>a</name><capacity unit="EiB">64</capacity></volume>' \
		'<volume><name>a</name><capacity>1</capacity><target><format type="linux"/></target></volume>'; do
		run vol-create images - <<<"$bad"
		[ "$status" -ne 0 ] && [ "${#lines[@]}" -eq 1 ]
	done
	run vol-create --validate images - <<<'<volume><name>a</name><capacity>1</capacity><nonsense/></volume>'
	[ "$status" -eq "$FAULT_XML" ]
	[ -z "$(ls -A images)" ]
}
