/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_order - lists kept in families: one comes behind the last of its own that is not after it */
#ifndef MODEL_VM_ORDER_H
#define MODEL_VM_ORDER_H

#include <stddef.h>

/* How an old member of a list stands to a new one. */
enum standing { STRANGER, BEFORE, AFTER, LAST_BEFORE };

/* Put the members in order, one after the other, as if they came that way. */
void order_settle(void *item, unsigned n, size_t size,
		  enum standing (*old_to_new)(const void *old, const void *new));

#endif
