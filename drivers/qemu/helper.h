/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* helper - programs that serve one device of a guest: swtpm, virtiofsd, passt, qemu-pr-helper
 *
 * Each has a file $RUN/qemu/STEM, which we make, and a life lock STEM-pid.  They end with the
 * emulator that they are connected to; what does not is ended when the guest is cleaned up. */
#ifndef QEMU_HELPER_H
#define QEMU_HELPER_H

#include "handover.h"

struct helper {
	const char *stem;            /* "web.tpm" */
	const char *user;            /* who it becomes; NULL: it stays who we are */
	int socket;                  /* inherited under the same number */
	bool activated;              /* no: it is told of its socket as by systemd */
	int log;                     /* for its standard output and error */
	const char *cgroups;
	char **argv;
};

/* STEM as a socket that the emulator may connect to; the helper inherits it. */
int helper_listen(const char *stem, const struct emulator_user *user);

int helper_start(const struct helper *helper);

/* STEM as a FIFO that takes the place of the pid file that such a program writes once it serves;
 * its reading end.  The second starts it, and waits for that. */
int helper_make_sign(const char *stem, const struct emulator_user *user);
int helper_start_until(const struct helper *helper, int sign);

/* On record, to be ended when the guest is cleaned up; and that. */
void helper_note(struct json_object *undo, const char *stem);
void helper_stop_noted(struct json_object *undo);

/* End it, and remove its files. */
void helper_stop(const char *stem);

#endif
