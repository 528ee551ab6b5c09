/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - the networks of this host */
#include "base/fail.h"
#include "base/netlink.h"
#include "bridge.h"
#include "check.h"
#include "dnsmasq_config.h"
#include "driver/network.h"
#include "leases.h"
#include "settle.h"

/* Devices of the host that the rules and dnsmasq are told of. */
static int
check_devices(const struct network_def *def)
{
	if (def->forward && def->forward->dev && link_name_check(def->forward->dev) < 0)
		return -1;
	if (def->forward)
		list_each(interface, &def->forward->interfaces)
			if (link_name_check(interface->dev) < 0)
				return -1;
	return 0;
}

static int
prepare(struct network_def *def)
{
	if (def->bridge.name && link_name_check(def->bridge.name) < 0)
		return -1;
	if (def->bridge.zone)
		return fail(FAULT_UNSUPPORTED, "zone '%s': this host's packet filter has no zones", def->bridge.zone);
	if (def->domain.registered == YES)
		return fail(FAULT_UNSUPPORTED, "domain '%s': it is not registered with the host's resolver", def->domain.name);
	return check_devices(def) < 0 || dnsmasq_check(def) < 0 ? -1 : 0;
}

/* Networks that lend what the host has are nothing but their files. */
static int
start(const char *folder, const char *name, const struct network_def *def)
{
	if (!network_def_has_bridge(def))
		return 0;
	return check_subnets(def) < 0 ? -1 : bridge_make(folder, name, def);
}

static int
stop(const char *folder, const char *name, const struct network_def *def)
{
	return network_def_has_bridge(def) ? bridge_remove(folder, name, def) : 0;
}

static bool
is_there(const struct network_def *def)
{
	return !network_def_has_bridge(def) || bridge_is_there(def);
}

static int
join(const struct network_def *def, const char *device, const struct network_port_def *port)
{
	const struct network_bridge_port at = {
		.bridge = def->bridge.name, .mac = port->mac, .isolated = port->isolated == YES,
		.known = port->plug.mac_table_manager == MAC_TABLE_LIBVIRT,
	};

	return def->bridge.name ? network_bridge_join(device, &at) : 0;
}

static int
share(const struct network_def *def, const struct network_share_list *shares)
{
	return network_share(def->bridge.name, def->bandwidth.inbound, shares);
}

static int
repair(const char *folder, const char *name, const struct network_def *def)
{
	return network_def_has_bridge(def) ? bridge_repair(folder, name, def) : 0;
}

static const struct network_ops network_ops = {
	.hook     = "network",
	.prepare  = prepare,
	.settle   = settle,
	.start    = start,
	.stop     = stop,
	.is_there = is_there,
	.join     = join,
	.share    = share,
	.forget   = leases_forget,
	.repair   = repair,
	.update   = bridge_update,
	.leases   = leases_read,
	.check    = check_network,
};

/* It is never named by a URI. */
static int
open_host(struct host *host)
{
	return fail(FAULT_USAGE, "%s: the network driver serves networks of other drivers' hosts", host->uri.text);
}

DRIVER(
	.name    = "network",
	.summary = "virtual networks of this host",
	.open    = open_host,
	.network = &network_ops,
);
