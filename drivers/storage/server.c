/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* server - other computers, which answer in time or are given up */
#include "server.h"

#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
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

char *
server_name_in_key(const struct pool_def *pool, const char *key)
{
	size_t length = strlen(pool->source.name);

	return text_starts(key, pool->source.name) && key[length] == '/' && key[length + 1] ? xstrdup(key + length + 1) : NULL;
}

/* What failed is the tool, not what keeps its time. */
static int
blame_tool(void)
{
	static const char keeper[] = "timeout: ";
	auto_free char *story = xstrdup(fail_story());

	return text_starts(story, keeper) ? fail(fail_fault(), "%s", story + strlen(keeper)) : -1;
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
		return blame_tool();
	return server_gave_up(server_of(pool), limit);
}

/* 0: connected, or errno. */
static int
try_connect(const struct addrinfo *at, int64_t end)
{
	auto_close int fd = socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol);
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t size = sizeof error;

	if (fd < 0)
		return errno;
	if (connect(fd, at->ai_addr, at->ai_addrlen) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	if (clock_poll(&wait, 1, end) <= 0)
		return ETIMEDOUT;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

int
server_must_listen(const char *host, int port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	auto_free char *service = text_format("%d", port);
	struct addrinfo *addresses;
	int64_t limit, end;
	int error;

	if (server_limit(&limit) < 0)
		return -1;
	end = clock_deadline(limit);
	error = getaddrinfo(host, service, &hints, &addresses);
	if (error)
		return fail(FAULT_FAILED, "server '%s': %s", host, gai_strerror(error));
	error = ETIMEDOUT;
	for (const struct addrinfo *at = addresses; at && error; at = at->ai_next)
		error = try_connect(at, end);
	freeaddrinfo(addresses);
	if (error == ETIMEDOUT)
		return server_gave_up(host, limit);
	errno = error;
	return error ? fail_errno("connect to server '%s', port %d", host, port) : 0;
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
