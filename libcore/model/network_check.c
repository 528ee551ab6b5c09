/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_check - the rules of <network> that join fields */
#include "model/network_check.h"

#include "base/fail.h"
#include "model/net_kinds.h"
#include "model/network.h"

#define UNUSED __attribute__((unused))

/* ---- forward ---- */

static int
check_nat(const struct network_forward *forward, const xmlNode *at)
{
	struct ip_address start, end;

	if (!forward->nat.start != !forward->nat.end)
		return fail(FAULT_XML, "nat: an address range needs start and end");
	if (forward->nat.start && ip_read(forward->nat.start, &start) &&
	    ip_read(forward->nat.end, &end) && !ip_is_at_most(&start, &end))
		return fail(FAULT_INTERNAL, "range %s - %s is reversed", forward->nat.start,
			    forward->nat.end);
	if (forward->nat.first_port > 65535 || forward->nat.last_port > 65535 ||
	    forward->nat.first_port > forward->nat.last_port)
		return fail(FAULT_DETAIL, "nat: no such range of ports: %u - %u",
			    forward->nat.first_port, forward->nat.last_port);
	if (forward->mode != NETWORK_NAT && (forward->nat.start || forward->nat.last_port ||
					     forward->nat.ipv6 || (at && xml_child(at, "nat"))))
		return fail(FAULT_XML, "<nat> needs forward mode='nat'");
	return 0;
}

static bool
is_same_device(const struct pci_address *a, const struct pci_address *b)
{
	return a->domain.value == b->domain.value && a->bus.value == b->bus.value &&
	       a->slot.value == b->slot.value && a->function.value == b->function.value;
}

static int
check_pool(const struct network_forward *forward)
{
	for (unsigned i = 0; i < forward->interfaces.n; i++)
		for (unsigned j = 0; j < i; j++)
			if (text_same(forward->interfaces.item[i].dev, forward->interfaces.item[j].dev))
				return fail(FAULT_XML, "interface '%s' is listed twice",
					    forward->interfaces.item[i].dev);
	for (unsigned i = 0; i < forward->addresses.n; i++)
		for (unsigned j = 0; j < i; j++)
			if (is_same_device(&forward->addresses.item[i].pci,
					   &forward->addresses.item[j].pci))
				return fail(FAULT_XML, "PCI device %u of the list is in it twice", i + 1);
	return 0;
}

int
network_forward_check(const void *object, const xmlNode *at)
{
	const struct network_forward *forward = object;
	const xmlNode *pf = at ? xml_child(at, "pf") : NULL;

	if (forward->dev && (forward->addresses.n || forward->pf))
		return fail(FAULT_XML, "forward dev cannot stand beside <address> or <pf>");
	if (forward->dev && forward->interfaces.n &&
	    !text_same(forward->dev, forward->interfaces.item[0].dev))
		return fail(FAULT_XML, "forward dev '%s' is not the first interface, '%s'",
			    forward->dev, forward->interfaces.item[0].dev);
	if (pf && xml_next(pf, "pf"))
		return fail(FAULT_XML, "%s: a second <pf>", xml_place(xml_next(pf, "pf")));
	if (check_nat(forward, at) < 0)
		return -1;
	return check_pool(forward);
}

/* ---- dns ---- */

int
dns_forwarder_check(const void *object, UNUSED const xmlNode *at)
{
	const struct dns_forwarder *forwarder = object;

	if (!forwarder->addr && !forwarder->domain)
		return fail(FAULT_XML, "a forwarder has neither addr nor domain");
	return 0;
}

int
dns_txt_check(const void *object, UNUSED const xmlNode *at)
{
	const struct dns_txt *txt = object;

	if (!txt->name || !txt->value)
		return fail(FAULT_DETAIL, "a TXT record needs name and value");
	if (strpbrk(txt->name, " ,"))
		return fail(FAULT_DETAIL, "a TXT record's name has no blank or comma: %s",
			    quote(txt->name));
	return 0;
}

/* What /etc/services and /etc/protocols use, less the dot, which separates the
 * parts of a record. */
#define LETTERS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
static const char service_letters[] = LETTERS "_-+/*";
static const char protocol_letters[] = LETTERS "-+/";
enum { SERVICE_MAX = 512 };

int
dns_srv_check(const void *object, const xmlNode *at)
{
	const struct dns_srv *srv = object;

	if (!srv->service || !srv->protocol)
		return fail(FAULT_DETAIL, "an SRV record needs service and protocol");
	if (strlen(srv->service) > SERVICE_MAX || srv->service[strspn(srv->service, service_letters)])
		return fail(FAULT_DETAIL, "%s is no service", quote(srv->service));
	if (srv->protocol[strspn(srv->protocol, protocol_letters)])
		return fail(FAULT_DETAIL, "%s is no protocol", quote(srv->protocol));
	if (!srv->target && (srv->port || srv->priority || srv->weight))
		return fail(FAULT_DETAIL, "service '%s': port, priority and weight need a target",
			    srv->service);
	if (at && xml_attribute(at, "port") && !srv->port)
		return fail(FAULT_DETAIL, "service '%s': no such port: 0", srv->service);
	if (srv->port > 65535 || srv->priority > 65535 || srv->weight > 65535)
		return fail(FAULT_DETAIL, "service '%s': a number is larger than 65535", srv->service);
	return 0;
}

int
dns_host_check(const void *object, UNUSED const xmlNode *at)
{
	const struct dns_host *host = object;

	if (!host->ip)
		return fail(FAULT_DETAIL, "a DNS host has no IP address");
	if (!host->hostnames.n)
		return fail(FAULT_DETAIL, "DNS host %s has no hostname", host->ip);
	list_each(name, &host->hostnames)
		if (!name->text)
			return fail(FAULT_DETAIL, "DNS host %s has an empty hostname", host->ip);
	return 0;
}

