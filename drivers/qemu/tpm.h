/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tpm - swtpm, the program behind an emulated TPM */
#ifndef QEMU_TPM_H
#define QEMU_TPM_H

#include "handover.h"

/* The emulated TPM of a definition, NULL when there is none. */
const struct tpm *tpm_emulated(const struct vm_def *def);

/* Path of the socket its emulator listens on.  Caller frees. */
char *tpm_socket(const char *name);

/* Write down what tpm_start() will make. */
void tpm_plan(const struct vm_def *def, struct json_object *undo);

/* Make its state when there is none, and start it.  It ends with the emulator that
 * connects to it.  resumes: the guest goes on from its memory.  The file in memory with its passphrase,
 * -1 when it has none, is the caller's to empty once it has been read, and to close. */
int tpm_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log, bool resumes,
	      int *ret_passphrase);

/* End it, and remove its files under $RUN. */
void tpm_stop(const char *name);

/* Remove what a guest kept in it. */
int tpm_remove_state(const char *uuid);

#endif
