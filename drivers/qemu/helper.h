/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* helper - programs that serve one device of a guest: swtpm, virtiofsd
 *
 * Each has a socket $RUN/qemu/STEM, which we make and it inherits, and a life lock
 * STEM-pid.  They end with the emulator that connects to them; what does not is ended
 * when the guest is cleaned up. */
#ifndef QEMU_HELPER_H
#define QEMU_HELPER_H

#include "handover.h"

struct helper {
	const char *stem;            /* "web.tpm" */
	const char *user;            /* who it becomes; NULL: it stays who we are */
	int socket;                  /* inherited under the same number */
	int log;                     /* for its standard output and error */
	const char *cgroups;
	char **argv;
};

/* A socket that the emulator may connect to. */
int helper_listen(const char *stem, const struct emulator_user *user);

int helper_start(const struct helper *helper);

/* End it, and remove its files. */
void helper_stop(const char *stem);

#endif
