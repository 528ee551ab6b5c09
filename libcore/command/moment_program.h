/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_program - what the vm-snapshot- and vm-checkpoint- programs do alike */
#ifndef COMMAND_MOMENT_PROGRAM_H
#define COMMAND_MOMENT_PROGRAM_H

#include "driver/snapshot.h"

/* A guest and its snapshots or checkpoints as they are now: a brief tree. */
struct moments {
	struct vm *vm;
	struct moment_tree tree;
};
int moments_open(const struct moment_kind *kind, const char *vm, enum vm_how how, struct moments *ret_moments);
void moments_close(struct moments *moments);
#define auto_moments __attribute__((cleanup(moments_close)))

/* Is there either a [SNAPSHOT] or --current?  FAULT_USAGE for both or neither. */
int moment_choice(const struct moment_kind *kind, const char *name, bool current);
/* Which one that is.  NULL when there is none; FAULT_USAGE for both or neither. */
struct moment *moment_chosen(const struct moments *moments, const char *name, bool current);

/* The document as users see it.  Caller frees. */
char *moment_xml(const struct moments *moments, struct moment *moment, bool security_info);

/* Does a request choose the name?  What cannot be read is somebody else's to refuse. */
bool moment_has_name(const char *document);

/* Answer with the name of its parent; one without is a failure. */
int moment_show_parent(const struct moment_kind *kind, const char *vm, const char *name, bool current);

/* Delete those of these names. */
int moments_delete(const struct moment_kind *kind, const char *vm, const struct strings *names, unsigned how);

/* A snapshot is made, reverted to and deleted in one go, so --no-wait and --timeout of {job} are refused. */
int snapshot_job_asked(void);

#endif
