/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - simulated devices of the host: $VAR has what is built in, $RUN what became of it */
#include <fcntl.h>
#include <sys/inotify.h>

#include "base/file.h"
#include "base/xml.h"
#include "driver/nodedev.h"
#include "nodedev_default.h"
#include "state/store.h"
#include "test.h"

static enum place
place_of(const struct service *service, const char *name)
{
	return store_has(PLACE_RUN, service->folder, name) ? PLACE_RUN : PLACE_VAR;
}

static struct nodedev_def *
read_device(const struct service *service, const char *name)
{
	enum place place = place_of(service, name);
	auto_free char *file = place_file(place, "%s/%s.xml", service->folder, name);
	auto_free char *xml = store_read(place, service->folder, name);

	return xml ? nodedev_def_parse(xml, strlen(xml), file, VIEW_FILE | VIEW_STATUS, 0) : NULL;
}

static int
write_device(const struct service *service, enum place place, const struct nodedev_def *def)
{
	auto_free char *xml = nodedev_def_text(def, VIEW_FILE | VIEW_STATUS);

	return store_write(place, service->folder, def->name, NULL, xml);
}

static int
add(const struct service *service, const char *name, struct nodedev_brief_list *found)
{
	auto_document(nodedev_def) struct nodedev_def *def = read_device(service, name);

	if (!def)
		return -1;
	*list_add(found) = (struct nodedev_brief) {
		.name = xstrdup(name), .path = xstrdup(def->path),
		.kind = def->capabilities.n ? def->capabilities.item[0].type : NODEDEV_NONE,
	};
	return 0;
}

static int
scan(const struct service *service, const char *name, struct nodedev_brief_list *ret_found)
{
	static const enum place places[] = { PLACE_VAR, PLACE_RUN };

	for (unsigned i = 0; i < COUNT(places); i++) {
		auto_strings struct strings names = { 0 };

		if (store_names(places[i], service->folder, &names) < 0)
			return -1;
		for (unsigned n = 0; n < names.n; n++)
			if ((!name || text_same(name, names.item[n])) &&
			    place_of(service, names.item[n]) == places[i] &&
			    add(service, names.item[n], ret_found) < 0)
				return -1;
	}
	return 0;
}

static struct nodedev_def *
describe(const struct service *service, const struct nodedev_brief *brief)
{
	return read_device(service, brief->name);
}

static char *
parent(const struct service *service, const struct nodedev_brief *brief)
{
	auto_document(nodedev_def) struct nodedev_def *def = read_device(service, brief->name);

	return def ? xstrdup(def->parent.name) : NULL;
}

static int
make(const struct service *service, const struct nodedev_def *def, char **ret_name)
{
	auto_document(nodedev_def) struct nodedev_def *device = nodedev_def_copy(def);

	if (def->capabilities.item[0].type != NODEDEV_MDEV)
		return fail(FAULT_UNSUPPORTED, "the test driver makes mediated devices only");
	if (write_device(service, PLACE_RUN, device) < 0)
		return -1;
	*ret_name = xstrdup(device->name);
	return 0;
}

static int
remove_device(const struct service *service, const struct nodedev_brief *brief)
{
	return store_remove(PLACE_RUN, service->folder, brief->name, NULL) < 0 ? -1 :
	       store_remove(PLACE_VAR, service->folder, brief->name, NULL);
}

static int
set(const struct service *service, const struct nodedev_brief *brief,
    const struct mdev_attribute_list *attributes)
{
	auto_document(nodedev_def) struct nodedev_def *def = read_device(service, brief->name);
	struct mdev_attribute_list *now = def ? &def->capabilities.item[0].mdev.attributes : NULL;

	if (!def)
		return -1;
	list_each(attribute, attributes)
		*list_add(now) = (struct mdev_attribute) { xstrdup(attribute->name), xstrdup(attribute->value) };
	return write_device(service, PLACE_RUN, def);
}

