/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_facts - what lists need of snapshots and checkpoints, kept so that nobody parses a thousand files
 *
 * $CACHE/FOLDER/NOUNs/VM has a line per moment, which names the very file it was made
 * from; when that has changed, the file is read and the line made anew. */
#ifndef DRIVER_MOMENT_FACTS_H
#define DRIVER_MOMENT_FACTS_H

#include "driver/moment.h"

struct moment_facts moment_facts_of(const struct moment_kind *kind, const void *def, const char *file);
void moment_facts_done(struct moment_facts *facts);

/* One pass over a guest's files, in the order of their names. */
struct moment_index {
	const struct moment_kind *kind;
	const char *vm;
	char *before;            /* the file as it was found; "" when there is none */
	const char *next;        /* its first line that was not passed yet */
	struct text now;         /* the file as it shall be */
};
void moment_index_open(const struct moment_kind *kind, const char *vm, struct moment_index *ret_index);
/* The facts of FILE.xml in dir; false when it must be read.  stamp: what the file is now, for
 * moment_index_add() after reading it; "" when it is not there.  Caller frees both. */
bool moment_index_find(struct moment_index *index, int dir, const char *file,
			 struct moment_facts *ret_facts, char **ret_stamp);
void moment_index_add(struct moment_index *index, const char *stamp, const struct moment_facts *facts);
/* Write it back when it has changed; a failure costs the next reader some time. */
void moment_index_close(struct moment_index *index);

/* The guest has none any more, or not under this name. */
void moment_index_remove(const char *folder, const char *noun, const char *vm);

#endif
