/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret - secrets looked up, described, dropped */
#include "driver/secret.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/uuid.h"
#include "driver/vm_inside.h"
#include "driver/secret_inside.h"
#include "state/store.h"

enum place
secret_place(const struct secret *secret)
{
	return secret->object.stored ? PLACE_ETC : PLACE_RUN;
}

void
secret_close(struct secret *secret)
{
	if (!secret)
		return;
	secret_def_free(secret->def);
	object_done(&secret->object);
	free(secret);
}

int
secret_names(__attribute__((unused)) unsigned filter, const char *pattern, struct strings *ret_names)
{
	return object_names(NOUN_SECRET, OBJECT_ALL, pattern, ret_names);
}

/* The name of the file is the UUID, whatever the document says. */
static struct secret_def *
read_def(const struct object *object)
{
	enum place place = object->stored ? PLACE_ETC : PLACE_RUN;
	auto_free char *file = place_file(place, "%s/%s.xml", object->service->folder, object->name);
	auto_free char *xml = object_read(object, place);
	struct secret_def *def = xml ? secret_def_parse(xml, strlen(xml), file, VIEW_CONFIG, 0) : NULL;

	if (def) {
		free(def->uuid);
		def->uuid = xstrdup(object->name);
	}
	return def;
}

static struct secret *
open_uuid(const char *uuid, enum object_how how)
{
	auto_secret struct secret *secret = xcalloc(1, sizeof *secret);

	secret->object.lock = -1;
	if (object_open(NOUN_SECRET, uuid, how, &secret->object) < 0)
		return NULL;
	secret->def = read_def(&secret->object);
	return secret->def ? steal(secret) : NULL;
}

char *
secret_find(enum secret_usage usage, const char *id)
{
	auto_strings struct strings names = { 0 };

	if (secret_names(0, NULL, &names) < 0)
		return NULL;
	for (unsigned i = 0; i < names.n; i++) {
		auto_secret struct secret *secret = open_uuid(names.item[i], OBJECT_TO_READ);

		/* One that cannot be read hides no other. */
		if (!secret)
			fail_forget();
		else if ((!usage || secret->def->usage == usage) && text_same(secret->def->usage_id, id))
			return xstrdup(names.item[i]);
	}
	return NULL;
}

struct secret *
secret_open(const char *word, enum object_how how)
{
	char uuid[UUID_TEXT];
	auto_free char *found = NULL;

	if (uuid_read(word, false, uuid))
		return open_uuid(uuid, how);
	found = secret_find(SECRET_USAGE_NONE, word);
	if (!found)
		return fail_fault() ? NULL : (fail(FAULT_MISSING, "no such secret"), NULL);
	return open_uuid(found, how);
}

char *
secret_xml(const struct secret *secret)
{
	return secret_def_text(secret->def, VIEW_CONFIG);
}

char *
secret_of_volume(const char *path)
{
	return secret_find(SECRET_VOLUME, path);
}

/* ---- define ---- */

/* Two must not be for the same: held while one is defined. */
static const char define_lock[] = ".define";

static int
check_usage(const struct secret_def *def)
{
	auto_free char *other = def->usage ? secret_find(def->usage, def->usage_id) : NULL;

	if (fail_fault() || !other || text_same(other, def->uuid))
		return fail_fault() ? -1 : 0;
	return fail(FAULT_FAILED, "secret %s is for %s already", other, def->usage_id);
}

static int
check_change(const struct secret_def *def, const struct secret_def *before)
{
	if (before && (before->usage != def->usage || !text_same(before->usage_id, def->usage_id)))
		return fail(FAULT_FAILED, "secret %s is for %s already", def->uuid,
			    before->usage_id ? before->usage_id : "nothing");
	if (before && before->private == YES && def->private != YES)
		return fail(FAULT_DENIED, "a secret that is private stays so");
	return check_usage(def);
}

/* Its value goes with it; one that a killed program left there is nobody's. */
static int
put_value(struct secret *secret, enum place now)
{
	const struct object *object = &secret->object;
	bool is_new = !object->stored && !object->active, moves = !is_new && now != secret_place(secret);
	auto_bytes struct bytes value = { 0 };

	if (moves && secret_has_value(secret))
		return secret_value(secret, &value) < 0 ? -1 : secret_write_value(secret, now, &value);
	return moves || is_new ? secret_drop_value(secret, now) : 0;
}

/* Under etc or under run, as it is now; there with its value, and then no more where it was: of two the one
 * under etc counts, which has its value as long as it is there. */
static int
put(struct secret *secret)
{
	bool ephemeral = secret->def->ephemeral == YES;
	enum place now = ephemeral ? PLACE_RUN : PLACE_ETC, other = ephemeral ? PLACE_ETC : PLACE_RUN;
	auto_free char *xml = secret_xml(secret);

	if (put_value(secret, now) < 0 || object_write(&secret->object, now, secret->def->uuid, xml) < 0)
		return -1;
	if (object_remove(&secret->object, other, secret->object.name) < 0 || secret_drop_value(secret, other) < 0)
		return -1;
	return object_event(&secret->object, "lifecycle", "defined");
}

static int
store(struct secret *secret)
{
	const struct object *object = &secret->object;
	auto_document(secret_def) struct secret_def *before =
		object->stored || object->active ? read_def(object) : NULL;

	fail_forget();                   /* one that cannot be read is replaced */
	if (check_change(secret->def, before) < 0)
		return -1;
	return vm_told("define secret %s", secret->def->uuid) ? 0 : put(secret);
}

int
secret_define(const char *xml, const char *whence, enum secret_define_how how, char **ret_uuid)
{
	enum model_how strict = how & (SECRET_STRICT | SECRET_VALIDATE) ? READ_STRICT : 0;
	const struct service *service = service_for(NOUN_SECRET);
	auto_secret struct secret *secret = xcalloc(1, sizeof *secret);
	auto_close int lock = -1;

	secret->object.lock = -1;
	if (!service || !(secret->def = secret_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, strict))) {
		if (how & SECRET_VALIDATE && fail_fault() == FAULT_XML)
			fail_as(FAULT_SCHEMA);
		return -1;
	}
	secret_def_complete(secret->def);
	if (!vm_is_dry_run() && (lock = store_lock(service->folder, define_lock)) < 0)
		return -1;
	if (object_take(NOUN_SECRET, secret->def->uuid, &secret->object) < 0 || store(secret) < 0)
		return -1;
	*ret_uuid = xstrdup(secret->def->uuid);
	return 0;
}

int
secret_undefine(struct secret *secret)
{
	if (vm_told("undefine secret %s", secret->object.name))
		return 0;
	if (secret_remove_at(secret, PLACE_RUN) < 0 || secret_remove_at(secret, PLACE_ETC) < 0)
		return -1;
	return object_event(&secret->object, "lifecycle", "undefined");
}
