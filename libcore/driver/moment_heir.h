/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_heir - who gets the children of a snapshot or checkpoint that goes, on record while it goes
 *
 * $ETC/FOLDER/NOUN/VM/heir    {"gone":"b","file":"b","heir":"a","renamed":false}
 *
 * The record is there before the one step that shows: the removal of b.xml or, when b is
 * renamed, the coming of a.xml. From then on readers take the children to be a's, and b to be
 * gone, whatever the files of the children still say; these are written one by one, and the
 * record is removed. */
#ifndef DRIVER_MOMENT_HEIR_H
#define DRIVER_MOMENT_HEIR_H

#include "driver/moment.h"

struct moment_heir {
	char *gone;              /* NULL: nobody goes */
	char *file;              /* its, without .xml */
	char *heir;              /* NULL: its children become roots */
	bool renamed;
};

/* Announce it. */
int moment_heir_write(const struct moment_tree *tree, const struct moment *gone, const char *heir, bool renamed);
/* What is on record in the directory of a guest's documents.  -1: it cannot be read. */
int moment_heir_read(int dir, struct moment_heir *ret_heir);
void moment_heir_done(struct moment_heir *heir);
#define auto_moment_heir __attribute__((cleanup(moment_heir_done)))

/* Has the step been taken? */
bool moment_heir_holds(const struct moment_heir *heir, const struct moment_tree *tree);

/* If so, all that is left to do is done; the record goes in any case. */
int moment_heir_settle(const struct moment_kind *kind, const char *vm);

#endif