int
network_dns_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_dns *dns = object;

	if (dns->enable == NO && (dns->forwarders.n || dns->txts.n || dns->srvs.n || dns->hosts.n))
		return fail(FAULT_XML, "dns is disabled and has records");
	return 0;
}

/* ---- addresses ---- */

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
		return fail(FAULT_XML, "a lease lasts 2 minutes at least");
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
	if (host->name && !*host->name)
		return fail(FAULT_XML, "a DHCP host's name is empty");
	if (!host->mac)
		return 0;
	if (kind_mac.read(&mac, host->mac, NULL, NULL) < 0)
		return fail(FAULT_XML, "%s is no MAC address", quote(host->mac));
	multicast = strtoul(mac, NULL, 16) & 1;
	free(mac);
	return multicast ? fail(FAULT_XML, "%s is a multicast address", host->mac) : 0;
}

static int
check_host_family(const struct dhcp_host *host, bool v6)
{
	if (!host->ip)
		return fail(FAULT_XML, "a DHCP host has no IP address");
	if (v6 && host->mac)
		return fail(FAULT_XML, "DHCP host %s: IPv6 has no MAC addresses", host->ip);
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

/* Only IPv4 hands out names of boot files here. */
int
network_ip_settle(void *object, const xmlNode *at)
{
	struct network_ip *ip = object;

	if (!ip_is_v6(ip->address) || !ip->dhcp.boot_file)
		return 0;
	warn("%s: <bootp> does not count for IPv6", xml_place(at));
	free(steal(ip->dhcp.boot_file));
	free(steal(ip->dhcp.boot_server));
	return 0;
}

int
network_ip_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_ip *ip = object;
	bool v6 = ip_is_v6(ip->address);

	if (check_family(ip->family, ip->address, ip->netmask, ip->prefix) < 0)
		return -1;
	list_each(range, &ip->dhcp.ranges)
		if (check_range(ip, range) < 0)
			return -1;
	list_each(host, &ip->dhcp.hosts)
		if (check_host_family(host, v6) < 0)
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
network_route_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_route *route = object;
	struct ip_address address;

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

/* ---- the network ---- */

static int
check_shaping(const struct network_bandwidth *bandwidth)
{
	if (bandwidth->class_id)
		return fail(FAULT_DETAIL, "bandwidth: only ports have a classID");
	if (bandwidth->inbound && bandwidth->inbound->floor)
		return fail(FAULT_XML, "bandwidth: only guests' interfaces have a floor");
	return 0;
}

int
portgroup_check(const void *object, UNUSED const xmlNode *at)
{
	return check_shaping(&((const struct portgroup *)object)->bandwidth);
}

static int
check_gateways(const struct network_def *def)
{
	list_each(route, &def->routes) {
		struct ip_address gateway, own;
		bool reachable = false;

		ip_read(route->gateway, &gateway);
		list_each(ip, &def->ips)
			if (ip_read(ip->address, &own) &&
			    ip_share_network(&own, &gateway, network_ip_prefix(ip)))
				reachable = true;
		if (!reachable)
			return fail(FAULT_CONFIG, "gateway %s is not in the network", route->gateway);
	}
	return 0;
}

/* The modes in which the host routes. */
static int
check_routed(const struct network_def *def, const char *mode)
{
	if (!def->ips.n)
		return fail(FAULT_XML, "forward mode='%s' needs an IP address", mode);
	if (def->forward->interfaces.n > 1)
		return fail(FAULT_XML, "forward mode='%s' takes one device only", mode);
	if (def->forward->mode == NETWORK_OPEN && (def->forward->dev || def->forward->interfaces.n))
		return fail(FAULT_XML, "forward mode='open' takes no device");
	return 0;
}

/* The modes in which the host only lends what it has. */
static int
check_bridged(const struct network_def *def, const char *mode)
{
	const struct network_forward *forward = def->forward;
	bool own = forward->mode == NETWORK_BRIDGE;

	if (!own && (def->bridge.name || def->bridge.zone || def->bridge.mac_table_manager))
		return fail(FAULT_XML, "forward mode='%s' has no bridge", mode);
	if (def->bridge.stp || def->bridge.delay.value || def->bridge.zone)
		return fail(FAULT_XML, "forward mode='%s': the bridge's stp, delay and zone are not ours", mode);
	if (def->bridge.name && (forward->dev || forward->interfaces.n || forward->addresses.n ||
				 forward->pf))
		return fail(FAULT_XML, "forward mode='%s' takes a bridge or devices, not both", mode);
	if (def->mtu)
		return fail(FAULT_XML, "forward mode='%s' has no mtu", mode);
	return 0;
}

int
network_def_check(const void *object, UNUSED const xmlNode *at)
{
	const struct network_def *def = object;
	const char *mode = words_name(&network_mode_words, network_def_mode(def));

	if (strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	if (def->title && strchr(def->title, '\n'))
		return fail(FAULT_XML, "the title has more than one line");
	if (def->mac && strtoul(def->mac, NULL, 16) & 1)
		return fail(FAULT_XML, "MAC address %s is a multicast address", def->mac);
	if (def->virtualport && !def->virtualport->type)
		return fail(FAULT_XML, "missing attribute 'type' of 'virtualport'");
	if (check_shaping(&def->bandwidth) < 0 || check_gateways(def) < 0)
		return -1;
	if (!def->forward)
		return 0;
	return network_def_has_bridge(def) ? check_routed(def, mode) : check_bridged(def, mode);
}
