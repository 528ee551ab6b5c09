#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-encryption - encrypted volumes, made and changed by qemu-img with passphrases from secrets

load storage

key=22e1353d-c27e-4d6d-bf15-465053e6ba01
other_key=22e1353d-c27e-4d6d-bf15-465053e6ba02

# given_key UUID PATH PASSPHRASE
given_key() {
	secret-define - <<-X >/dev/null
	<secret><uuid>$1</uuid><usage type='volume'><volume>$2</volume></usage></secret>
	X
	printf %s "$3" | secret-set-value "$1" --plain --file -
}

# encrypted_xml NAME FORMAT UUID [MORE]
encrypted_xml() {
	cat <<-X
	<volume><name>$1</name><capacity unit='MiB'>4</capacity><allocation>0</allocation>
	<target><format type='$2'/><encryption format='luks'><secret type='passphrase' uuid='$3'/>${4-}</encryption></target></volume>
	X
}

# opens FILE FORMAT PASSPHRASE: its contents as raw bytes to clear
opens() {
	local options="driver=luks,key-secret=k,file.filename=$1"

	printf %s "$3" >passphrase
	[ "$2" = luks ] || options="driver=qcow2,encrypt.key-secret=k,file.filename=$1"
	qemu-img convert --object secret,id=k,file=passphrase --image-opts "$options" -O raw clear
}

# Real passphrases cost a second or two each time, so that they are not guessed; these do not.
cheap_passphrases() {
	mkdir tools
	cat >tools/qemu-img <<-'S'
	#!/bin/bash
	PATH=${PATH#*:}
	words=()
	for word; do
		case $1,$word in
		create,key-secret=*) word+=,iter-time=10 ;;
		create,*,encrypt.key-secret=*) word+=,encrypt.iter-time=10 ;;
		esac
		words+=("$word")
	done
	exec qemu-img "${words[@]}"
	S
	chmod +x tools/qemu-img
	PATH=$work/tools:$PATH
}

# What encryption costs is measured whenever an image is made, for a second: one is made for all, by
# vol-create, which is watched.
setup_file() {
	export made=$BATS_FILE_TMPDIR
	command -v qemu-img strace >/dev/null || return 0
	(make_image)
}
make_image() {
	setup
	cheap_passphrases
	given_pool images
	given_key $key "$work/images/v" 'open sesame'
	encrypted_xml v raw $key "<cipher name='aes' size='128' mode='cbc' hash='sha256'/><ivgen name='essiv' hash='sha256'/>" >v.xml
	strace -f -qq -s 4096 -e trace=execve -o "$made/trace" vol-create images v.xml
	ls -A images >"$made/names"
	cp images/v "$made/image"
	cd / && rm -rf "$work"
}

@test "made with the passphrase and cipher, which are in no arguments; what is listed says so" {
	needs qemu-img
	needs strace
	grep -q 'execve(.*qemu-img.*secret,id=' "$made/trace"
	run ! grep -q -e sesame -e b3BlbiBzZXNhbWU "$made/trace"
	[ "$(cat "$made/names")" = v ]
	given_pool images
	cp "$made/image" images/v
	given_key $key "$work/images/v" 'open sesame'
	opens images/v luks 'open sesame'
	[ "$(size_of clear)" -eq $((4 << 20)) ]
	[ "$(qemu-img info --output=json images/v | jq -r '."format-specific".data | [."cipher-alg",."cipher-mode",."hash-alg",."ivgen-alg"] | join(" ")')" = \
		"aes-128 cbc sha256 essiv" ]
	[ "$(vol-dumpxml --xpath='string(//capacity)' images/v)" = $((4 << 20)) ]
	[ "$(vol-dumpxml --xpath='string(//format/@type)' images/v)" = raw ]
	[ "$(vol-dumpxml --xpath='string(//encryption[@format="luks"]/secret/@uuid)' images/v)" = $key ]
}

@test "resized with the passphrase; a wrong one changes nothing and is one line" {
	needs qemu-img
	given_pool images
	cp "$made/image" images/v
	given_key $key "$work/images/v" wrong
	cp images/v before
	run vol-resize images/v 8M
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == "vol-resize: "*"Invalid password"* ]]
	cmp before images/v
	printf 'open sesame' | secret-set-value $key --plain --file -
	vol-resize images/v 8M
	opens images/v luks 'open sesame'
	[ "$(size_of clear)" -eq $((8 << 20)) ]
	[ "$(vol-dumpxml --xpath='string(//capacity)' images/v)" = $((8 << 20)) ]
}

@test "copied into encryption, out of it, and as it is; bytes up and down are those of the image" {
	needs qemu-img
	cheap_passphrases
	given_pool images
	given_key $key "$work/images/v" 'open sesame'
	given_key $other_key "$work/images/w" two
	cp "$made/image" images/v
	head -c 4M /dev/urandom >images/plain
	vol-clone images/v same
	cmp images/v images/same
	vol-create-from images <(encrypted_xml w qcow2 $other_key) plain --inputpool images
	opens images/w qcow2 two
	cmp clear images/plain
	[ "$(qemu-img info --output=json images/w | jq -r '."format-specific".data.encrypt.format')" = luks ]
	vol-create-from images - w --inputpool images \
		<<<"<volume><name>out</name><capacity>0</capacity><target><format type='raw'/></target></volume>"
	cmp images/out images/plain
	vol-download images/v file
	vol-upload images/same file
	opens images/same luks 'open sesame'
}

@test "without a secret, without a value, with what cannot be" {
	needs qemu-img
	given_pool images
	run vol-create images <(encrypted_xml v raw $key)
	[ "$status" -eq "$FAULT_MISSING" ]
	[ "${#lines[@]}" -eq 1 ]
	secret-define - <<<"<secret><uuid>$key</uuid></secret>" >/dev/null
	run vol-create images <(encrypted_xml v raw $key)
	[ "$status" -eq "$FAULT_MISSING" ]
	run vol-create images <(encrypted_xml v vmdk $key)
	[ "$status" -eq "$FAULT_XML" ]
	run vol-create images <(encrypted_xml v raw $key | sed 's,luks,qcow,')
	[ "$status" -eq "$FAULT_UNSUPPORTED" ]
	[ -z "$(ls -A images)" ]
	cp "$made/image" images/v
	run vol-resize images/v 8M
	[ "$status" -eq "$FAULT_MISSING" ]
	[[ $output == *"no secret is for $work/images/v" ]]
	head -c 100 images/v >images/short
	run --separate-stderr vol-info images/short -o CAPACITY
	[[ $stderr == *"damaged LUKS header"* ]]
}
