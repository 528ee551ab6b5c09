/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* updown - interfaces are made, get their addresses, and lose them again
 *
 * An interface that is there already is brought to what the definition says: after a program
 * that was killed, the same call again does the rest. */
#include <errno.h>
#include <unistd.h>

#include "base/netlink.h"
#include "base/process.h"
#include "live.h"
#include "manager.h"

/* ---- DHCP ---- */

/* Clients, and what makes one ask for an interface and stay with it; %s is the interface. */
static const char *const clients[][8] = {
	{ "dhclient", "-nw", "%s" },
	{ "dhcpcd", "-b", "%s" },
	{ "udhcpc", "-b", "-i", "%s" },
};
static const char *const clients6[][8] = {
	{ "dhclient", "-6", "-nw", "%s" },
	{ "dhcpcd", "-6", "-b", "%s" },
	{ "udhcpc6", "-b", "-i", "%s" },
};

static bool
is_installed(const char *program)
{
	static const char *const folders[] = { "/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin" };

	for (unsigned i = 0; i < COUNT(folders); i++) {
		auto_free char *path = text_format("%s/%s", folders[i], program);

		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static int
ask_for_address(const char *name, bool v6)
{
	for (unsigned i = 0; i < COUNT(clients); i++) {
		const char *const *words = v6 ? clients6[i] : clients[i];
		char *argv[COUNT(clients[0])] = { NULL };

		if (!is_installed(words[0]))
			continue;
		for (unsigned n = 0; words[n]; n++)
			argv[n] = (char *)(strcmp(words[n], "%s") ? words[n] : name);
		return process_run(argv, NULL);
	}
	return fail(FAULT_UNSUPPORTED, "no DHCP client is here: dhclient, dhcpcd or udhcpc");
}

/* ---- up ---- */

static int
make_bridge(const struct interface_def *def)
{
	struct link_bridge bridge = {
		.name = def->name, .mtu = def->mtu, .stp = def->bridge.stp == YES,
		.delay = def->bridge.delay ? (unsigned)atoi(def->bridge.delay) : 0,
	};

	return link_add_bridge(&bridge);
}

static int
make(const struct interface_def *def)
{
	if (live_is_there(def->name))
		return 0;
	switch (def->type) {
	case INTERFACE_BRIDGE:
		return make_bridge(def);
	case INTERFACE_BOND:
		return link_add_bond(def->name, &def->bond);
	case INTERFACE_VLAN:
		if (!live_is_there(def->vlan.dev))
			return fail(FAULT_MISSING, "interface '%s', which it is on, is not there", def->vlan.dev);
		return link_add_vlan(def->name, def->vlan.dev, (unsigned)def->vlan.tag.value);
	default:
		return fail(FAULT_MISSING, "there is no such network card");
	}
}

static int
add_address(const struct interface_def *def, const struct interface_protocol *protocol,
	    const struct interface_address *address)
{
	auto_free char *text = address_text(protocol, address);

	return link_add_address(def->name, address->address, (unsigned)atoi(strchr(text, '/') + 1));
}

static int
add_gateway(const struct interface_def *def, const struct interface_protocol *protocol)
{
	bool v6 = strcmp(protocol->family, "ipv6") == 0;

	if (!protocol->gateway ||
	    link_add_route(def->name, v6 ? "::" : "0.0.0.0", 0, protocol->gateway, 0) == 0)
		return 0;
	if (fail_errno_value() != EEXIST)
		return -1;
	fail_forget();           /* it is there already */
	return 0;
}

static int
add_protocols(const struct interface_def *def)
{
	list_each(protocol, &def->protocols) {
		list_each(address, &protocol->addresses)
			if (add_address(def, protocol, address) < 0)
				return -1;
		if (add_gateway(def, protocol) < 0)
			return -1;
		if (protocol->dhcp && ask_for_address(def->name, strcmp(protocol->family, "ipv6") == 0) < 0)
			return -1;
	}
	return 0;
}

/* What is in a bridge has no addresses of its own: they go when it is in.  A bond takes only what is down. */
static int
join(const struct interface_def *def, const struct interface_def *port)
{
	bool is_bond = def->type == INTERFACE_BOND;

	if (port->type != INTERFACE_ETHERNET && live_start(port) < 0)
		return -1;
	if (!live_is_there(port->name))
		return fail(FAULT_MISSING, "interface '%s', which is in it, is not there", port->name);
	if (is_bond && link_set_up(port->name, false) < 0)
		return -1;
	if (port->mtu && link_set_mtu(port->name, port->mtu) < 0)
		return -1;
	if (link_set_bridge(port->name, def->name) < 0 || link_flush(port->name) < 0)
		return -1;
	return link_set_up(port->name, true);
}

int
live_start(const struct interface_def *def)
{
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	if (make(def) < 0)
		return -1;
	if (ports)
		list_each(port, ports)
			if (join(def, port) < 0)
				return -1;
	if (def->mtu && link_set_mtu(def->name, def->mtu) < 0)
		return -1;
	if (def->type == INTERFACE_VLAN && link_set_up(def->vlan.dev, true) < 0)
		return -1;
	return link_set_up(def->name, true) < 0 ? -1 : add_protocols(def);
}

/* ---- down ---- */

static int
leave(const struct interface_def *port)
{
	if (!live_is_there(port->name))
		return 0;
	if (link_set_bridge(port->name, NULL) < 0 || link_set_up(port->name, false) < 0)
		return -1;
	return port->type == INTERFACE_ETHERNET ? 0 : link_remove(port->name);
}

int
live_stop(const struct interface_def *def)
{
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	if (!live_is_there(def->name))
		return 0;
	if (link_flush(def->name) < 0)
		return -1;
	if (ports)
		list_each(port, ports)
			if (leave(port) < 0)
				return -1;
	if (link_set_up(def->name, false) < 0)
		return -1;
	return def->type == INTERFACE_ETHERNET ? 0 : link_remove(def->name);
}
