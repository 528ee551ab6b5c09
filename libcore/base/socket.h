/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket - UNIX stream sockets by directory and name.
 *
 * Names are used relative to an open directory (through /proc/self/fd), so the
 * 108 bytes of a socket address never limit where a root directory may be. */
#ifndef BASE_SOCKET_H
#define BASE_SOCKET_H

#include <stddef.h>
#include <sys/types.h>

int socket_listen(int dir, const char *name);        /* listening descriptor, mode 0600, or -1 */
void socket_forget(int dir, pid_t listener);         /* what it left there if it was killed while it did that */
/* Connected descriptor, or -1 with errno kept; FAULT_BUSY when the other side's queue is full
 * and it lets nobody in for three seconds. */
int socket_connect(int dir, const char *name);

/* Send bytes together with one descriptor (SCM_RIGHTS). */
int socket_send_fd(int socket, const void *data, size_t size, int fd);

#endif
