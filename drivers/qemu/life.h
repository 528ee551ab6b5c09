/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* life - become a guest's process: a life lock, an unprivileged user */
#ifndef QEMU_LIFE_H
#define QEMU_LIFE_H

struct life {
	int dir;                     /* where the pid file is */
	const char *pid_file;        /* locked while the process lives */
	const char *user;            /* "UID:GID[,GID...]"; NULL: stay who we are */
	char **argv;                 /* NAME=VALUE ... PROGRAM ARGUMENT ... */
};

/* In a new child: become it.  Never returns; what goes wrong is told on standard error. */
void life_begin(const struct life *life) __attribute__((noreturn));

#endif
