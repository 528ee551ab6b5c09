/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* object - named things beside guests: stored document, live document, autostart mark, lock */
#include "driver/object.h"

#include <fnmatch.h>

#include "base/file.h"
#include "base/uuid.h"
#include "driver/vm_inside.h"
#include "state/store.h"

/* What the member of an event with its name is called. */
static const char *const keys[NOUN_COUNT] = {
	[NOUN_POOL]   = "pool",
	[NOUN_SECRET] = "secret",
};

static const char *const nouns[NOUN_COUNT] = {
	[NOUN_POOL]      = "storage pool",
	[NOUN_NETWORK]   = "network",
	[NOUN_INTERFACE] = "interface",
	[NOUN_NWFILTER]  = "network filter",
	[NOUN_NODEDEV]   = "device",
	[NOUN_SECRET]    = "secret",
};

static const char *
folder_of(const struct object *object)
{
	return object->service->folder;
}

void
object_done(struct object *object)
{
	file_close_at(&object->lock);
	free(object->name);
	*object = (struct object) { .lock = -1 };
}

static void
look(struct object *object)
{
	object->stored = store_has(PLACE_ETC, folder_of(object), object->name);
	object->active = store_has(PLACE_RUN, folder_of(object), object->name);
}

int
object_take(enum noun noun, const char *name, struct object *ret_object)
{
	struct object object = { .noun = noun, .service = service_for(noun), .lock = -1 };

	if (!object.service || store_name_check(name) < 0)
		return -1;
	if (!vm_is_dry_run() && (object.lock = store_lock(folder_of(&object), name)) < 0)
		return -1;
	object.name = xstrdup(name);
	look(&object);
	*ret_object = object;
	return 0;
}

char *
object_find_uuid(enum noun noun, const char *uuid)
{
	const struct service *service = service_for(noun);

	return service ? store_find_uuid(service->folder, uuid) : NULL;
}

/* The name of the object that a word means; NULL without a failure when there is none. */
static char *
resolve(enum noun noun, const char *folder, const char *word)
{
	char uuid[UUID_TEXT];

	if (store_name_fits(word) && (store_has(PLACE_ETC, folder, word) || store_has(PLACE_RUN, folder, word)))
		return xstrdup(word);
	return uuid_read(word, false, uuid) ? object_find_uuid(noun, uuid) : NULL;
}

static int
not_found(enum noun noun)
{
	return fail(FAULT_MISSING, "no such %s", nouns[noun]);
}

int
object_open(enum noun noun, const char *word, enum object_how how, struct object *ret_object)
{
	const struct service *service = service_for(noun);
	auto_free char *name = service ? resolve(noun, service->folder, word) : NULL;
	struct object object = { .noun = noun, .service = service, .lock = -1 };

	if (!name)
		return fail_fault() ? -1 : not_found(noun);
	if (how & OBJECT_TO_CHANGE) {
		if (object_take(noun, name, &object) < 0)
			return -1;
	} else {
		object.name = steal(name);
		look(&object);
	}
	/* Somebody else may have removed it while we waited for the lock. */
	if (!object.stored && !object.active) {
		object_done(&object);
		return not_found(noun);
	}
	*ret_object = object;
	return 0;
}

int
object_names(enum noun noun, unsigned filter, const char *pattern, struct strings *ret_names)
{
	const struct service *service = service_for(noun);
	auto_strings struct strings stored = { 0 };
	auto_strings struct strings active = { 0 };
	struct strings found = { 0 };

	if (!service || store_names(PLACE_ETC, service->folder, &stored) < 0 ||
	    store_names(PLACE_RUN, service->folder, &active) < 0)
		return -1;
	for (unsigned i = 0; i < active.n && filter & OBJECT_ACTIVE; i++)
		if (!pattern || fnmatch(pattern, active.item[i], 0) == 0)
			strings_add(&found, active.item[i]);
	for (unsigned i = 0; i < stored.n && filter & OBJECT_INACTIVE; i++)
		if (!strings_have(&active, stored.item[i]) &&
		    (!pattern || fnmatch(pattern, stored.item[i], 0) == 0))
			strings_add(&found, stored.item[i]);
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static int
not_active(void)
{
	return fail(FAULT_STATE, "not active");
}

char *
object_read(const struct object *object, enum place place)
{
	char *xml = store_read(place, folder_of(object), object->name);

	/* It has gone since it was looked at. */
	if (!xml && fail_fault() == FAULT_MISSING)
		place == PLACE_RUN ? not_active() : not_found(object->noun);
	return xml;
}

int
object_write(struct object *object, enum place place, const char *uuid, const char *xml)
{
	if (store_write(place, folder_of(object), object->name, uuid, xml) < 0)
		return -1;
	look(object);
	return 0;
}

int
object_remove(struct object *object, enum place place, const char *uuid)
{
	if (store_remove(place, folder_of(object), object->name, uuid) < 0)
		return -1;
	look(object);
	return 0;
}

int
object_event(const struct object *object, const char *event, const char *detail)
{
	return event_log_add(folder_of(object), keys[object->noun], object->name, event, detail, NULL);
}

struct event_log *
object_event_log(enum noun noun, const struct strings *names)
{
	const struct service *service = service_for(noun);

	return service ? event_log_open(service->folder, names, INT64_MAX) : NULL;
}

bool
object_autostart(const struct object *object)
{
	return store_autostart(folder_of(object), object->name);
}

int
object_must_be_active(const struct object *object)
{
	return object->active ? 0 : not_active();
}

int
object_must_be_stored(const struct object *object)
{
	return object->stored ? 0 : fail(FAULT_STATE, "transient: there is no stored definition");
}

int
object_set_autostart(struct object *object, bool on)
{
	if (object_must_be_stored(object) < 0)
		return -1;
	if (vm_told("%s %s %s with the host", on ? "start" : "do not start", nouns[object->noun], object->name))
		return 0;
	return store_set_autostart(folder_of(object), object->name, on);
}
