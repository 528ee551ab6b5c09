/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - the devices of this host, as sysfs and udev know them */
#include <ctype.h>

#include "base/file.h"
#include "base/netlink.h"
#include "change.h"
#include "device.h"
#include "made.h"
#include "sysfs.h"
#include "uevent.h"

/* The machine itself, of which all devices are parts. */
static const char computer[] = "computer";

static void
add(struct nodedev_brief_list *found, const char *name, const char *path, enum nodedev_kind kind)
{
	*list_add(found) = (struct nodedev_brief) { .name = xstrdup(name), .path = xstrdup(path), .kind = kind };
}

/* Folders that several sorts share are read once. */
static bool
is_first_of_folder(unsigned i)
{
	for (unsigned earlier = 0; earlier < i; earlier++)
		if (text_same(sorts[earlier].folder, sorts[i].folder))
			return false;
	return true;
}

/* Can the device in that folder be called so?  What is behind is asked of the device itself. */
static bool
may_be(const struct sort *sort, const char *entry, const char *name)
{
	auto_free char *begins = !name || sort->name ? NULL : text_format("%s_%s", sort->subsystem, entry);

	if (!begins)
		return true;
	for (const char *at = begins; *at; at++, name++)
		if (*name != (isalnum((unsigned char)*at) ? *at : '_'))
			return false;
	return !*name || *name == '_';
}

static void
add_made(struct nodedev_brief_list *found, const struct sort *sort, const char *entry, const char *mac)
{
	auto_free char *name = device_name_of(sort->subsystem, entry, mac);
	auto_free char *path = text_format("/sys/devices/virtual/net/%s", entry);

	add(found, name, path, sort->kind);
}

static int
scan_folder(const struct sort *sort, const char *wanted, struct nodedev_brief_list *found)
{
	auto_free char *folder = text_format("/sys/%s", sort->folder);
	auto_strings struct strings entries = { 0 };
	auto_close int socket = sort->kind == NODEDEV_NET ? made_open() : -1;

	if (sysfs_list(folder, &entries) < 0)
		return -1;
	for (unsigned i = 0; i < entries.n; i++) {
		const char *entry = entries.item[i];
		auto_device struct device device = { 0 };
		auto_free char *name = NULL;
		char mac[18];

		if (!may_be(sort, entry, wanted))
			continue;
		if (socket >= 0 && made_ask(socket, entry, mac)) {
			add_made(found, sort, entry, mac);
			continue;
		}
		if (!device_in(sort->folder, entry, &device))
			continue;
		name = device_name(&device);
		add(found, name, device.path, device.sort->kind);
	}
	return 0;
}

static int
scan(__attribute__((unused)) const struct service *service, const char *name,
     struct nodedev_brief_list *ret_found)
{
	if (!name || text_same(name, computer))
		add(ret_found, computer, NULL, NODEDEV_SYSTEM);
	for (unsigned i = 0; i < sorts_count; i++)
		if (is_first_of_folder(i) && scan_folder(&sorts[i], name, ret_found) < 0)
			return -1;
	return 0;
}

static char *
parent(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief)
{
	auto_device struct device device = { 0 };

	if (!brief->path)
		return NULL;
	return device_parent(brief->path, &device) ? device_name(&device) : xstrdup(computer);
}

static void
add_node(struct nodedev_def *def, enum devnode_kind type, const char *path)
{
	*list_add(&def->devnodes) = (struct devnode) { .type = type, .path = xstrdup(path) };
}

static void
add_nodes(struct nodedev_def *def, struct device *device)
{
	auto_free char *node = device_node(device);
	auto_strings struct strings links = { 0 };

	if (!node)
		return;
	add_node(def, DEVNODE_DEV, node);
	device_udev_links(device, &links);
	for (unsigned i = 0; i < links.n; i++)
		add_node(def, DEVNODE_LINK, links.item[i]);
}

