/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* server - other computers, which answer in time or are given up
 *
 * A file system of a server that is gone keeps whoever touches it waiting in the kernel, so it is
 * touched by another process first, which can be killed. */
#ifndef STORAGE_SERVER_H
#define STORAGE_SERVER_H

#include "model/pool.h"

/* How long they have: what $VIRTUTILS_STORAGE_TIMEOUT says, or 30 s. */
int server_limit(int64_t *ret_ms);
/* Time was up: FAULT_TIMEOUT, -1. */
int server_gave_up(const char *server, int64_t limit_ms);
static inline const char *
server_of(const struct pool_def *pool)
{
	return pool->source.hosts.n ? pool->source.hosts.item->name : pool->name;
}

/* The name in a key "POOL/NAME", as that pool is called where it is; NULL: it is none.  Caller frees. */
char *server_name_in_key(const struct pool_def *pool, const char *key);

/* Run a tool that talks to the pool's server, for at most so long.  FAULT_TIMEOUT. */
int server_run(const struct pool_def *pool, const struct strings *argv);

/* Does anybody answer there in time?  For libraries that would wait for minutes. */
int server_must_listen(const char *host, int port);

/* Does the server behind a pool's directory answer?  Asked once for each.  Pools of this host do. */
int server_must_answer(const struct pool_def *pool);

#endif
