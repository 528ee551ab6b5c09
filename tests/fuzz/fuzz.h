/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz - what takes data from outside, as a table of targets
 *
 * A file of this folder is a program: the core's targets, or those of the driver it is named
 * after.  libFuzzer drives it (make fuzz); replay.c gives it the inputs of regress/, which is
 * part of make check. */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/fail.h"
#include "base/text.h"
#include "model/documents.h"
#include "model/vm_def.h"

struct target {
	const char *name;
	/* May fail() as it likes, but comes back.  text ends in a NUL that is not counted. */
	void (*take)(const char *text, size_t size);
	/* In place of take: as many targets as there are documents, "NAME-DOCUMENT". */
	void (*take_document)(const struct document *document, const char *text, size_t size);
};

/* The program's own table; a target without a name is behind the last. */
extern const struct target targets[];

/* Which target fuzz_one() means from now on.  -1 if there is none of that name. */
int fuzz_choose(const char *name);
void fuzz_list(void);                   /* all names on standard output */
void fuzz_one(const void *data, size_t size);

/* A descriptor to read the bytes from. */
int fuzz_file(const char *text, size_t size);

/* Print a definition that was read, read that, and free both: what we print, we take. */
void fuzz_definition(struct vm_def *def);

#endif
