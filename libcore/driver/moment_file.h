/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_file - the files behind snapshots and checkpoints, and the note of an unfinished change
 *
 * $ETC/FOLDER/NOUN/VM/NAME.xml     one document
 * $RUN/FOLDER/VM.NOUN              what a change of them was about to do */
#ifndef DRIVER_MOMENT_FILE_H
#define DRIVER_MOMENT_FILE_H

#include "base/json.h"
#include "driver/moment.h"

static inline const char *
moment_name(const struct moment_kind *kind, const void *def)
{
	return *(char *const *)((const char *)def + kind->name);
}

/* To be changed, unless def is const. */
static inline char **
moment_parent(const struct moment_kind *kind, const void *def)
{
	return (char **)((const char *)def + kind->parent);
}

static inline int64_t
moment_time(const struct moment_kind *kind, const void *def)
{
	return ((const struct number *)((const char *)def + kind->creation_time))->value;
}

/* Open the directory of a guest's documents.  Without make, -1 and no story when
 * there is none. */
int moment_directory(const struct moment_kind *kind, const char *vm, bool make);

/* Write the file of one, durably; remove it. */
int moment_save(const struct moment_kind *kind, const char *vm, const void *def);
int moment_remove_file(const struct moment_kind *kind, const char *vm, const char *file);

/* What a change is about to do, written before it does it. */
enum moment_operation { MOMENT_NOTHING, MOMENT_CREATING, MOMENT_REVERTING, MOMENT_DELETING };
enum moment_phase {
	MOMENT_BEGUN,            /* nothing is lost yet: undo */
	MOMENT_PAST,             /* the point of no return is behind: do all of it again */
	MOMENT_DONE,             /* only the run state is missing */
};
struct moment_note {
	enum moment_operation operation;
	char *name;              /* of the moment */
	bool resume;             /* the guest ran and is to run again if nothing comes of it */
	enum moment_phase phase;
	unsigned how;
	/* Of an external snapshot, else NULL: what is to be recorded, and an object per overlay,
	 * {"disk":"vda","index":3,"made":true}. */
	char *document;
	struct strings doomed;   /* images that nobody may need afterwards */
	struct json_object *overlays;
};
int moment_note_write(const struct moment_kind *kind, const char *vm, const struct moment_note *note);
/* MOMENT_NOTHING when there is none. */
int moment_note_read(const struct moment_kind *kind, const char *vm, struct moment_note *ret_note);
void moment_note_done(struct moment_note *note);
void moment_note_clear(const struct moment_kind *kind, const char *vm);

#endif
