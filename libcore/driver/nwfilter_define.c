/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_define - filters of record: found, stored, put in force where they are used */
#include "base/file.h"
#include "driver/nwfilter_inside.h"
#include "driver/object.h"

int
nwfilter_names(__attribute__((unused)) unsigned filter, const char *pattern, struct strings *ret_names)
{
	return nwfilter_service() ? object_names(NOUN_NWFILTER, OBJECT_ALL, pattern, ret_names) : -1;
}

/* The name of the file is the name of the filter. */
struct nwfilter_def *
nwfilter_read(const char *folder, const char *name)
{
	auto_free char *file = place_file(PLACE_ETC, "%s/%s.xml", folder, name);
	auto_free char *xml = NULL;
	struct nwfilter_def *def;

	if (store_name_check(name) < 0)
		return NULL;
	xml = store_read(PLACE_ETC, folder, name);
	def = xml ? nwfilter_def_parse(xml, strlen(xml), file, VIEW_FILE, 0) : NULL;
	if (def && !text_same(def->name, name)) {
		free(def->name);
		def->name = xstrdup(name);
	}
	return def;
}

struct nwfilter_def *
nwfilter_def(const char *word)
{
	struct object object = { .lock = -1 };
	struct nwfilter_def *def;

	if (!nwfilter_service() || object_open(NOUN_NWFILTER, word, OBJECT_TO_READ, &object) < 0)
		return NULL;
	def = nwfilter_read(object.service->folder, object.name);
	object_done(&object);
	return def;
}

int
nwfilter_store(const char *folder, const struct nwfilter_def *def)
{
	auto_free char *xml = nwfilter_def_text(def, VIEW_FILE);

	return store_write(PLACE_ETC, folder, def->name, def->uuid, xml);
}

/* ---- who uses it ---- */

int
nwfilter_users(const char *name, struct strings *ret_ports)
{
	const struct service *service = nwfilter_service();
	auto_strings struct strings bound = { 0 };
	struct strings users = { 0 };

	if (!service || nwfilter_binding_names(0, NULL, &bound) < 0)
		return -1;
	for (unsigned i = 0; i < bound.n; i++) {
		auto_document(nwfilter_binding_def) struct nwfilter_binding_def *binding =
			nwfilter_binding_read(service->folder, bound.item[i]);

		if (!binding)
			fail_forget();   /* it went just now */
		else if (nwfilter_refers(service->folder, binding->filter->filter, name))
			strings_add(&users, bound.item[i]);
	}
	*ret_ports = users;
	return 0;
}

/* What is in force for all who use a filter is made anew. */
static int
renew(const struct service *service, const char *name)
{
	auto_change struct nwfilter_change change = { 0 };
	auto_strings struct strings users = { 0 };

	if (nwfilter_users(name, &users) < 0)
		return -1;
	for (unsigned i = 0; i < users.n; i++) {
		auto_document(nwfilter_binding_def) struct nwfilter_binding_def *binding =
			nwfilter_binding_read(service->folder, users.item[i]);

		if (!binding || nwfilter_change_apply(service, binding, &change) < 0)
			return -1;
	}
	return nwfilter_change_make(service, &change);
}

/* ---- define ---- */

/* A document that names no UUID speaks of the filter of that name. */
static int
settle_identity(const char *folder, struct nwfilter_def *def, const struct nwfilter_def *before)
{
	auto_free char *other = def->uuid ? store_find_uuid(folder, def->uuid) : NULL;

	if (!def->uuid && before)
		def->uuid = xstrdup(before->uuid);
	if (before && !text_same(before->uuid, def->uuid))
		return fail(FAULT_FAILED, "filter '%s' already exists with uuid %s", def->name, before->uuid);
	if (other && !text_same(other, def->name))
		return fail(FAULT_FAILED, "filter with same UUID but different name ('%s') already exists", other);
	nwfilter_def_complete(def);
	return nwfilter_check_loop(folder, def);
}

/* The stored one; NULL without a failure when there is none, or it cannot be read and is
 * replaced therefore. */
