/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* life - become a guest's process: a life lock, an unprivileged user */
#ifndef QEMU_LIFE_H
#define QEMU_LIFE_H

#include <stdbool.h>
#include <stdint.h>

struct life {
	int dir;                     /* where the pid file is */
	const char *pid_file;        /* locked while the process lives */
	/* A file whose absence says that nobody wants this life any more: looked for once the
	 * lock is held, so who removes it and then finds no holder can be sure that none comes. */
	const char *witness;
	uint64_t witness_inode;
	const char *user;            /* "UID:GID[,GID...]"; NULL: stay who we are */
	bool keeps_rawio;            /* CAP_SYS_RAWIO is not dropped with the others */
	char **argv;                 /* NAME=VALUE ... PROGRAM ARGUMENT ... */
};

/* Is the witness still there? */
bool life_is_wanted(const struct life *life);

/* In a new child: become it.  Never returns; what goes wrong is told on standard error. */
void life_begin(const struct life *life) __attribute__((noreturn));

#endif
