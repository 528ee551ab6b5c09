/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bridge - the networks that the host makes: a bridge, its addresses, dnsmasq, rules */
#include "bridge.h"

#include <errno.h>
#include <fcntl.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/netlink.h"
#include "base/nft.h"
#include "dnsmasq.h"
#include "driver/network.h"
#include "firewall.h"
#include "model/net_kinds.h"
#include "state/place.h"

/* ---- switches of the kernel ---- */

/* A kernel without IPv6 has no switches for it. */
static int
set_switch(const char *path, const char *value)
{
	auto_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : fail_errno("open %s", path);
	return write_all(fd, value, strlen(value)) < 0 ? fail_errno("write %s", path) : 0;
}

static bool
has_family(const struct network_def *def, bool v6)
{
	list_each(ip, &def->ips)
		if (ip_is_v6(ip->address) == v6)
			return true;
	return false;
}

/* The host takes no addresses from advertisements of its guests, and none at all where the
 * network has no IPv6. */
static int
set_ipv6(const struct network_def *def)
{
	bool v6 = has_family(def, true);
	static const char *const refused[] = { "accept_ra", "autoconf" };
	auto_free char *disable = text_format("/proc/sys/net/ipv6/conf/%s/disable_ipv6", def->bridge.name);

	if (set_switch(disable, v6 ? "0" : "1") < 0)
		return -1;
	for (unsigned i = 0; i < COUNT(refused); i++) {
		auto_free char *path = text_format("/proc/sys/net/ipv6/conf/%s/%s", def->bridge.name, refused[i]);

		if (set_switch(path, "0") < 0)
			return -1;
	}
	return 0;
}

static int
set_forwarding(const struct network_def *def)
{
	if (!def->forward)
		return 0;
	if (has_family(def, false) && set_switch("/proc/sys/net/ipv4/ip_forward", "1") < 0)
		return -1;
	return has_family(def, true) ? set_switch("/proc/sys/net/ipv6/conf/all/forwarding", "1") : 0;
}

/* ---- the parts, in the order in which they are made ---- */

static int
make_device(const struct network_def *def)
{
	const struct link_bridge bridge = {
		.name = def->bridge.name, .mac = def->mac, .mtu = def->mtu,
		.stp = def->bridge.stp != NO, .knows_addresses = def->bridge.mac_table_manager == MAC_TABLE_LIBVIRT,
		.delay = (unsigned)def->bridge.delay.value,
	};

	return link_add_bridge(&bridge);
}

static int
add_addresses(const struct network_def *def)
{
	list_each(ip, &def->ips)
		if (link_add_address(def->bridge.name, ip->address, network_ip_prefix(ip)) < 0)
			return -1;
	return 0;
}

static unsigned
route_prefix(const struct network_route *route)
{
	struct ip_address mask;

	if (route->prefix.given)
		return (unsigned)route->prefix.value;
	if (route->netmask && ip_read(route->netmask, &mask))
		return (unsigned)ip_mask_bits(&mask);
	return network_ip_prefix(&(struct network_ip){ .address = route->address });
}

/* libvirt's, where the kernel's own differs between IPv4 and IPv6. */
static unsigned
route_metric(const struct network_route *route)
{
	return route->metric ? route->metric : 1;
}

static int
add_route(const char *bridge, const struct network_route *route)
{
	return link_add_route(bridge, route->address, route_prefix(route), route->gateway, route_metric(route));
}

static int
remove_route(const char *bridge, const struct network_route *route)
{
	return link_remove_route(bridge, route->address, route_prefix(route), route->gateway, route_metric(route));
}

static int
add_routes(const struct network_def *def)
{
	list_each(route, &def->routes)
		if (add_route(def->bridge.name, route) < 0)
			return -1;
	return 0;
}

static int
limit(const struct network_def *def)
{
	return network_limit(def->bridge.name, def->bandwidth.inbound, def->bandwidth.outbound);
}

static bool
is_limited(const struct network_def *def)
{
	return def->bandwidth.inbound || def->bandwidth.outbound;
}

/* Rules come before the device is up, so that nothing passes without them. */
static int
make_parts(const struct network_def *def)
{
	if (set_ipv6(def) < 0 || firewall_make(def) < 0 || add_addresses(def) < 0)
		return -1;
	if (is_limited(def) && limit(def) < 0)
		return -1;
	if (link_set_up(def->bridge.name, true) < 0 || add_routes(def) < 0)
		return -1;
	return set_forwarding(def);
}

static int
run_dnsmasq(const char *folder, const struct network_def *def, const struct dnsmasq_files *files)
{
	auto_close int var = -1;

	if (!dnsmasq_wanted(def))
		return 0;
	var = place_open(PLACE_VAR, folder, true);
	return var < 0 || dnsmasq_write(def, files) < 0 || dnsmasq_start(files) < 0 ? -1 : 0;
}

/* ---- all of them ---- */

bool
bridge_is_there(const struct network_def *def)
{
	char mac[18];

	if (!def->bridge.name || !link_mac(def->bridge.name, mac))
		return false;
	return !def->mac || text_same(def->mac, mac);
}

/* Of a bridge that somebody has removed only the rules are left; one that is there and is not ours has
 * rules of its own. */
static bool
is_anything_there(const struct network_def *def)
{
	const char *name = def->bridge.name;

	return bridge_is_there(def) || (name && !link_index(name) && firewall_is_there(name));
}

