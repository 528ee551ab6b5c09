/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_program - what the vm-snapshot- programs do alike */
#ifndef COMMAND_SNAPSHOT_PROGRAM_H
#define COMMAND_SNAPSHOT_PROGRAM_H

#include "driver/snapshot.h"

/* A guest and its snapshots as they are now: a brief tree. */
struct snapshots {
	struct vm *vm;
	struct snapshot_tree tree;
};
int snapshots_open(const char *vm, enum vm_how how, struct snapshots *ret_snapshots);
void snapshots_close(struct snapshots *snapshots);
#define auto_snapshots __attribute__((cleanup(snapshots_close)))

/* What [SNAPSHOT] or --current means.  NULL after FAULT_NO_SNAPSHOT; FAULT_USAGE for both or neither. */
struct snapshot *snapshot_chosen(const struct snapshots *snapshots, const char *name, bool current);

/* The document as users see it.  Caller frees. */
char *snapshot_xml(const struct snapshots *snapshots, struct snapshot *snapshot, bool security_info);

/* A snapshot is made, reverted to and deleted in one go, so --no-wait and --timeout of {job} are refused. */
int snapshot_job_asked(void);

#endif
