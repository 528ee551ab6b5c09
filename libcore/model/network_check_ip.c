/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_check_ip - the rules of a network's addresses, leases and routes */
#include "model/network_check.h"

#include <ctype.h>

#include "base/fail.h"
#include "model/net_kinds.h"
#include "model/network.h"

#define UNUSED __attribute__((unused))

/* ---- DHCP ---- */

int
dhcp_lease_settle(void *object, UNUSED const xmlNode *at)
{
	struct dhcp_lease *lease = object;

	if (!lease->expiry.value)
		lease->unit = LEASE_UNIT_NONE;
	else if (!lease->unit)
		lease->unit = LEASE_MINUTES;
	return 0;
}

int
dhcp_lease_check(const void *object, UNUSED const xmlNode *at)
{
	static const unsigned seconds[lease_unit_count] = {
		[LEASE_SECONDS] = 1, [LEASE_MINUTES] = 60, [LEASE_HOURS] = 3600,
	};
	const struct dhcp_lease *lease = object;
	int64_t time;

	if (lease->expiry.value < 0 ||
	    __builtin_mul_overflow(lease->expiry.value, seconds[lease->unit], &time))
		return fail(FAULT_XML, "no such lease time: %lld", (long long)lease->expiry.value);
	if (lease->expiry.value && time < 120)
		return fail(FAULT_CONFIG, "a lease lasts 2 minutes at least");
	return 0;
}

int
dhcp_host_check(const void *object, UNUSED const xmlNode *at)
{
	const struct dhcp_host *host = object;
	char *mac = NULL;
	bool multicast;

	if (host->id && host->id[strspn(host->id, "0123456789abcdefABCDEF:")])
		return fail(FAULT_XML, "%s is no DHCP identifier", quote(host->id));
	if (host->name && !isalnum((unsigned char)*host->name))
		return fail(FAULT_XML, "the name %s of a DHCP host does not begin with a letter or digit", quote(host->name));
	if (!host->mac)
		return 0;
	if (kind_mac.read(&mac, host->mac, NULL, NULL) < 0)
		return fail(FAULT_XML, "%s is no MAC address", quote(host->mac));
	multicast = strtoul(mac, NULL, 16) & 1;
	free(mac);
	return multicast ? fail(FAULT_XML, "%s is a multicast address", host->mac) : 0;
}

int
dhcp_host_check_in(const struct dhcp_host *host, const struct network_ip *ip, bool partial)
{
	bool v6 = ip_is_v6(ip->address);

	if (v6 && host->mac)
		return fail(FAULT_XML, "DHCP host %s: IPv6 has no MAC addresses", host->mac);
	if (partial)
		return 0;
	if (!host->ip)
		return fail(FAULT_XML, "a DHCP host has no IP address");
	if (v6 && !host->id && !host->name)
		return fail(FAULT_XML, "DHCP host %s needs id or name", host->ip);
	if (!v6 && !host->mac && !host->name)
		return fail(FAULT_XML, "DHCP host %s needs mac or name", host->ip);
	return 0;
}

/* All bits behind the network's, if any, are the same, 0 or 1. */
static bool
has_host_part(const struct ip_address *address, unsigned prefix, bool ones)
{
	for (unsigned i = prefix; i < 32; i++)
		if ((address->byte[i / 8] >> (7 - i % 8) & 1) != ones)
			return false;
	return true;
}

/* As many addresses as libvirt counts: those that differ in the last two bytes. */
static bool
is_too_large(const struct ip_address *start, const struct ip_address *end)
{
	return memcmp(start->byte, end->byte, start->size - 2) != 0;
}

static int
check_range(const struct network_ip *ip, const struct dhcp_range *range)
{
	struct ip_address own, start, end;
	unsigned prefix = network_ip_prefix(ip);
	const char *what = NULL;

	ip_read(ip->address, &own);
	ip_read(range->start, &start);
	ip_read(range->end, &end);
	if (start.size != end.size || start.size != own.size)
		what = "is of another family than its network";
	else if (!ip_share_network(&own, &start, prefix) || !ip_share_network(&own, &end, prefix))
		what = "is not in its network";
	else if (own.size == 4 && has_host_part(&end, prefix, true))
		what = "ends with the broadcast address";
	else if (own.size == 4 && has_host_part(&start, prefix, false))
		what = "starts with the network's address";
	else if (is_too_large(&start, &end))
		what = "is larger than 65535 addresses";
	else if (!ip_is_at_most(&start, &end))
		what = "is reversed";
	return what ? fail(FAULT_INTERNAL, "range %s - %s %s", range->start, range->end, what) : 0;
}

