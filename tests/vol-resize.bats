#!/usr/bin/env bats
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-resize - change the capacity of a storage volume

load storage

@test "larger, smaller only with --shrink, by difference" {
	given_pool images
	vol-create-as images v 4M --allocation 0
	vol-resize images/v 8M
	[ "$(size_of images/v)" -eq $((8 << 20)) ]
	run vol-resize images/v 4M
	[ "$status" -eq 1 ]
	[ "$(size_of images/v)" -eq $((8 << 20)) ]
	vol-resize images/v 4M --shrink
	[ "$(size_of images/v)" -eq $((4 << 20)) ]
	vol-resize images/v 1M --delta
	[ "$(size_of images/v)" -eq $((5 << 20)) ]
	vol-resize images/v 1M --delta --shrink
	[ "$(size_of images/v)" -eq $((4 << 20)) ]
	vol-resize --pool images v 6M --allocate
	[ "$(blocks images/v)" -ge 4096 ]
	vol-resize images/v 12345 --shrink
	[ "$(size_of images/v)" -eq 12345 ]
}

@test "qcow2" {
	needs qemu-img
	given_pool images
	vol-create-as images v 4M --format qcow2
	vol-resize images/v 8M
	[ "$(vol-info images/v -o CAPACITY --bytes)" = $((8 << 20)) ]
	vol-resize images/v 4M --shrink
	[ "$(vol-info images/v -o CAPACITY --bytes)" = $((4 << 20)) ]
	qemu-img check -q images/v
}

@test "sizes nobody has, no room" {
	needs strace
	given_pool images
	vol-create-as images v 4M
	for size in 9223372036854775808 x '' -4M; do
		run vol-resize images/v -- "$size"
		[ "$status" -ne 0 ] && [ "${#lines[@]}" -eq 1 ]
	done
	run strace -qq -o trace -e trace=fallocate -e inject=fallocate:error=ENOSPC vol-resize images/v 1G --allocate
	[ "$status" -eq 1 ]
	[ "$(size_of images/v)" -eq $((4 << 20)) ]
	run vol-resize images/v 1M --delta -n
	[ "$output" = "resize storage volume images/v" ]
	[ "$(size_of images/v)" -eq $((4 << 20)) ]
}

# Both look at one size; the second has to wait, and finds another.
@test "what somebody else made longer meanwhile is not made shorter again" {
	needs python3
	given_pool images
	vol-create-as images v 1M
	cat >other <<-'P'
	import fcntl, os, struct, subprocess, sys
	fd = os.open("images/v", os.O_RDWR)
	fcntl.fcntl(fd, 38, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 1 << 62, 1, 0))      # F_OFD_SETLKW
	resize = subprocess.Popen(sys.argv[1:])
	waits = lambda: any("->" in lock and f":{os.fstat(fd).st_ino} " in lock for lock in open("/proc/locks"))
	while resize.poll() is None and not waits():
	    pass
	os.ftruncate(fd, 10 << 20)
	os.close(fd)
	sys.exit(resize.wait())
	P
	run python3 other vol-resize --allocate images/v 5M
	[ "$(size_of images/v)" -eq $((10 << 20)) ]
	[ "$status" -eq "$FAULT_STATE" ]
	[ "$output" = "vol-resize: $work/images/v has become 10485760 bytes long meanwhile" ]
}
