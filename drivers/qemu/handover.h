/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* handover - the user an emulator runs as, and the files it gets to own
 *
 * In system mode an emulator has no privileges.  What it must write belongs to
 * its user while it runs, what it only reads is left alone when it can.  The
 * owner before is written down and put back when the guest has stopped. */
#ifndef QEMU_HANDOVER_H
#define QEMU_HANDOVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/json.h"
#include "base/text.h"
#include "model/vm_def.h"

struct emulator_user {
	bool given;                  /* false: it runs as we do */
	uid_t uid;
	gid_t *groups;               /* the first is its own */
	unsigned n;
};

/* Who the emulator of a guest (NULL: of any) runs as: what its label of model "dac" says, else
 * `user` and `group` of $ETC/qemu.conf, else the first of the usual ones that exists. */
int emulator_user(const struct vm_def *def, struct emulator_user *ret_user);
void emulator_user_done(struct emulator_user *user);
#define auto_emulator_user __attribute__((cleanup(emulator_user_done)))
/* "64055:107,108", or NULL. */
char *emulator_user_text(const struct emulator_user *user);

/* The files of a definition whose owner must change, with their present one, added to undo
 * as "owners".  Changes nothing yet. */
int handover_plan(const struct vm_def *def, const struct emulator_user *user,
		  struct json_object *undo);
/* Make it so, and undo it: what is no longer ours to give back is left alone.  -1: something has still to
 * be given back. */
int handover_make(struct json_object *undo, const struct emulator_user *user);
int handover_undo(struct json_object *undo);

/* One more file for a guest that runs: what it must be able to do with it from now on.  Given back
 * with the others when the guest has ended. */
struct vm;
int handover_file(struct vm *vm, const char *path, bool write);
/* The same for the node of a device that is his alone. */
int handover_node(struct vm *vm, const char *path);

/* Why this user cannot get at a file: "user 64055 may not search /srv/img", or NULL
 * when nothing is in the way.  Caller frees. */
char *handover_obstacle(const struct vm_def *def, const struct emulator_user *user);

/* Make a file or directory of ours the emulator's. */
int handover_give(int fd, const struct emulator_user *user);

#endif
