/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* made - network devices of the host's making, all known by one question */
#include "made.h"

#include <stdlib.h>

#include "base/netlink.h"
#include "sysfs.h"

/* Sorts that say nothing more of themselves in sysfs. */
static const char *const plain[] = { "tun", "veth" };

void
made_done(struct made_list *made)
{
	list_each(one, made) {
		free(one->name);
		free(one->mac);
	}
	free(made->item);
}

static void
take(const char *name, const char *kind, const char *mac, void *context)
{
	for (unsigned i = 0; i < COUNT(plain); i++)
		if (text_same(kind, plain[i]))
			*list_add((struct made_list *)context) = (struct made){ xstrdup(name), xstrdup(mac) };
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct made *)a)->name, ((const struct made *)b)->name);
}

void
made_read(struct made_list *ret_made)
{
	if (!host_is_this() || link_each_made(take, ret_made) < 0)
		fail_forget();   /* each can be looked at */
	if (ret_made->n)
		qsort(ret_made->item, ret_made->n, sizeof *ret_made->item, compare);
}

const struct made *
made_find(const struct made_list *made, const char *name)
{
	const struct made key = { .name = (char *)name };

	return made->n ? bsearch(&key, made->item, made->n, sizeof key, compare) : NULL;
}