static struct nodedev_def *
describe(const struct service *service, const struct nodedev_brief *brief)
{
	auto_device struct device device = { 0 };
	struct nodedev_capability *capability;
	struct nodedev_def *def;

	if (brief->path && !device_at(brief->path, &device))
		return fail(FAULT_MISSING, "no such device"), NULL;
	def = model_new(&nodedev_def_type);
	def->name = xstrdup(brief->name);
	capability = list_add(&def->capabilities);
	model_init(&nodedev_capability_type, capability);
	capability->type = brief->kind;
	if (!brief->path) {
		fill_system(capability);
		return def;
	}
	def->path = xstrdup(device.path);
	def->parent.name = parent(service, brief);
	def->driver = sysfs_link(device.path, "driver");
	add_nodes(def, &device);
	device.sort->fill(&device, capability);
	return def;
}

/* ---- changes ---- */

static int
make_mdev(const struct service *service, const struct nodedev_def *def, char **ret_name)
{
	auto_nodedev_briefs struct nodedev_brief_list found = { 0 };

	if (scan(service, def->parent.name, &found) < 0)
		return -1;
	list_each(brief, &found)
		if (text_same(brief->name, def->parent.name) && brief->path) {
			if (mdev_make(def, brief->path) < 0)
				return -1;
			*ret_name = xstrdup(def->name);
			return 0;
		}
	return fail(FAULT_MISSING, "parent '%s': no such device", def->parent.name);
}

static int
make(const struct service *service, const struct nodedev_def *def, char **ret_name)
{
	return def->capabilities.item[0].type == NODEDEV_MDEV ? make_mdev(service, def, ret_name)
							      : vport_make(def, ret_name);
}

static int
remove_device(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief)
{
	return brief->kind == NODEDEV_MDEV ? mdev_remove(brief->path) : vport_remove(brief->path);
}

static int
set(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief,
    const struct mdev_attribute_list *attributes)
{
	return mdev_set(brief->path, attributes);
}

static int
bind_device(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief,
	    const char *driver)
{
	return pci_bind(brief->path, driver);
}

static int
reset(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief)
{
	return pci_reset(brief->path);
}

static char *
interface(__attribute__((unused)) const struct service *service, const struct nodedev_brief *brief)
{
	auto_free char *folder = text_format("%s/net", brief->path);
	auto_strings struct strings names = { 0 };

	sysfs_names(folder, &names);
	return names.n ? xstrdup(names.item[0]) : NULL;
}

static char *
behind(__attribute__((unused)) const struct service *service, const char *name)
{
	auto_free char *entry = text_format("/sys/class/net/%s", name);
	auto_free char *own = link_name_fits(name) ? sysfs_real(entry) : NULL;
	auto_free char *link = text_format("%s/device", own ? own : "");
	auto_free char *path = own ? sysfs_real(link) : NULL;
	auto_device struct device device = { 0 };

	return path && device_at(path, &device) ? device_name(&device) : NULL;
}

static int
watch(__attribute__((unused)) const struct service *service)
{
	return uevent_open();
}

static int
next(__attribute__((unused)) const struct service *service, int fd, struct nodedev_change *ret_change)
{
	return uevent_next(fd, ret_change);
}

static const struct nodedev_ops nodedev_ops = {
	.scan      = scan,
	.parent    = parent,
	.describe  = describe,
	.make      = make,
	.remove    = remove_device,
	.set       = set,
	.bind      = bind_device,
	.reset     = reset,
	.interface = interface,
	.behind    = behind,
	.watch     = watch,
	.next      = next,
};

/* It is never named by a URI. */
static int
open_host(struct host *host)
{
	return fail(FAULT_USAGE, "%s: the nodedev driver serves devices of other drivers' hosts", host->uri.text);
}

DRIVER(
	.name    = "nodedev",
	.summary = "devices of this host",
	.open    = open_host,
	.nodedev = &nodedev_ops,
);
