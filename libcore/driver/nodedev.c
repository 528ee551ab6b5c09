/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - looking devices of the host up, and handles on them */
#include "driver/nodedev_inside.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/uuid.h"
#include "state/store.h"

void
nodedev_brief_done(struct nodedev_brief *brief)
{
	free(brief->name);
	free(brief->path);
}

void
nodedev_briefs_done(struct nodedev_brief_list *briefs)
{
	list_each(brief, briefs)
		nodedev_brief_done(brief);
	free(briefs->item);
}

void
nodedev_close(struct nodedev *nodedev)
{
	if (!nodedev)
		return;
	object_done(&nodedev->object);
	nodedev_brief_done(&nodedev->brief);
	nodedev_def_free(nodedev->live);
	nodedev_def_free(nodedev->config);
	free(nodedev);
}

const struct nodedev_ops *
nodedev_ops_of(const struct nodedev *nodedev)
{
	return nodedev->object.service->driver->nodedev;
}

/* ---- definitions ---- */

static struct nodedev_def *
read_config(const struct nodedev *nodedev)
{
	const struct object *object = &nodedev->object;
	auto_free char *file = place_file(PLACE_ETC, "%s/%s.xml", object->service->folder, object->name);
	auto_free char *xml = NULL;

	if (object_must_be_stored(object) < 0 || !(xml = object_read(object, PLACE_ETC)))
		return NULL;
	return nodedev_def_parse(xml, strlen(xml), file, VIEW_FILE, 0);
}

struct nodedev_def *
nodedev_def(struct nodedev *nodedev, bool config)
{
	struct nodedev_def **def = config || !nodedev->active ? &nodedev->config : &nodedev->live;

	if (!*def)
		*def = def == &nodedev->config ? read_config(nodedev)
					       : nodedev_ops_of(nodedev)->describe(nodedev->object.service, &nodedev->brief);
	return *def;
}

char *
nodedev_parent(struct nodedev *nodedev)
{
	const struct nodedev_def *def;

	if (nodedev->active)
		return nodedev_ops_of(nodedev)->parent(nodedev->object.service, &nodedev->brief);
	def = nodedev_def(nodedev, true);
	return def ? xstrdup(def->parent.name) : NULL;
}

bool
nodedev_is_persistent(const struct nodedev *nodedev)
{
	return nodedev->object.stored || nodedev->brief.kind == NODEDEV_SYSTEM;
}

bool
nodedev_is_autostarted(const struct nodedev *nodedev)
{
	return object_autostart(&nodedev->object) || nodedev->brief.kind == NODEDEV_SYSTEM;
}

/* ---- handles ---- */

/* Takes what is in the brief, which may be NULL. */
static struct nodedev *
handle(const struct service *service, const char *name, bool stored, struct nodedev_brief *brief)
{
	struct nodedev *nodedev = xcalloc(1, sizeof *nodedev);

	nodedev->object = (struct object) {
		.noun = NOUN_NODEDEV, .service = service, .name = xstrdup(name), .lock = -1,
		.stored = stored,
	};
	if (!brief)
		return nodedev;
	nodedev->active = true;
	nodedev->brief = *brief;
	*brief = (struct nodedev_brief) { 0 };
	return nodedev;
}

/* One that is not there is what its definition says. */
static int
describe_stored(struct nodedev *nodedev)
{
	const struct nodedev_def *def = nodedev_def(nodedev, true);

	if (!def)
		return -1;
	nodedev->brief.kind = def->capabilities.n ? def->capabilities.item[0].type : NODEDEV_NONE;
	return 0;
}

static int
compare_briefs(const void *a, const void *b)
{
	return strcmp(((const struct nodedev_brief *)a)->name, ((const struct nodedev_brief *)b)->name);
}

static int
scan(const struct service *service, const char *name, struct nodedev_brief_list *ret_found)
{
	if (service->driver->nodedev->scan(service, name, ret_found) < 0)
		return -1;
	list_sort(ret_found, compare_briefs);
	return 0;
}

static struct nodedev_brief *
find(struct nodedev_brief_list *found, const char *name)
{
	struct nodedev_brief key = { .name = (char *)name };

	return found->n ? bsearch(&key, found->item, found->n, sizeof key, compare_briefs) : NULL;
}

static int
not_found(void)
{
	return fail(FAULT_MISSING, "no such device");
}

/* The name of the mediated device with that UUID; NULL when there is none, or after a failure. */
static char *
find_uuid(const char *uuid)
{
	auto_free char *pattern = text_format("mdev_%s_*", uuid);
	auto_strings struct strings names = { 0 };

	for (char *at = pattern; *at; at++)
		if (*at == '-')
			*at = '_';
	return nodedev_names(OBJECT_ALL, pattern, &names) == 0 && names.n ? xstrdup(names.item[0]) : NULL;
}

/* The name of the device that a word means. */
static char *
resolve(const char *word)
{
	char uuid[UUID_TEXT];
	char *name = uuid_read(word, false, uuid) ? find_uuid(uuid) : NULL;

	return name || fail_fault() ? name : xstrdup(word);
}

