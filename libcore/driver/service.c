/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* service - who serves storage, networks and the other nouns beside guests */
#include "driver/driver.h"

#include <stddef.h>

#include "base/memory.h"

/* The word is that of the host's own driver, and of the folder. */
static const struct {
	const char *word;
	size_t table;            /* where struct driver has its operations */
	bool in_core;            /* files alone: a driver that has a folder needs no operations */
} nouns[NOUN_COUNT] = {
	[NOUN_POOL]      = { "storage",   offsetof(struct driver, pool) },
	[NOUN_NETWORK]   = { "network",   offsetof(struct driver, network) },
	[NOUN_INTERFACE] = { "interface", offsetof(struct driver, interfaces) },
	[NOUN_NWFILTER]  = { "nwfilter",  offsetof(struct driver, nwfilter) },
	[NOUN_NODEDEV]   = { "nodedev",   offsetof(struct driver, nodedev) },
	[NOUN_SECRET]    = { "secrets",   offsetof(struct driver, secret), .in_core = true },
};

static bool
serves(const struct driver *driver, enum noun noun)
{
	return *(void *const *)((const char *)driver + nouns[noun].table) != NULL;
}

static int
find(const struct host *host, enum noun noun, struct service *ret_service)
{
	const char *word = nouns[noun].word;
	bool in_core = nouns[noun].in_core && host->folder;
	struct service found = { .driver = host->driver };

	if (serves(host->driver, noun) || (in_core && !host->driver->local))
		found.folder = text_format("%s-%s", host->folder ? host->folder : host->driver->name, word);
	else if (!host->driver->local)
		return fail(FAULT_UNSUPPORTED, "the %s driver does not support %s", host->driver->name, word);
	else if (!in_core && !(found.driver = driver_load(word)))
		return -1;
	else
		found.folder = xstrdup(word);
	*ret_service = found;
	return 0;
}

const struct service *
service_for(enum noun noun)
{
	struct host *host = host_here();
	struct service *service = host ? &host->services[noun] : NULL;

	if (!service || (!service->driver && find(host, noun, service) < 0))
		return NULL;
	return service;
}
