/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* object - named things beside guests: stored document, live document, autostart mark, lock
 *
 * $ETC/FOLDER/NAME.xml while it is stored, $RUN/FOLDER/NAME.xml while it is active, where the
 * folder is that of the noun's service.  What the documents say is the noun's own affair. */
#ifndef DRIVER_OBJECT_H
#define DRIVER_OBJECT_H

#include "driver/driver.h"
#include "driver/event_log.h"
#include "state/place.h"

enum object_how {
	OBJECT_TO_READ   = 0,
	OBJECT_TO_CHANGE = 1 << 0,       /* take the lock, unless this is a dry run */
};

struct object {
	enum noun noun;
	const struct service *service;   /* borrowed */
	char *name;
	bool stored, active;             /* by the files alone */
	int lock;                        /* -1 unless OBJECT_TO_CHANGE */
};
void object_done(struct object *object);

/* Exact name or UUID.  -1 after FAULT_MISSING "no such WHAT". */
int object_open(enum noun noun, const char *word, enum object_how how, struct object *ret_object);
/* A name under its lock, whether there is such an object or not. */
int object_take(enum noun noun, const char *name, struct object *ret_object);

enum object_filter {
	OBJECT_ACTIVE = 1 << 0, OBJECT_INACTIVE = 1 << 1, OBJECT_ALL = OBJECT_ACTIVE | OBJECT_INACTIVE,
};
/* Sorted names of those, from two directories; that match a pattern of fnmatch(3), if one is said. */
int object_names(enum noun noun, unsigned filter, const char *pattern, struct strings *ret_names);

/* The name whose document has that UUID; NULL without a failure when there is none. */
char *object_find_uuid(enum noun noun, const char *uuid);

/* Documents: PLACE_ETC is the stored one, PLACE_RUN the live one.  One that has gone meanwhile is FAULT_MISSING,
 * FAULT_STATE. */
char *object_read(const struct object *object, enum place place);
int object_write(struct object *object, enum place place, const char *uuid, const char *xml);
int object_remove(struct object *object, enum place place, const char *uuid);

bool object_autostart(const struct object *object);
int object_set_autostart(struct object *object, bool on);

/* See event_log_add() and event_log_open(); detail may be NULL. */
int object_event(const struct object *object, const char *event, const char *detail);
struct event_log *object_event_log(enum noun noun, const struct strings *names);

int object_must_be_active(const struct object *object);          /* FAULT_STATE */
int object_must_be_stored(const struct object *object);

#endif