struct nodedev *
nodedev_look(const char *name, enum object_how how)
{
	const struct service *service = service_for(NOUN_NODEDEV);
	auto_nodedev_briefs struct nodedev_brief_list found = { 0 };
	struct object locked = { .lock = -1 };
	struct nodedev *nodedev = NULL;

	if (!service || (how & OBJECT_TO_CHANGE && object_take(NOUN_NODEDEV, name, &locked) < 0))
		return NULL;
	if (scan(service, name, &found) == 0) {
		nodedev = handle(service, name, store_has(PLACE_ETC, service->folder, name), find(&found, name));
		nodedev->object.lock = steal_fd(locked.lock);
	}
	object_done(&locked);
	return nodedev;
}

struct nodedev *
nodedev_open(const char *word, enum object_how how)
{
	auto_free char *name = resolve(word);
	auto_nodedev struct nodedev *nodedev = NULL;

	if (!name)
		return NULL;
	if (!store_name_fits(name))
		return not_found(), NULL;
	nodedev = how & OBJECT_TO_CHANGE ? nodedev_take(name) : nodedev_look(name, how);
	if (!nodedev)
		return NULL;
	if (!nodedev->active && !nodedev->object.stored)
		return not_found(), NULL;
	if (!nodedev->active && describe_stored(nodedev) < 0)
		return NULL;
	return steal(nodedev);
}

/* ---- all of them ---- */

void
nodedevs_close(struct nodedevs *devices)
{
	for (unsigned i = 0; i < devices->n; i++)
		nodedev_close(devices->item[i]);
	free(devices->item);
}

static void
add(struct nodedevs *devices, struct nodedev *nodedev)
{
	devices->item = xrealloc(devices->item, devices->n + 1, sizeof *devices->item);
	devices->item[devices->n++] = nodedev;
}

static int
compare_handles(const void *a, const void *b)
{
	return strcmp((*(struct nodedev *const *)a)->object.name, (*(struct nodedev *const *)b)->object.name);
}

int
nodedevs_open(unsigned filter, struct nodedevs *ret_devices)
{
	const struct service *service = service_for(NOUN_NODEDEV);
	auto_nodedev_briefs struct nodedev_brief_list found = { 0 };
	auto_strings struct strings stored = { 0 };
	auto_nodedevs struct nodedevs devices = { 0 };

	if (!service || scan(service, NULL, &found) < 0 || store_names(PLACE_ETC, service->folder, &stored) < 0)
		return -1;
	for (unsigned i = 0; i < stored.n && filter & OBJECT_INACTIVE; i++)
		if (!find(&found, stored.item[i])) {
			struct nodedev *nodedev = handle(service, stored.item[i], true, NULL);

			add(&devices, nodedev);
			if (describe_stored(nodedev) < 0)
				return -1;
		}
	for (unsigned i = 0; i < found.n && filter & OBJECT_ACTIVE; i++) {
		auto_free char *name = xstrdup(found.item[i].name);

		add(&devices, handle(service, name, strings_have(&stored, name), &found.item[i]));
	}
	list_sort(&devices, compare_handles);
	*ret_devices = devices;
	devices = (struct nodedevs) { 0 };
	return 0;
}

int
nodedev_names(unsigned filter, const char *pattern, struct strings *ret_names)
{
	auto_nodedevs struct nodedevs devices = { 0 };
	struct strings names = { 0 };

	if (nodedevs_open(filter, &devices) < 0)
		return -1;
	for (unsigned i = 0; i < devices.n; i++)
		if (!pattern || fnmatch(pattern, devices.item[i]->object.name, 0) == 0)
			strings_add(&names, devices.item[i]->object.name);
	*ret_names = names;
	return 0;
}

/* ---- capabilities ---- */

/* Kinds first, by their number; then those inside a device's capability. */
const char *const nodedev_capabilities[] = {
	"system", "pci", "usb_device", "usb", "net", "scsi_host", "scsi_target", "scsi", "storage",
	"scsi_generic", "drm", "mdev", "ccw", "css", "vdpa", "ap_card", "ap_queue", "ap_matrix",
	"fc_host", "vports", "mdev_types", "vpd", NULL
};

const struct nodedev_nested *
nodedev_nested(const struct nodedev_def *def, enum nested_kind kind)
{
	list_each(capability, &def->capabilities)
		list_each(nested, &capability->nested)
			if (nested->type == kind)
				return nested;
	return NULL;
}

static int
can(struct nodedev *nodedev, const char *word)
{
	int kind = words_find(&nodedev_kind_words, word);
	const struct nodedev_def *def = kind > 0 ? NULL : nodedev_def(nodedev, false);

	if (kind > 0)
		return nodedev->brief.kind == (enum nodedev_kind)kind;
	if (!def)
		return -1;
	return nodedev_nested(def, text_same(word, "vports") ? NESTED_VPORT_OPS
							     : (enum nested_kind)words_find(&nested_kind_words, word)) != NULL;
}

int
nodedev_can(struct nodedev *nodedev, const char *capabilities)
{
	int result = 0;

	for (const char *at = capabilities; *at && !result; at += *at == ',') {
		auto_free char *word = xstrndup(at, strcspn(at, ","));

		result = can(nodedev, word);
		at += strlen(word);
	}
	return result;
}
