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

# labelled FILE: what SELinux is told of it.
labelled() { getfattr --only-values -n security.selinux "$1" 2>&1 | tr -d '\0'; }

@test "labels of SELinux: given to directory and volume, shown, not copied; where none can be had there is none" {
	needs getfattr && needs strace
	[ "$(id -u)" -eq 0 ] || skip "labels are set by root"
	pool_xml images | sed 's,</path>,</path><permissions><label>system_u:object_r:virt_image_t:s0</label></permissions>,' | pool-define -
	pool-start --build images
	[ "$(labelled images)" = system_u:object_r:virt_image_t:s0 ]
	setfattr -n security.selinux -v other_t images
	[ "$(pool-dumpxml images --xpath 'string(//label)')" = other_t ]
	[ "$(pool-dumpxml images --inactive --xpath 'string(//label)')" = system_u:object_r:virt_image_t:s0 ]
	given() { echo "<volume><name>$1</name><capacity>1</capacity><target><format type='$2'/><permissions><label>mine_t</label></permissions></target></volume>"; }
	for format in raw dir qcow2; do
		given $format $format | vol-create images -
		[ "$(labelled images/$format)" = mine_t ]
		[ "$(vol-dumpxml images/$format --xpath 'string(//label)')" = mine_t ]
	done
	vol-clone images/raw copy
	[[ $(labelled images/copy) == *'No such attribute' ]]
	for error in EOPNOTSUPP EPERM; do
		given $error raw >v.xml
		strace -qq -o trace -e trace=fsetxattr -e inject=fsetxattr:error=$error vol-create images v.xml
		grep -q mine_t trace
		[ "$(vol-dumpxml images/$error --xpath 'count(//label)')" = 0 ]
	done
}

# made_of XML: what vol-create says of a volume v with these elements
made_of() { run vol-create images - <<<"<volume><name>v</name><capacity>1048576</capacity>$1</volume>"; }

@test "what a format cannot be is refused, not left out" {
	given_pool images
	truncate -s 1M images/base
	for format in raw dir; do
		made_of "<target><format type='$format'/></target><backingStore><path>$work/images/base</path></backingStore>"
		[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	done
	for compat in 1 1. .1 1.1x x; do
		made_of "<target><format type='qcow2'/><compat>$compat</compat></target>"
		[ "$status" -eq "$FAULT_XML" ]
		[[ $output == *"is no version" ]]
	done
	[ "$(ls -A images)" = base ]
}

@test "nocow: copy on write is off where the file system has it, else nothing is made" {
	given_pool images
	made_of "<target><nocow/></target>"
	if [ "$status" -eq 0 ]; then
		[[ $(lsattr images/v) == *C*\ images/v ]]
	else
		[[ $output == *"turn copy on write off"* ]]
		[ -z "$(ls -A images)" ]
	fi
}

# A draft of somebody elsewhere who has our number: in a container, or on another host.
@test "a draft that another makes is left alone, whatever its number" {
	needs python3
	given_pool images
	cat >maker <<-'P'
	import fcntl, os, struct, sys
	ready, tell = os.pipe()
	child = os.fork()
	if not child:
	    os.read(ready, 1)
	    os.execvp(sys.argv[1], sys.argv[1:])
	draft = os.open(f"images/.virtutils-draft-{child}-0", os.O_RDWR | os.O_CREAT)
	fcntl.fcntl(draft, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 1 << 62, 1, 0))   # F_OFD_SETLK
	os.write(tell, b"!")
	sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
	P
	python3 maker vol-create-as images a 1M
	[[ $(ls -A images) == .virtutils-draft-*-0$'\na' ]]
	vol-create-as images b 1M
	[ "$(ls -A images)" = $'a\nb' ]
}

@test "an overlay may name the image beside it that it is one of" {
	needs qemu-img
	given_pool images
	vol-create-as images base 4M --format qcow2
	made_of "<target><format type='qcow2'/></target><backingStore><path>base</path><format type='qcow2'/></backingStore>"
	[ "$status" -eq 0 ]
	qemu-img info images/v | grep -qE '^backing file: base( |$)'
	[ "$(vol-list images -o NAME,BACKING --noheadings --raw)" = $'base -\nv '"$work/images/base" ]
	mv images/v images/other
	made_of "<target><format type='qcow2'/></target><backingStore><path>none</path><format type='qcow2'/></backingStore>"
	[ "$status" -eq 1 ]
	[ "$output" = "vol-create: read $work/images/none: No such file or directory" ]
	[ ! -e images/v ]
}
