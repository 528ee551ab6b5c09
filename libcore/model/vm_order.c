/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_order - lists kept in families: one comes behind the last of its own that is not after it */
#include "model/vm_order.h"

#include <stdbool.h>

#include "base/memory.h"

/* Where a new member goes into n old ones of this size: in front of the first of its family
 * that is after it, else behind the last of its family, else to the end.  LAST_BEFORE:
 * right behind this one, whatever else there is. */
static unsigned
order_place(const void *item, unsigned n, size_t size, const void *new,
	    enum standing (*old_to_new)(const void *old, const void *new))
{
	unsigned place = n;
	bool found = false;

	for (unsigned i = n; i-- > 0; ) {
		enum standing standing = old_to_new((const char *)item + i * size, new);

		if (standing == LAST_BEFORE)
			return i + 1;
		if (standing == AFTER)
			place = i;
		else if (standing == BEFORE && !found)
			place = i + 1;
		found |= standing != STRANGER;
	}
	return place;
}

void
order_settle(void *item, unsigned n, size_t size,
	     enum standing (*old_to_new)(const void *old, const void *new))
{
	auto_free char *new = xmalloc(size);
	char *base = item;

	for (unsigned i = 1; i < n; i++) {
		unsigned place;

		memcpy(new, base + i * size, size);
		place = order_place(base, i, size, new, old_to_new);
		memmove(base + (place + 1) * size, base + place * size, (i - place) * size);
		memcpy(base + place * size, new, size);
	}
}
