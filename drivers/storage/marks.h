/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* marks - what is not whole yet, for backends that have no place for a note of their own
 *
 *	$VAR/storage/marks/POOL/draft-VOLUME     being made: holds the maker, see tool_maker()
 *	$VAR/storage/marks/POOL/torn-VOLUME      being written: holds the writer */
#ifndef MARKS_H
#define MARKS_H

#include "backend.h"

/* A volume is on record before it is made, and no volume until it is whole. */
int marks_begin(const struct pool_def *pool, const char *name);
int marks_done(const struct pool_def *pool, const char *name);
bool marks_are_of_draft(const struct pool_def *pool, const char *name);

/* What was being made when its maker was killed is removed; unmake finds it gone or half made. */
int marks_clean(const struct pool_def *pool, int (*unmake)(const struct pool_def *pool, const char *name));

/* As those of struct volume_ops. */
int marks_set_torn(const struct pool_def *pool, const char *name, bool torn);
bool marks_is_torn(const struct pool_def *pool, const char *name);
/* Is it torn, and nobody is at it any more? */
bool marks_are_cut_short(const struct pool_def *pool, const char *name);

#endif
