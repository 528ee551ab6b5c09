/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* address_usb - ports of USB buses: who is plugged in where
 *
 * A bus is a tree of hubs; a port is named by the way from the controller: "1.4". */
#include <stdio.h>

#include "base/fail.h"
#include "complete.h"

enum { HUB_PORTS = 8, DEPTH = 4 };

struct usb_hub {
	unsigned n;                       /* ports */
	struct usb_port { bool taken; struct usb_hub *hub; } *port;
};

struct usb_tree {
	struct usb_bus { unsigned number; struct usb_hub *root; } *item;
	unsigned n;
};

/* Ports of each controller; those of UHCI companions are reached through their EHCI master. */
static const struct { enum controller_model model; unsigned ports; } models[] = {
	{ USB_PIIX3_UHCI,     2 },
	{ USB_PIIX4_UHCI,     2 },
	{ USB_EHCI,           6 },
	{ USB_ICH9_EHCI1,     6 },
	{ USB_VT82C686B_UHCI, 2 },
	{ USB_PCI_OHCI,       3 },
	{ USB_NEC_XHCI,       4 },
	{ USB_QEMU_XHCI,      4 },
};

static bool
is_xhci(const struct controller *c)
{
	return c->model == USB_NEC_XHCI || c->model == USB_QEMU_XHCI;
}

/* 0 when it has none of its own, -1 when QEMU has no such controller. */
static int
controller_ports(const struct controller *c)
{
	enum { XHCI_PORTS = 15 };

	if (c->ports.given && is_xhci(c) && (c->ports.value < 1 || c->ports.value > XHCI_PORTS))
		return fail(FAULT_CONFIG, "USB controller %u: model '%s' has 1 to %d ports", (unsigned)c->index.value,
			    words_name(&controller_model_words, c->model), XHCI_PORTS);
	if (c->ports.given && is_xhci(c))
		return c->ports.value;
	for (unsigned i = 0; i < COUNT(models); i++)
		if (models[i].model == c->model)
			return models[i].ports;
	return 0;
}

static struct usb_hub *
hub_new(unsigned ports)
{
	struct usb_hub *hub = xcalloc(1, sizeof *hub);

	hub->n = ports;
	hub->port = xcalloc(ports, sizeof *hub->port);
	return hub;
}

static void
hub_free(struct usb_hub *hub)
{
	if (!hub)
		return;
	for (unsigned i = 0; i < hub->n; i++)
		hub_free(hub->port[i].hub);
	free(hub->port);
	free(hub);
}

static void
tree_done(struct usb_tree *tree)
{
	list_each(bus, tree)
		hub_free(bus->root);
	free(tree->item);
}
#define auto_usb_tree __attribute__((cleanup(tree_done)))

static struct usb_hub *
tree_bus(const struct usb_tree *tree, unsigned number)
{
	list_each(bus, tree)
		if (bus->number == number)
			return bus->root;
	return NULL;
}

/* The port that a path names, as the hub it is on and its number there. */
static struct usb_port *
find_port(struct usb_hub *hub, const char *path)
{
	struct usb_port *port = NULL;

	for (unsigned depth = 0; depth < DEPTH && hub; depth++) {
		char *end;
		unsigned long number = strtoul(path, &end, 10);

		if (end == path || !number || number > hub->n)
			return NULL;
		port = &hub->port[number - 1];
		if (!*end)
			return port;
		if (*end != '.')
			return NULL;
		path = end + 1;
		hub = port->hub;
	}
	return NULL;
}

static int
take(struct usb_tree *tree, const struct device_address *at, bool is_hub)
{
	struct usb_hub *root = tree_bus(tree, at->usb.bus.value);
	struct usb_port *port = root ? find_port(root, at->usb.port) : NULL;

	if (!root)
		return fail(tree->n ? FAULT_XML : FAULT_CONFIG, "there is no USB bus %u", (unsigned)at->usb.bus.value);
	if (!port)
		return fail(FAULT_XML, "USB bus %u has no port %s: there is no hub or it has fewer ports",
			    (unsigned)at->usb.bus.value, at->usb.port);
	if (port->taken)
		return fail(FAULT_XML, "port %s of USB bus %u is used twice", at->usb.port,
			    (unsigned)at->usb.bus.value);
	port->taken = true;
	if (is_hub)
		port->hub = hub_new(HUB_PORTS);
	return 0;
}

/* The first free port of a hub, else of the hubs plugged into it.  path is a stack of port
 * numbers; returns how many, 0 when nothing is free. */
static unsigned
find_free(const struct usb_hub *hub, unsigned *path, unsigned depth)
{
	for (unsigned i = 0; i < hub->n; i++)
		if (!hub->port[i].taken) {
			path[depth] = i + 1;
			return depth + 1;
		}
	for (unsigned i = 0; depth + 1 < DEPTH && i < hub->n; i++) {
		unsigned length = hub->port[i].hub ? find_free(hub->port[i].hub, path, depth + 1) : 0;

		if (length) {
			path[depth] = i + 1;
			return length;
		}
	}
	return 0;
}