static struct nwfilter_def *
read_before(const char *folder, const char *name)
{
	struct nwfilter_def *before = store_has(PLACE_ETC, folder, name) ? nwfilter_read(folder, name) : NULL;

	fail_forget();
	return before;
}

static bool
is_same(const struct nwfilter_def *a, const struct nwfilter_def *b)
{
	auto_free char *one = a ? nwfilter_def_text(a, VIEW_CONFIG) : NULL;
	auto_free char *other = nwfilter_def_text(b, VIEW_CONFIG);

	return text_same(one, other);
}

/* Has somebody else changed it? */
static int
check_match(const struct nwfilter_def *before, const char *if_was)
{
	auto_free char *now = if_was && before ? nwfilter_def_text(before, VIEW_CONFIG) : NULL;

	return !if_was || text_same(now, if_was) ? 0 :
	       fail(FAULT_STATE, "the stored definition was changed meanwhile");
}

/* As it was before, because the new one could not be put in force; the failure is told still. */
static void
restore(const char *folder, const struct nwfilter_def *def, const struct nwfilter_def *before)
{
	if (before)
		nwfilter_store(folder, before);
	else
		store_remove(PLACE_ETC, folder, def->name, def->uuid);
}

static int
store(const struct service *service, const struct nwfilter_def *def, const struct nwfilter_def *before)
{
	if (nwfilter_change_begin(service) < 0 || nwfilter_store(service->folder, def) < 0)
		return -1;
	if (renew(service, def->name) < 0) {
		restore(service->folder, def, before);
		nwfilter_change_end(service);
		return -1;
	}
	nwfilter_change_end(service);
	return 0;
}

static struct nwfilter_def *
parse(const char *xml, const char *whence, enum nwfilter_define_how how)
{
	enum model_how strict = how & (NWFILTER_STRICT | NWFILTER_VALIDATE) ? READ_STRICT : 0;
	auto_document(nwfilter_def) struct nwfilter_def *def =
		nwfilter_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, strict);

	if (!def && how & NWFILTER_VALIDATE && fail_fault() == FAULT_XML)
		fail_as(FAULT_SCHEMA);
	if (def && store_name_check(def->name) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

int
nwfilter_define(const char *xml, const char *whence, enum nwfilter_define_how how,
		const char *if_was, char **ret_name, bool *ret_changed)
{
	const struct service *service = nwfilter_service();
	auto_document(nwfilter_def) struct nwfilter_def *def = service ? parse(xml, whence, how) : NULL;
	auto_close int lock = def ? nwfilter_lock(service) : -1;
	auto_document(nwfilter_def) struct nwfilter_def *before = NULL;
	bool changed;

	if (!def || !nwfilter_locked(lock))
		return -1;
	before = read_before(service->folder, def->name);
	if (check_match(before, if_was) < 0 || settle_identity(service->folder, def, before) < 0)
		return -1;
	changed = !(how & NWFILTER_IF_CHANGED && is_same(before, def));
	if (changed && !vm_told("define network filter %s", def->name) && store(service, def, before) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	if (ret_changed)
		*ret_changed = changed;
	return 0;
}

/* ---- undefine ---- */

static int
check_unused(const char *name)
{
	auto_strings struct strings users = { 0 };

	if (nwfilter_users(name, &users) < 0)
		return -1;
	return users.n ? fail(FAULT_STATE, "in use by %s%s", users.item[0], users.n > 1 ? " and others" : "") : 0;
}

int
nwfilter_undefine(const char *word)
{
	const struct service *service = nwfilter_service();
	auto_close int lock = service ? nwfilter_lock(service) : -1;
	struct object object = { .lock = -1 };
	auto_free char *name = NULL;
	auto_document(nwfilter_def) struct nwfilter_def *def = NULL;

	if (!service || !nwfilter_locked(lock) || object_open(NOUN_NWFILTER, word, OBJECT_TO_READ, &object) < 0)
		return -1;
	name = steal(object.name);
	object_done(&object);
	if (check_unused(name) < 0 || vm_told("undefine network filter %s", name))
		return fail_fault() ? -1 : 0;
	def = read_before(service->folder, name);
	return store_remove(PLACE_ETC, service->folder, name, def ? def->uuid : NULL);
}
