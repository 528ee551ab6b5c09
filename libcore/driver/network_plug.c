/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_plug - what a network connects its ports to: bridges, and devices that it lends */
#include "driver/network_inside.h"

/* How many ports use a device of the host. */
static unsigned
users_of(struct network *network, const struct network_port_def *like)
{
	auto_strings struct strings uuids = { 0 };
	unsigned users = 0;

	if (network_ports(network, &uuids) < 0)
		fail_forget();   /* then nobody uses it */
	for (unsigned i = 0; i < uuids.n; i++) {
		auto_document(network_port_def) struct network_port_def *port = network_port(network, uuids.item[i]);

		if (!port)
			fail_forget();   /* it went just now */
		else if (like->plug.dev ? text_same(port->plug.dev, like->plug.dev) :
			 port->plug.type == PLUG_HOSTDEV && pci_same(&port->plug.pci, &like->plug.pci))
			users++;
	}
	return users;
}

void
network_count_users(struct network *network, struct network_def *def)
{
	def->connections = network_connections(network);
	if (!def->forward)
		return;
	list_each(interface, &def->forward->interfaces)
		interface->connections = users_of(network, &(struct network_port_def){ .plug.dev = interface->dev });
	list_each(address, &def->forward->addresses)
		address->connections = users_of(network, &(struct network_port_def){ .plug.pci = address->pci });
}

static int
none_is_free(const struct network *network)
{
	return fail(FAULT_FAILED, "network '%s' has no free device", network->name);
}

/* ---- devices by name ---- */

static const enum macvtap_mode direct_modes[network_mode_count] = {
	[NETWORK_BRIDGE] = MACVTAP_BRIDGE, [NETWORK_PRIVATE] = MACVTAP_PRIVATE, [NETWORK_VEPA] = MACVTAP_VEPA,
	[NETWORK_PASSTHROUGH] = MACVTAP_PASSTHROUGH,
};

/* The device that fewest ports use; a passed through one has one user. */
static int
choose_device(struct network *network, const struct network_def *def, struct network_port_def *port)
{
	enum network_mode mode = network_def_mode(def);
	const char *chosen = NULL;
	unsigned fewest = UINT32_MAX;

	port->plug.type = PLUG_DIRECT;
	port->plug.mode = direct_modes[mode];
	list_each(interface, &def->forward->interfaces) {
		const struct network_port_def like = { .plug.dev = interface->dev };
		unsigned users = users_of(network, &like);

		if (users < fewest) {
			fewest = users;
			chosen = interface->dev;
		}
	}
	if (!chosen || (mode == NETWORK_PASSTHROUGH && fewest))
		return none_is_free(network);
	port->plug.dev = xstrdup(chosen);
	return 0;
}

/* ---- functions by address ---- */

static int
choose_function(struct network *network, const struct network_def *def, struct network_port_def *port)
{
	port->plug.type = PLUG_HOSTDEV;
	port->plug.managed = def->forward->managed == YES ? YES : UNSAID;
	port->plug.driver = def->forward->driver;
	port->plug.driver_model = xstrdup(def->forward->driver_model);
	port->plug.iommufd = def->forward->iommufd;
	list_each(address, &def->forward->addresses) {
		port->plug.pci = address->pci;
		if (!users_of(network, port))
			return 0;
	}
	return none_is_free(network);
}

/* ---- any ---- */

int
network_choose_plug(struct network *network, const struct network_def *def, struct network_port_def *port)
{
	if (network_def_mode(def) == NETWORK_HOSTDEV)
		return choose_function(network, def, port);
	if (!def->bridge.name)
		return choose_device(network, def, port);
	port->plug.type = network_def_has_bridge(def) ? PLUG_NETWORK : PLUG_BRIDGE;
	port->plug.bridge = xstrdup(def->bridge.name);
	port->plug.mac_table_manager = def->bridge.mac_table_manager;
	return 0;
}

static enum network_mode
mode_without_bridge(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	const struct network_def *def = network ? network_def(network) : NULL;

	fail_forget();           /* what is wrong with it is told when it is used */
	return def && !def->bridge.name ? network_def_mode(def) : NETWORK_ISOLATED;
}

bool
network_lends_devices(const char *name)
{
	return direct_modes[mode_without_bridge(name)];
}

bool
network_lends_functions(const char *name)
{
	return mode_without_bridge(name) == NETWORK_HOSTDEV;
}