static int
check_family(const char *family, const char *address, const char *netmask, unsigned prefix)
{
	bool v6 = text_same(family, "ipv6");

	if (family && !v6 && strcmp(family, "ipv4"))
		return fail(FAULT_XML, "%s is no family of addresses (one of ipv4, ipv6)", quote(family));
	if (v6 ? !ip_is_v6(address) : !ip_is_v4(address))
		return fail(FAULT_CONFIG, "address %s is not of family %s", address, v6 ? "ipv6" : "ipv4");
	if (v6 && netmask)
		return fail(FAULT_CONFIG, "address %s: IPv6 has no netmasks", address);
	if (netmask && !ip_is_v4(netmask))
		return fail(FAULT_CONFIG, "address %s: netmask %s is not IPv4", address, netmask);
	if (netmask && prefix)
		return fail(FAULT_CONFIG, "address %s has both prefix and netmask", address);
	if (prefix > (v6 ? 128 : 32))
		return fail(FAULT_CONFIG, "address %s: no such prefix: %u", address, prefix);
	return 0;
}

/* Names of boot files are handed out with IPv4 addresses only. */
int
network_ip_settle(void *object, const xmlNode *at)
{
	struct network_ip *ip = object;
	bool served = (ip->dhcp.ranges.n || ip->dhcp.hosts.n) && !ip_is_v6(ip->address);

	if ((served && ip->dhcp.boot_file) || (!ip->dhcp.boot_file && !ip->dhcp.boot_server))
		return 0;
	warn("%s: <bootp> does not count %s", xml_place(at),
	     served ? "without a file" : "where no IPv4 addresses are given");
	free(steal(ip->dhcp.boot_file));
	free(steal(ip->dhcp.boot_server));
	return 0;
}

int
network_ip_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_ip *ip = object;
	bool v6 = ip_is_v6(ip->address);
	struct ip_address mask;

	if (check_family(ip->family, ip->address, ip->netmask, ip->prefix) < 0)
		return -1;
	if (ip->dhcp.ranges.n && ip->netmask && ip_read(ip->netmask, &mask) && ip_mask_bits(&mask) < 0)
		return fail(FAULT_INTERNAL, "address %s: %s is no netmask", ip->address, ip->netmask);
	list_each(range, &ip->dhcp.ranges)
		if (check_range(ip, range) < 0)
			return -1;
	list_each(host, &ip->dhcp.hosts)
		if (dhcp_host_check_in(host, ip, false) < 0)
			return -1;
	if (v6 && ip->tftp_root)
		return fail(FAULT_CONFIG, "address %s: no TFTP over IPv6", ip->address);
	return 0;
}

/* The bits that count; without prefix or netmask none do, so that only the address of all
 * networks is left.  A mask that is none cannot be held against the address: all bits count. */
static unsigned
route_bits(const struct network_route *route, const struct ip_address *address)
{
	struct ip_address mask;
	int bits = -1;

	if (route->prefix.given)
		return route->prefix.value;
	if (!route->netmask)
		return 0;
	if (ip_read(route->netmask, &mask))
		bits = ip_mask_bits(&mask);
	return bits < 0 ? address->size * 8 : (unsigned)bits;
}

static bool
has_bits_behind(const struct ip_address *address, unsigned bits)
{
	for (unsigned i = bits; i < address->size * 8; i++)
		if (address->byte[i / 8] >> (7 - i % 8) & 1)
			return true;
	return false;
}

int
network_routes_check(const struct network_route_list *routes, bool only_gateways)
{
	list_each(route, routes)
		if (!route->address && (!only_gateways || route->netmask || route->prefix.given || route->metric))
			return fail(FAULT_XML, "missing attribute 'address' of 'route'");
	return 0;
}

int
network_route_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_route *route = object;
	struct ip_address address;

	if (!route->address)
		return 0;
	if (route->prefix.value < 0 || route->prefix.value > 128)
		return fail(FAULT_XML, "route %s: no such prefix: %lld", route->address,
			    (long long)route->prefix.value);
	if (route->netmask && route->prefix.given)
		return fail(FAULT_XML, "route %s has both prefix and netmask", route->address);
	if (check_family(route->family, route->address, route->netmask, route->prefix.value) < 0)
		return fail_as(FAULT_XML);
	if (ip_is_v4(route->gateway) != ip_is_v4(route->address))
		return fail(FAULT_XML, "gateway %s is of another family than route %s",
			    route->gateway, route->address);
	if (at && xml_attribute(at, "metric") && !route->metric)
		return fail(FAULT_XML, "route %s: the metric is 0", route->address);
	if (ip_read(route->address, &address) && has_bits_behind(&address, route_bits(route, &address)))
		return fail(FAULT_XML, "route: %s is not the address of a network", route->address);
	return 0;
}