static bool
plug_into(struct usb_tree *tree, const struct usb_bus *bus, struct device_info *info, bool is_hub)
{
	unsigned path[DEPTH], length = find_free(bus->root, path, 0);
	auto_text struct text port = { 0 };

	if (!length)
		return false;
	for (unsigned i = 0; i < length; i++)
		text_addf(&port, "%s%u", i ? "." : "", path[i]);
	device_address_clear(&info->address);
	info->address.type = ADDRESS_USB;
	info->address.usb.bus = NUMBER_OF(bus->number);
	info->address.usb.port = text_take(&port);
	return take(tree, &info->address, is_hub) == 0;
}

static int
plug(struct usb_tree *tree, struct device_info *info, bool is_hub)
{
	bool said = info->address.type == ADDRESS_USB && info->address.usb.bus.given;
	unsigned wanted = info->address.usb.bus.value;

	list_each(bus, tree)
		if ((!said || bus->number == wanted) && plug_into(tree, bus, info, is_hub))
			return 0;
	return said ? fail(FAULT_CONFIG, "no port is free on USB bus %u", wanted)
		    : fail(FAULT_CONFIG, "no USB port is free");
}

/* ---- the devices ---- */

typedef int (*usb_call)(struct usb_tree *tree, struct device_info *info, bool is_hub);

static int
each_usb(struct vm_def *def, struct usb_tree *tree, bool hubs, usb_call call)
{
	struct vm_devices *d = &def->devices;

#define EACH(list, condition)                                                       \
	list_each(device, list)                                                     \
		if ((condition) && call(tree, &device->info, hubs) < 0)             \
			return -1;
	if (hubs) {
		EACH(&d->hubs, device->type == HUB_USB)
		return 0;
	}
	EACH(&d->nics,        device->type == NIC_HOSTDEV && device->source.host_type == ADDRESS_USB)
	EACH(&d->hostdevs,    device->type == HOSTDEV_USB)
	EACH(&d->disks,       device->target.bus == DISK_BUS_USB)
	EACH(&d->nics,        text_same(device->model, "usb-net"))
	EACH(&d->controllers, device->type == CONTROLLER_CCID)
	EACH(&d->inputs,      device->bus == INPUT_BUS_USB)
	EACH(&d->sounds,      device->model == SOUND_USB)
	EACH(&d->redirdevs,   true)
	EACH(&d->serials,     device->target == TARGET_USB_SERIAL)
#undef EACH
	return 0;
}

static bool
is_placed(const struct device_info *info)
{
	return info->address.type == ADDRESS_USB && info->address.usb.port;
}

static int
reserve_placed(struct usb_tree *tree, struct device_info *info, bool is_hub)
{
	return is_placed(info) ? take(tree, &info->address, is_hub) : 0;
}

static int
plug_unplaced(struct usb_tree *tree, struct device_info *info, bool is_hub)
{
	return is_placed(info) || (info->address.type && info->address.type != ADDRESS_USB)
	       ? 0 : plug(tree, info, is_hub);
}

static int
count_one(struct usb_tree *tree, struct device_info *info, bool is_hub)
{
	(void)info;
	(void)is_hub;
	tree->n++;
	return 0;
}

/* A hub takes a port and has eight: add as many as it takes for all devices, and one port to spare. */
static void
add_hubs(struct vm_def *def, unsigned ports)
{
	struct usb_tree needed = { 0 };        /* only counts */

	each_usb(def, &needed, false, count_one);
	each_usb(def, &needed, true, count_one);
	ports += def->devices.hubs.n * HUB_PORTS;
	if (needed.n <= ports)
		return;
	for (; needed.n + 1 > ports; ports += HUB_PORTS - 1) {
		struct hub *hub = list_add(&def->devices.hubs);

		model_init(&hub_type, hub);
		hub->type = HUB_USB;
	}
}

static int
compare_buses(const void *a, const void *b)
{
	unsigned left = ((const struct usb_bus *)a)->number, right = ((const struct usb_bus *)b)->number;

	return ORDER_OF(left, right);
}

/* The buses, by number; returns how many ports they have together. */
static int
build(const struct vm_def *def, struct usb_tree *tree)
{
	int sum = 0;

	list_each(c, &def->devices.controllers) {
		int ports = c->type == CONTROLLER_USB ? controller_ports(c) : 0;

		if (ports < 0)
			return -1;
		if (!ports)
			continue;
		if (tree_bus(tree, c->index.value))
			return fail(FAULT_XML, "two USB controllers have index %u", (unsigned)c->index.value);
		*list_add(tree) = (struct usb_bus) { c->index.value, hub_new(ports) };
		sum += ports;
	}
	list_sort(tree, compare_buses);
	return sum;
}

int
qemu_complete_usb(struct vm_def *def)
{
	auto_usb_tree struct usb_tree tree = { 0 };
	int ports = build(def, &tree);

	if (ports < 0)
		return -1;
	if (ports)
		add_hubs(def, ports);
	if (each_usb(def, &tree, true, reserve_placed) < 0 || each_usb(def, &tree, false, reserve_placed) < 0)
		return -1;
	if (each_usb(def, &tree, true, plug_unplaced) < 0)
		return -1;
	return each_usb(def, &tree, false, plug_unplaced);
}
