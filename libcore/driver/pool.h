/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool - storage pools: what programs do with them and what drivers supply
 *
 * A pool is a folder of files (see object.h) and whatever the backend has: no list of volumes is
 * kept anywhere, so none can go stale. */
#ifndef DRIVER_POOL_H
#define DRIVER_POOL_H

#include "driver/object.h"
#include "driver/volume.h"
#include "model/pool.h"

struct pool {
	struct object object;
	const struct pool_ops *ops;
	struct pool_def *config;         /* use pool_config() */
	struct pool_def *live;           /* use pool_live() */
};

struct pool *pool_open(const char *name, enum object_how how);   /* FAULT_MISSING */
void pool_close(struct pool *pool);
static inline void pool_close_at(struct pool **pool) { pool_close(*pool); }
#define auto_pool __attribute__((cleanup(pool_close_at)))

/* As object_names(). */
int pool_names(unsigned filter, const char *pattern, struct strings *ret_names);

/* Borrowed; NULL after a failure (FAULT_STATE "not active", "transient"). */
struct pool_def *pool_config(struct pool *pool);
struct pool_def *pool_live(struct pool *pool);
/* The live definition of an active pool, else the stored one. */
struct pool_def *pool_def(struct pool *pool);

/* As users see it, with the sizes of this moment when it is active.  config: the stored one.
 * Caller frees. */
char *pool_xml(struct pool *pool, bool config);

struct pool_usage { uint64_t capacity, allocation, available; };
/* All zero when it is not active. */
int pool_usage(struct pool *pool, struct pool_usage *ret_usage);

enum pool_define_how { POOL_VALIDATE = 1 << 0, POOL_STRICT = 1 << 1, POOL_IF_CHANGED = 1 << 2 };
/* Store a definition.  if_was: refuse unless that is the stored document now; it, ret_name and
 * ret_changed may be NULL. */
int pool_define(const char *xml, const char *whence, enum pool_define_how how,
		const char *if_was, char **ret_name, bool *ret_changed);
int pool_undefine(struct pool *pool);    /* of an inactive one */

/* Make the storage itself: a directory, file system, label, group ... */
enum pool_build { POOL_BUILD_NOT = 0, POOL_BUILD = 1 << 0, POOL_BUILD_OVERWRITE = 1 << 1, POOL_BUILD_IF_NEW = 1 << 2 };
int pool_build(struct pool *pool, enum pool_build how);
int pool_delete(struct pool *pool);      /* unmake it */

int pool_start(struct pool *pool, enum pool_build build);
int pool_create(const char *xml, const char *whence, enum pool_define_how how, enum pool_build build);
int pool_stop(struct pool *pool);
/* Is the backend there?  Drafts of killed programs are removed. */
int pool_refresh(struct pool *pool);

int pool_capabilities(struct text *out);
/* Sources of a kind that this host can see: <sources>.  spec: a <source> document, or NULL. */
int pool_find_sources(const char *kind, const char *spec, const char *whence, struct text *out);

struct pool_ops {
	/* Refuse what this driver cannot do. */
	int (*check)(const struct pool_def *def);
	int (*build)(const struct pool_def *def, enum pool_build how);
	int (*remove)(const struct pool_def *def);
	/* Both may find it done already. */
	int (*start)(const struct pool_def *def);
	int (*stop)(const struct pool_def *def);
	/* Missing: as long as the live file is there. */
	bool (*is_there)(const struct pool_def *def);
	/* Remove what killed programs left of volumes they were making. */
	int (*clean)(const struct pool_def *def);
	int (*usage)(const struct pool_def *def, struct pool_usage *ret_usage);
	/* What its target is now, where that is not only what was said of it. */
	int (*look)(struct pool_def *def);
	/* Can such pools be had here? */
	bool (*is_available)(enum pool_kind kind);
	int (*find_sources)(enum pool_kind kind, const struct pool_source *spec, struct text *out);
};

#endif
