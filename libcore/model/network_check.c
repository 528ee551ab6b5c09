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
	if (forwarder->port && !forwarder->addr)
		return fail(FAULT_XML, "a forwarder's port needs addr");
	if (forwarder->port > UINT16_MAX)
		return fail(FAULT_XML, "a forwarder has no port %u", forwarder->port);
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
	if (network_routes_check(&def->routes, false) < 0)
		return -1;
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
	if (def->bridge.delay.value < 0 && network_def_has_bridge(def))
		return fail(FAULT_XML, "the bridge's delay is below 0");
	if (def->virtualport && !def->virtualport->type)
		return fail(FAULT_XML, "missing attribute 'type' of 'virtualport'");
	if (check_shaping(&def->bandwidth) < 0 || check_gateways(def) < 0)
		return -1;
	if (!def->forward)
		return 0;
	return network_def_has_bridge(def) ? check_routed(def, mode) : check_bridged(def, mode);
}
