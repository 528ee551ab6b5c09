/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store_index - the links from UUIDs to objects; for store.c alone
 *
 * A link vouches for an object when it is not older than the object's file: then
 * the file has not changed since it was indexed, and need not be read. */
#ifndef STATE_STORE_INDEX_H
#define STATE_STORE_INDEX_H

/* The index is a hint: nothing is told when it cannot be written, and nothing is done
 * without a UUID.  dir is the folder's. */
void index_point(int dir, const char *uuid, const char *name);
/* Remove the link if it points at that name. */
void index_drop(int dir, const char *uuid, const char *name);

#endif
