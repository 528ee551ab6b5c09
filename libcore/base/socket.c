/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket - UNIX stream sockets by directory and name */
#include "base/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include "base/fail.h"
#include "base/file.h"

enum { BACKLOG = 16, CONNECT_SECONDS = 3 };

static int
socket_make(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
listen_at(int fd, const struct sockaddr_un *address)
{
	/* Before bind(), so that no moment is open to others. */
	if (fchmod(fd, 0600) < 0 || bind(fd, (const void *)address, sizeof *address) < 0)
		return -1;
	return listen(fd, BACKLOG);
}

#define DRAFT ".listen-%d"

void
socket_forget(int dir, pid_t listener)
{
	char draft[sizeof DRAFT + 10];

	snprintf(draft, sizeof draft, DRAFT, (int)listener);
	unlinkat(dir, draft, 0);
}

/* Bound under a short name, so that the name itself may be as long as files
 * allow, and renamed once it listens, so that who finds it can connect. */
int
socket_listen(int dir, const char *name)
{
	auto_close int fd = socket_make();
	auto_close int at = dir == AT_FDCWD ? open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *draft;

	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/" DRAFT,
		 at >= 0 ? at : dir, (int)getpid());
	draft = strrchr(address.sun_path, '/') + 1;
	unlinkat(dir, draft, 0);
	if (fd < 0 || listen_at(fd, &address) < 0 || renameat(dir, draft, dir, name) < 0) {
		fail_errno("listen on %s", name);
		unlinkat(dir, draft, 0);
		return -1;
	}
	return steal_fd(fd);
}

/* How long connecting, or sending, may take; 0 is for ever. */
static int
set_limit(int fd, time_t seconds)
{
	struct timeval limit = { .tv_sec = seconds };

	return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/* Through an open descriptor of the socket's file: no name is too long, and no
 * link is followed. */
int
socket_connect(int dir, const char *name)
{
	auto_close int file = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	auto_close int fd = file >= 0 ? socket_make() : -1;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int done;

	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", file);
	do
		done = fd < 0 || set_limit(fd, CONNECT_SECONDS) < 0 ? -1 :
		       connect(fd, (const void *)&address, sizeof address);
	while (done < 0 && errno == EINTR);
	if (done < 0 && errno == EAGAIN)
		return fail(FAULT_BUSY, "connect to %s: busy: nobody is let in", name);
	return done < 0 || set_limit(fd, 0) < 0 ? fail_errno("connect to %s", name) : steal_fd(fd);
}

/* The descriptor travels with the first bytes. */
static ssize_t
send_first(int socket, const void *data, size_t size, int fd)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec bytes = { .iov_base = (void *)data, .iov_len = size };
	struct msghdr message = {
		.msg_iov = &bytes, .msg_iovlen = 1,
		.msg_control = control.room, .msg_controllen = sizeof control.room,
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof fd);
	return sendmsg(socket, &message, MSG_NOSIGNAL);
}

int
socket_send_fd(int socket, const void *data, size_t size, int fd)
{
	const char *from = data;
	bool sent = false;

	while (size) {
		ssize_t n = sent ? send(socket, from, size, MSG_NOSIGNAL) :
				   send_first(socket, from, size, fd);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno("send a descriptor");
		sent = true;
		from += n;
		size -= (size_t)n;
	}
	return 0;
}
