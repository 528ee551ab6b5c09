/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reservations - qemu-pr-helper, the privileged program that passes on SCSI persistent reservations */
#ifndef QEMU_RESERVATIONS_H
#define QEMU_RESERVATIONS_H

#include "handover.h"

/* The object of the emulator that asks for those of an image, NULL when nobody does.  Caller frees. */
char *reservations_id(const struct storage_source *source);

/* Has an image reservations that a helper of ours passes on? */
bool reservations_managed(const struct vm_def *def);

/* What follows "NAME." and "NAME" in the names of its socket. */
#define RESERVATIONS_HELPER "pr-helper0"

int reservations_plan(const struct vm_def *def, struct json_object *undo);
int reservations_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log);

#endif
