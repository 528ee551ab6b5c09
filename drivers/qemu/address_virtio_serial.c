/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* address_virtio_serial - ports of virtio-serial controllers for channels and consoles */
#include "base/fail.h"
#include "complete.h"

enum { PORTS = 31 };

struct serial_bus {
	unsigned index, ports;
	uint32_t taken;                   /* a bit for each port; port 0 is for the first console */
};

struct serial_buses { struct serial_bus *item; unsigned n; };

static void
buses_done(struct serial_buses *buses)
{
	free(buses->item);
}

static int
by_index(const void *a, const void *b)
{
	const struct serial_bus *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

static int
build(const struct vm_def *def, struct serial_buses *buses)
{
	list_each(c, &def->devices.controllers) {
		struct serial_bus *bus;

		if (c->type != CONTROLLER_VIRTIO_SERIAL)
			continue;
		if (c->ports.given && c->ports.value < 0)
			return fail(FAULT_CONFIG, "a virtio-serial controller has no negative number of ports");
		bus = list_add(buses);
		bus->index = c->index.value;
		bus->ports = c->ports.given && c->ports.value < PORTS ? c->ports.value : PORTS;
	}
	if (buses->n)
		qsort(buses->item, buses->n, sizeof *buses->item, by_index);
	return 0;
}

static struct serial_bus *
find_bus(struct serial_buses *buses, unsigned index)
{
	list_each(bus, buses)
		if (bus->index == index)
			return bus;
	return NULL;
}

static bool
has_port(const struct device_info *info)
{
	return info->address.type == ADDRESS_VIRTIO_SERIAL && info->address.virtio_serial.port.value;
}

static int
reserve(struct serial_buses *buses, const struct device_info *info)
{
	unsigned index = info->address.virtio_serial.controller.value;
	unsigned port = info->address.virtio_serial.port.value;
	struct serial_bus *bus = find_bus(buses, index);

	if (!bus)
		return fail(FAULT_CONFIG, "there is no virtio-serial controller %u", index);
	if (port >= bus->ports)
		return fail(FAULT_XML, "virtio-serial controller %u has no port %u", index, port);
	if (bus->taken >> port & 1)
		return fail(FAULT_XML, "port %u of virtio-serial controller %u is used twice", port, index);
	bus->taken |= UINT32_C(1) << port;
	return 0;
}

static int
free_port(const struct serial_bus *bus, bool zero)
{
	for (unsigned port = zero ? 0 : 1; port < bus->ports; port++)
		if (!(bus->taken >> port & 1))
			return port;
	return -1;
}

/* Somewhere, or on the controller that was asked for; when all are full, on a new one. */
static struct serial_bus *
choose_bus(struct vm_def *def, struct serial_buses *buses, const struct device_info *info, bool zero)
{
	bool said = info->address.type == ADDRESS_VIRTIO_SERIAL && info->address.virtio_serial.controller.given;
	struct serial_bus *bus;
	unsigned index = 0;

	list_each(candidate, buses)
		if ((!said || candidate->index == info->address.virtio_serial.controller.value) &&
		    free_port(candidate, zero) >= 0)
			return candidate;
	if (said)
		return fail(FAULT_CONFIG, "virtio-serial controller %u has no free port",
			    (unsigned)info->address.virtio_serial.controller.value), NULL;
	while (find_bus(buses, index))
		index++;
	qemu_add_controller(def, CONTROLLER_VIRTIO_SERIAL, index, CONTROLLER_MODEL_NONE);
	bus = list_add(buses);
	*bus = (struct serial_bus) { .index = index, .ports = PORTS };
	return bus;
}

static int
assign(struct vm_def *def, struct serial_buses *buses, struct device_info *info, bool zero)
{
	struct serial_bus *bus;
	int port;

	if (has_port(info) || (info->address.type && info->address.type != ADDRESS_VIRTIO_SERIAL))
		return 0;
	bus = choose_bus(def, buses, info, zero);
	if (!bus)
		return -1;
	port = free_port(bus, zero);
	bus->taken |= UINT32_C(1) << port;
	device_address_clear(&info->address);
	info->address.type = ADDRESS_VIRTIO_SERIAL;
	info->address.virtio_serial.controller = NUMBER_OF(bus->index);
	info->address.virtio_serial.bus = NUMBER_OF(0);
	info->address.virtio_serial.port = NUMBER_OF(port);
	return 0;
}

int
qemu_complete_virtio_serial(struct vm_def *def)
{
	struct serial_buses buses __attribute__((cleanup(buses_done))) = { 0 };

	if (build(def, &buses) < 0)
		return -1;
	list_each(channel, &def->devices.channels)
		if (channel->target == TARGET_VIRTIO && has_port(&channel->info) && reserve(&buses, &channel->info) < 0)
			return -1;
	list_each(console, &def->devices.consoles)
		if (console->target == TARGET_VIRTIO && has_port(&console->info) && reserve(&buses, &console->info) < 0)
			return -1;
	list_each(channel, &def->devices.channels)
		if (channel->target == TARGET_VIRTIO && assign(def, &buses, &channel->info, false) < 0)
			return -1;
	/* QEMU itself finds a port for a console of which nothing was said. */
	list_each(console, &def->devices.consoles)
		if (console->target == TARGET_VIRTIO && console->info.address.type == ADDRESS_VIRTIO_SERIAL &&
		    assign(def, &buses, &console->info, true) < 0)
			return -1;
	return 0;
}
