# SPDX-License-Identifier: LGPL-2.1-or-later
# ways - what each kind of system call may meet
#
# SIGKILL comes before the call is made; SHORT: a half is written.
ways='
KILL ENOSPC EIO EINTR SHORT : write pwrite64 copy_file_range
KILL ENOSPC EIO EINTR : openat writev pwritev ftruncate fallocate
KILL EIO EINTR : fsync fdatasync
KILL ENOLCK EINTR : flock
KILL ENOSPC EIO : rename renameat renameat2 mkdir mkdirat symlink symlinkat link linkat
KILL EIO : unlink unlinkat rmdir fchmod fchmodat fchown fchownat mount umount2 ioctl
KILL ECONNREFUSED EINTR : connect
KILL EPIPE EINTR : sendto sendmsg
KILL EAGAIN : vfork clone clone3
'
# For awk with -v ways: what a call is met by.
ways_by_call='
	for (i = split(ways, row, "\n"); i; i--) {
		split(row[i], half, " : ")
		for (j = split(half[2], named, " "); j; j--) met_by[named[j]] = half[1]
	}'
