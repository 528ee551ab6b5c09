/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* server - other computers, which answer in time or are given up */
#include "server.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/process.h"

enum { USUAL_LIMIT = 30 };

int
server_limit(int64_t *ret_ms)
{
	const char *variable = secure_getenv("VIRTUTILS_STORAGE_TIMEOUT");

	*ret_ms = USUAL_LIMIT * 1000;
	return variable && text_to_duration(variable, ret_ms) < 0 ? fail_within("VIRTUTILS_STORAGE_TIMEOUT") : 0;
}

int
server_gave_up(const char *server, int64_t limit_ms)
{
	return fail(FAULT_TIMEOUT, "server '%s' has not answered within %.3g s", server, (double)limit_ms / 1000);
}

int
server_run(const struct pool_def *pool, const struct strings *argv)
{
	auto_strings struct strings words = { 0 };
	int64_t limit, began = clock_ms();

	if (server_limit(&limit) < 0)
		return -1;
	strings_add(&words, "timeout");
	strings_add(&words, "--signal=KILL");
	strings_addf(&words, "%" PRId64 ".%03" PRId64, limit / 1000, limit % 1000);
	for (unsigned i = 0; i < argv->n; i++)
		strings_add(&words, argv->item[i]);
	if (process_run(words.item, NULL) == 0)
		return 0;
	if (clock_ms() - began < limit)
		return -1;
	return server_gave_up(server_of(pool), limit);
}

int
server_must_answer(const struct pool_def *pool)
{
	static struct strings answered;
	auto_strings struct strings argv = { 0 };

	if (pool->type != POOL_NETFS || strings_have(&answered, pool->target.path))
		return 0;
	strings_add(&argv, "stat");
	strings_add(&argv, "--file-system");
	strings_add(&argv, "--");
	strings_add(&argv, pool->target.path);
	if (server_run(pool, &argv) < 0)
		return -1;
	strings_add(&answered, pool->target.path);
	return 0;
}
