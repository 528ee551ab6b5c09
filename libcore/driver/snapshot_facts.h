/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_facts - what lists need of snapshots, kept so that nobody parses a thousand files
 *
 * $CACHE/FOLDER/snapshots/VM has a line per snapshot, which names the very file it was made
 * from; when that has changed, the file is read and the line made anew. */
#ifndef DRIVER_SNAPSHOT_FACTS_H
#define DRIVER_SNAPSHOT_FACTS_H

#include "driver/snapshot.h"

struct snapshot_facts snapshot_facts_of(const struct snapshot_def *def, const char *file);
void snapshot_facts_done(struct snapshot_facts *facts);

/* One pass over a guest's files, in the order of their names. */
struct snapshot_index {
	char *before;            /* the file as it was found; "" when there is none */
	const char *next;        /* its first line that was not passed yet */
	struct text now;         /* the file as it shall be */
};
void snapshot_index_open(const char *folder, const char *vm, struct snapshot_index *ret_index);
/* The facts of FILE.xml in dir; false when it must be read.  stamp: what the file is now, for
 * snapshot_index_add() after reading it; "" when it is not there.  Caller frees both. */
bool snapshot_index_find(struct snapshot_index *index, int dir, const char *file,
			 struct snapshot_facts *ret_facts, char **ret_stamp);
void snapshot_index_add(struct snapshot_index *index, const char *stamp, const struct snapshot_facts *facts);
/* Write it back when it has changed; a failure costs the next reader some time. */
void snapshot_index_close(struct snapshot_index *index, const char *folder, const char *vm);

/* The guest has no snapshots any more, or not under this name. */
void snapshot_index_remove(const char *folder, const char *vm);

#endif
