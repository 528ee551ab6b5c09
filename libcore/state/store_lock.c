/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store_lock - the lock of an object */
#include "state/store.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"

enum { DEFAULT_TIMEOUT_MS = 10000, NOT_SAID = -1 };

static int64_t timeout_said = NOT_SAID;

void
store_lock_timeout(int64_t ms)
{
	timeout_said = ms;
}

static int
timeout(int64_t *ret_ms)
{
	const char *variable = secure_getenv("VIRTUTILS_LOCK_TIMEOUT");

	*ret_ms = timeout_said != NOT_SAID ? timeout_said : DEFAULT_TIMEOUT_MS;
	if (timeout_said != NOT_SAID || !variable || !*variable)
		return 0;
	if (text_to_duration(variable, ret_ms) < 0)
		return fail_within("VIRTUTILS_LOCK_TIMEOUT");
	return 0;
}

static int
lock(const char *folder, const char *name, int64_t ms)
{
	auto_free char *below = text_format("lock/%s", folder);
	auto_close int dir = place_open(PLACE_RUN, below, true);

	return dir < 0 ? -1 : lock_take(dir, name, ms);
}

int
store_lock(const char *folder, const char *name)
{
	int64_t ms;

	return timeout(&ms) < 0 ? -1 : lock(folder, name, ms);
}

int
store_try_lock(const char *folder, const char *name)
{
	return lock(folder, name, 0);
}
