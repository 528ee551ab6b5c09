/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_subnet - which addresses are whose */
#include "driver/network_subnet.h"

#include <ifaddrs.h>
#include <netinet/in.h>

#include "driver/network_inside.h"
#include "model/net_kinds.h"

static struct ip_address
from_socket(const struct sockaddr *address)
{
	struct ip_address ip = { 0 };

	if (!address || (address->sa_family != AF_INET && address->sa_family != AF_INET6))
		return ip;
	ip.size = address->sa_family == AF_INET ? 4 : 16;
	memcpy(ip.byte, ip.size == 4 ? (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr :
		(const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, ip.size);
	return ip;
}

/* Two networks overlap when they are the same in the bits of the shorter prefix. */
static bool
overlap(const struct network_ip *ip, const struct ip_address *other, unsigned bits)
{
	unsigned own = network_ip_prefix(ip);
	struct ip_address address;

	return ip_read(ip->address, &address) && ip_share_network(&address, other, own < bits ? own : bits);
}

static bool
is_link_local(const struct ip_address *address)
{
	return address->size == 16 && address->byte[0] == 0xfe && (address->byte[1] & 0xc0) == 0x80;
}

char *
network_subnet_device(const struct network_ip *ip, const char *except)
{
	struct ifaddrs *all = NULL;
	char *found = NULL;

	if (getifaddrs(&all) < 0)
		return NULL;
	for (struct ifaddrs *at = all; at && !found; at = at->ifa_next) {
		struct ip_address address = from_socket(at->ifa_addr), mask = from_socket(at->ifa_netmask);
		int bits = mask.size ? ip_mask_bits(&mask) : -1;

		if (bits > 0 && !is_link_local(&address) && !text_same(at->ifa_name, except) &&
		    overlap(ip, &address, (unsigned)bits))
			found = xstrdup(at->ifa_name);
	}
	freeifaddrs(all);
	return found;
}

static bool
has_subnet(const struct network_def *def, const struct network_ip *ip)
{
	struct ip_address address;

	list_each(other, &def->ips)
		if (ip_read(other->address, &address) && overlap(ip, &address, network_ip_prefix(other)))
			return true;
	return false;
}

char *
network_subnet_owner(const struct network_ip *ip, const char *except)
{
	const struct service *service = network_service();
	auto_strings struct strings names = { 0 };

	if (!service || network_names(NETWORKS_ALL, NULL, &names) < 0)
		return NULL;
	for (unsigned i = 0; i < names.n; i++) {
		enum place place = store_has(PLACE_RUN, service->folder, names.item[i]) ? PLACE_RUN : PLACE_ETC;
		auto_document(network_def) struct network_def *def = NULL;

		if (text_same(names.item[i], except))
			continue;
		def = network_read(place, service->folder, names.item[i]);
		if (def && has_subnet(def, ip))
			return xstrdup(names.item[i]);
		fail_forget();   /* what cannot be read takes nothing */
	}
	return NULL;
}

static bool
is_taken(const struct network_def *def, const struct network_ip *ip)
{
	auto_free char *device = network_subnet_device(ip, def->bridge.name);
	auto_free char *owner = device ? NULL : network_subnet_owner(ip, def->name);

	return device || owner;
}

/* The network's bits are those of base, the rest stays. */
static void
move(char **text, const struct ip_address *base, unsigned prefix)
{
	auto_text struct text moved = { 0 };
	struct ip_address address;

	if (!*text || !ip_read(*text, &address) || address.size != base->size)
		return;
	for (unsigned i = 0; i < prefix; i++) {
		unsigned char bit = (unsigned char)(0x80 >> i % 8);

		address.byte[i / 8] = (unsigned char)((address.byte[i / 8] & ~bit) | (base->byte[i / 8] & bit));
	}
	ip_write(&address, &moved);
	free(*text);
	*text = text_take(&moved);
}

static void
move_network(struct network_def *def, struct network_ip *ip, const struct ip_address *base)
{
	unsigned prefix = network_ip_prefix(ip);
	struct ip_address before, other;

	ip_read(ip->address, &before);
	move(&ip->address, base, prefix);
	list_each(range, &ip->dhcp.ranges) {
		move(&range->start, base, prefix);
		move(&range->end, base, prefix);
	}
	list_each(host, &ip->dhcp.hosts)
		move(&host->ip, base, prefix);
	list_each(host, &def->dns.hosts)
		if (ip_read(host->ip, &other) && ip_share_network(&before, &other, prefix))
			move(&host->ip, base, prefix);
	list_each(route, &def->routes)
		if (ip_read(route->gateway, &other) && ip_share_network(&before, &other, prefix))
			move(&route->gateway, base, prefix);
}

/* From 192.168.122.0 on, where libvirt's own network is. */
static int
choose(struct network_def *def, struct network_ip *ip)
{
	unsigned prefix = network_ip_prefix(ip);

	for (unsigned i = 122; i < 255; i++) {
		const struct ip_address base = { .size = 4, .byte = { 192, 168, (unsigned char)i } };

		move_network(def, ip, &base);
		if (!is_taken(def, ip))
			return 0;
	}
	return fail(FAULT_FAILED, "no network with a prefix of %u bits is free in 192.168.0.0/16", prefix);
}

int
network_subnets_choose(struct network_def *def)
{
	list_each(ip, &def->ips) {
		if (!ip_is_v4(ip->address) || !is_taken(def, ip))
			continue;
		if (network_ip_prefix(ip) < 24)
			return fail(FAULT_FAILED, "network %s/%u is taken, and too large to be replaced",
				    ip->address, network_ip_prefix(ip));
		if (choose(def, ip) < 0)
			return -1;
	}
	return 0;
}