/* What is built in says which driver is the host's own. */
static int
bind_device(const struct service *service, const struct nodedev_brief *brief, const char *driver)
{
	auto_document(nodedev_def) struct nodedev_def *def = NULL;

	if (!driver)
		return store_remove(PLACE_RUN, service->folder, brief->name, NULL);
	def = read_device(service, brief->name);
	if (!def)
		return -1;
	free(def->driver);
	def->driver = xstrdup(driver);
	return write_device(service, PLACE_RUN, def);
}

static int
reset(__attribute__((unused)) const struct service *service,
      __attribute__((unused)) const struct nodedev_brief *brief)
{
	return 0;
}

/* What becomes of devices is files: those that come and go are told of by the kernel. */
static int
watch(const struct service *service)
{
	auto_free char *path = place_file(PLACE_RUN, "%s", service->folder);
	auto_close int dir = place_open(PLACE_RUN, service->folder, true);
	auto_close int fd = dir < 0 ? -1 : inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (dir < 0)
		return -1;
	if (fd < 0 || inotify_add_watch(fd, path, IN_DELETE | IN_MOVED_TO | IN_ONLYDIR) < 0)
		return fail_errno("watch %s", path);
	return steal_fd(fd);
}

/* The name of a file that came or went; NULL when there is no more news.  Borrowed. */
static const char *
next_file(int fd)
{
	static char room[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
	static size_t size, at;
	const struct inotify_event *event;

	if (at == size) {
		ssize_t got = read(fd, room, sizeof room);

		size = got > 0 ? (size_t)got : 0;
		at = 0;
	}
	if (at == size)
		return NULL;
	event = (const struct inotify_event *)(room + at);
	at += sizeof *event + event->len;
	return event->len ? event->name : "";
}

static int
next(const struct service *service, int fd, struct nodedev_change *ret_change)
{
	const char *file = next_file(fd);
	auto_nodedev_briefs struct nodedev_brief_list found = { 0 };
	auto_free char *name = NULL;

	if (!file || !text_ends(file, ".xml"))
		return file ? 1 : 0;
	name = xstrndup(file, strlen(file) - 4);
	if (scan(service, name, &found) < 0)
		return -1;
	if (!found.n) {
		ret_change->gone = steal(name);
		return 1;
	}
	ret_change->here = found.item[--found.n];
	ret_change->changed = true;
	return 1;
}

const struct nodedev_ops test_nodedev_ops = {
	.scan     = scan,
	.parent   = parent,
	.describe = describe,
	.make     = make,
	.remove   = remove_device,
	.set      = set,
	.bind     = bind_device,
	.reset    = reset,
	.watch    = watch,
	.next     = next,
};

/* ---- what is built in ---- */

static int
load(const char *xml, const char *whence)
{
	const struct service *service = service_for(NOUN_NODEDEV);
	auto_document(nodedev_def) struct nodedev_def *def =
		service ? nodedev_def_parse(xml, strlen(xml), whence, VIEW_STATUS, 0) : NULL;

	if (!def)
		return -1;
	nodedev_def_complete(def);
	return store_name_check(def->name) < 0 ? -1 : write_device(service, PLACE_VAR, def);
}

int
test_load_devices(void)
{
	for (unsigned i = 0; i < nodedev_defaults_count; i++)
		if (load(nodedev_defaults[i], "test:///default") < 0)
			return -1;
	return 0;
}

int
test_load_node_devices(const char *path)
{
	auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_xml xmlDoc *doc = text ? xml_parse(text, strlen(text), path) : NULL;

	if (!doc)
		return -1;
	for (xmlNode *device = xml_child(xml_root(doc), "device"); device; device = xml_next(device, "device")) {
		auto_text struct text out = { 0 };

		xml_print(device, 0, &out);
		if (load(text_get(&out), path) < 0)
			return -1;
	}
	return 0;
}
