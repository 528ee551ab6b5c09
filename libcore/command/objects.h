/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* objects - the sorts of objects that arguments name, and how their names are listed */
#ifndef COMMAND_OBJECTS_H
#define COMMAND_OBJECTS_H

#include "command/command.h"

struct objects {
	const char *noun;                /* "virtual machine" */
	const char *which;               /* "running ": those that the program can do something with */
	enum fault missing;              /* of a name that is none's */
	unsigned filter;                 /* which they are, for names() */
	/* Sorted names of all, or of those; that match a pattern, if there is one. */
	int (*names)(unsigned filter, const char *pattern, struct strings *ret_names);
	unsigned all;                    /* the filter that all pass */
};

/* NULL for a kind that names no objects. */
const struct objects *objects_of(enum value_kind kind);
int objects_names(const struct objects *objects, bool all, const char *pattern, struct strings *ret_names);

#endif