int
bridge_remove(const char *folder, const char *name, const struct network_def *def)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };

	dnsmasq_files(folder, name, &files);
	if (dnsmasq_stop(&files) < 0 || !is_anything_there(def))
		return fail_fault() ? -1 : 0;
	if (network_def_mode(def) != NETWORK_OPEN && firewall_remove(def->bridge.name) < 0)
		return -1;
	return link_remove(def->bridge.name);
}

int
bridge_make(const char *folder, const char *name, const struct network_def *def)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };

	dnsmasq_files(folder, name, &files);
	if (make_device(def) < 0 || make_parts(def) < 0)
		return -1;
	return run_dnsmasq(folder, def, &files);
}

int
bridge_repair(const char *folder, const char *name, const struct network_def *def)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };
	bool has_rules = network_def_mode(def) != NETWORK_OPEN;

	dnsmasq_files(folder, name, &files);
	if (set_forwarding(def) < 0 || link_set_up(def->bridge.name, true) < 0)
		return -1;
	if (has_rules && !firewall_is_there(def->bridge.name) && firewall_make(def) < 0)
		return -1;
	return dnsmasq_wanted(def) && !dnsmasq_pid(&files) ? run_dnsmasq(folder, def, &files) : 0;
}

/* ---- a running one changes ---- */

/* What guests and the host's other programs know the network by. */
static int
check_same(const struct network_def *before, const struct network_def *def)
{
	const char *what = NULL;

	if (!text_same(before->uuid, def->uuid))
		what = "UUID";
	else if (!text_same(before->bridge.name, def->bridge.name))
		what = "bridge";
	else if (def->mac && !text_same(before->mac, def->mac))
		what = "MAC address";
	else if (network_def_has_bridge(before) != network_def_has_bridge(def))
		what = "forward mode";
	return what ? fail(FAULT_STATE, "the %s of an active network cannot change", what) : 0;
}

static bool
has_address(const struct network_def *def, const struct network_ip *wanted)
{
	list_each(ip, &def->ips)
		if (text_same(ip->address, wanted->address) && network_ip_prefix(ip) == network_ip_prefix(wanted))
			return true;
	return false;
}

static bool
has_route(const struct network_def *def, const struct network_route *wanted)
{
	list_each(route, &def->routes)
		if (text_same(route->address, wanted->address) && text_same(route->gateway, wanted->gateway) &&
		    route_prefix(route) == route_prefix(wanted) && route_metric(route) == route_metric(wanted))
			return true;
	return false;
}

/* What is to go; *ret_any: an address does. */
static int
drop_addresses(const struct network_def *before, const struct network_def *def, bool *ret_any)
{
	*ret_any = false;
	list_each(route, &before->routes)
		if (!has_route(def, route) && remove_route(def->bridge.name, route) < 0)
			return -1;
	list_each(ip, &before->ips) {
		if (has_address(def, ip))
			continue;
		*ret_any = true;
		if (link_remove_address(def->bridge.name, ip->address, network_ip_prefix(ip)) < 0)
			return -1;
	}
	return 0;
}

/* Routes lean on addresses: they go first, and come last.  With an address the kernel drops others of
 * its network, and routes: what stays is added again.  A program that was killed may have done some of
 * it, so a route is taken away before it is added. */
static int
change_addresses(const struct network_def *before, const struct network_def *def)
{
	const char *bridge = def->bridge.name;
	bool dropped;

	if (drop_addresses(before, def, &dropped) < 0 || set_ipv6(def) < 0 || add_addresses(def) < 0)
		return -1;
	list_each(route, &def->routes)
		if ((dropped || !has_route(before, route)) &&
		    (remove_route(bridge, route) < 0 || add_route(bridge, route) < 0))
			return -1;
	return 0;
}

static int
change_firewall(const struct network_def *before, const struct network_def *def)
{
	auto_free char *old_text = firewall_text(before), *new_text = firewall_text(def);

	/* Somebody may have flushed them meanwhile. */
	if (text_same(old_text, new_text) && (!new_text || firewall_is_there(def->bridge.name)))
		return 0;
	return new_text ? firewall_make(def) : firewall_remove(def->bridge.name);
}

static int
change_limits(const struct network_def *before, const struct network_def *def)
{
	if (model_compare(&network_bandwidth_type, &before->bandwidth, &def->bandwidth, LIVE) == 0)
		return 0;
	fail_forget();           /* they differ */
	return limit(def);
}

/* Hosts and names are read again; all else needs another process. */
static int
change_dnsmasq(const char *folder, const char *name, const struct network_def *before,
	       const struct network_def *def)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };
	auto_free char *old_text = NULL, *new_text = NULL;

	dnsmasq_files(folder, name, &files);
	old_text = dnsmasq_config_text(before, &files);
	new_text = dnsmasq_config_text(def, &files);
	if (text_same(old_text, new_text) && dnsmasq_pid(&files))
		return dnsmasq_write(def, &files) < 0 ? -1 : dnsmasq_reload(&files);
	return dnsmasq_stop(&files) < 0 ? -1 : run_dnsmasq(folder, def, &files);
}

int
bridge_update(const char *folder, const char *name, const struct network_def *before,
	      const struct network_def *def)
{
	if (check_same(before, def) < 0)
		return -1;
	if (!network_def_has_bridge(def))
		return 0;
	if (def->mtu && def->mtu != before->mtu && link_set_mtu(def->bridge.name, def->mtu) < 0)
		return -1;
	if (change_limits(before, def) < 0 || change_addresses(before, def) < 0 || change_firewall(before, def) < 0 || set_forwarding(def) < 0)
		return -1;
	return change_dnsmasq(folder, name, before, def);
}
