/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store - named objects as files, and how a name is found
 *
 * A folder ("qemu", "test", "network" ...) of a place holds NAME.xml for each
 * object; what is stored is under etc, what is live under run.  The name of the
 * file is the name of the object, whatever the document says.  Two indexes of symbolic
 * links make look-ups by UUID and by number a few system calls each: they are hints,
 * checked against the object and rebuilt when wrong:
 *
 *	$ETC/FOLDER/by-uuid/UUID -> ../NAME.xml       (and likewise under $RUN)
 *	$RUN/FOLDER/by-id/ID     -> ../NAME.xml
 */
#ifndef STATE_STORE_H
#define STATE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "state/place.h"

/* Could this be the name of an object?  0, or -1 after fail(FAULT_XML, ...): empty, "/",
 * leading dot, control characters, not UTF-8, or too long for NAME.events.qmp. */
int store_name_check(const char *name);
/* The same question without a failure: what cannot be a name names nothing. */
bool store_name_fits(const char *name);

/* Names of the objects in a folder of a place, sorted by bytes. */
int store_names(enum place place, const char *folder, struct strings *ret_names);
bool store_has(enum place place, const char *folder, const char *name);

/* Contents of NAME.xml; NULL after a failure (FAULT_MISSING when it is not there). */
char *store_read(enum place place, const char *folder, const char *name);
/* Replace NAME.xml (0600), durable under etc, and point the UUID index at it.  An
 * object that is new has no autostart mark, whatever a killed removal left. */
int store_write(enum place place, const char *folder, const char *name,
		const char *uuid, const char *xml);
/* Remove it, its UUID index link and, under etc, its autostart link. */
int store_remove(enum place place, const char *folder, const char *name, const char *uuid);
/* Give it another name, in one step that is durable; the caller holds both locks.  The
 * new name is marked for autostart if the old one is; the old mark, which points nowhere
 * afterwards, is left: store_set_autostart() removes it. */
int store_rename(const char *folder, const char *name, const char *new_name, const char *uuid);

/* The name that goes with a UUID, stored or live: by the index, else by looking
 * at every file the index does not vouch for (and mending it when we may).  NULL without
 * failure when there is none. */
char *store_find_uuid(const char *folder, const char *uuid);

/* Running numbers.  store_next_id() counts in $RUN/FOLDER/next-id under the
 * host lock of that folder. */
int store_next_id(const char *folder);
int store_set_id(const char *folder, int id, const char *name);
int store_clear_id(const char *folder, int id);
char *store_find_id(const char *folder, int id);        /* NULL when there is none */

/* Autostart marks: $ETC/FOLDER/autostart/NAME.xml -> ../NAME.xml. */
bool store_autostart(const char *folder, const char *name);
int store_set_autostart(const char *folder, const char *name, bool on);

/* Locks: $RUN/lock/FOLDER/NAME.  Waits --lock-timeout (store_lock_timeout()).
 * Descriptor to close, or -1 (FAULT_BUSY names the holder). */
int store_lock(const char *folder, const char *name);
int store_try_lock(const char *folder, const char *name);       /* does not wait */
void store_lock_timeout(int64_t ms);       /* default: $VIRTUTILS_LOCK_TIMEOUT or 10 s */

#endif
