/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_complete - what libvirt adds to a network, and what its driver refuses */
#include "base/fail.h"
#include "base/uuid.h"
#include "model/net_kinds.h"
#include "model/network.h"

#define ROUTED (ONE(NETWORK_ISOLATED) | ONE(NETWORK_NAT) | ONE(NETWORK_ROUTE) | ONE(NETWORK_OPEN))

enum network_mode
network_def_mode(const struct network_def *def)
{
	return def->forward ? def->forward->mode : NETWORK_ISOLATED;
}

bool
network_def_has_bridge(const struct network_def *def)
{
	return ROUTED >> network_def_mode(def) & 1;
}

/* Without a prefix the address' class decides, as before there were prefixes. */
static unsigned
class_prefix(const struct ip_address *address)
{
	static const unsigned char none[16];

	if (!memcmp(address->byte, none, address->size))
		return 0;
	if (address->size == 16)
		return 64;
	if (address->byte[0] < 128)
		return 8;
	return address->byte[0] < 192 ? 16 : 24;
}

unsigned
network_ip_prefix(const struct network_ip *ip)
{
	struct ip_address address = { 0 };
	int bits = -1;

	if (ip->prefix)
		return ip->prefix;
	if (ip->netmask && ip_read(ip->netmask, &address))
		bits = ip_mask_bits(&address);
	if (bits >= 0)
		return bits;
	return ip_read(ip->address, &address) ? class_prefix(&address) : 0;
}

/* ---- what is added ---- */

/* The device is the first of the list and, where there are no others, the list.  An adapter beside a list
 * is where that came from, in a document of a network that ran; addresses beside names do not count. */
static void
complete_forward(struct network_forward *forward)
{
	if (forward->interfaces.n && forward->addresses.n) {
		warn("forward: addresses do not count beside interfaces");
		free(forward->addresses.item);
		forward->addresses = (struct forward_address_list) { 0 };
	}
	if (forward->interfaces.n || forward->addresses.n) {
		free(forward->pf);
		forward->pf = NULL;
	}
	if (forward->dev && !forward->interfaces.n)
		list_add(&forward->interfaces)->dev = xstrdup(forward->dev);
	if (!forward->dev && forward->interfaces.n)
		forward->dev = xstrdup(forward->interfaces.item[0].dev);
}

void
network_def_complete(struct network_def *def)
{
	document_identify(&def->uuid);
	if (def->forward)
		complete_forward(def->forward);
	if (!def->domain.name)
		def->domain.local_only = def->domain.registered = UNSAID;
	if (!network_def_has_bridge(def)) {
		def->bridge.delay = (struct number) { 0 };
		return;
	}
	if (!def->bridge.stp)
		def->bridge.stp = YES;
	if (!def->bridge.delay.given)
		def->bridge.delay = NUMBER_OF(0);
}

/* In the range that QEMU, and so libvirt, uses: the rest is random. */
void
network_def_add_mac(struct network_def *def)
{
	char random[UUID_TEXT];

	if (def->mac || !network_def_has_bridge(def))
		return;
	uuid_make(random);
	def->mac = text_format("52:54:00:%.2s:%.2s:%.2s", random, random + 2, random + 4);
}

/* ---- what no driver can do ---- */

/* Only where the bridge is ours can it have what we would give it; ports of any bridge have limits. */
static int
check_lent(const struct network_def *def, const char *mode)
{
	static const char wrong[] = "forward mode='%s' does not go with <%s>";

	if (def->mac)
		return fail(FAULT_CONFIG, wrong, mode, "mac");
	if (def->ips.n)
		return fail(FAULT_CONFIG, wrong, mode, "ip");
	if (def->dns.txts.n || def->dns.hosts.n || def->dns.srvs.n)
		return fail(FAULT_CONFIG, wrong, mode, "dns");
	if (def->domain.name)
		return fail(FAULT_CONFIG, wrong, mode, "domain");
	if (network_def_mode(def) == NETWORK_BRIDGE && def->bridge.name)
		return 0;
	if (def->bandwidth.inbound || def->bandwidth.outbound)
		return fail(FAULT_CONFIG, wrong, mode, "bandwidth");
	list_each(group, &def->portgroups)
		if (group->bandwidth.inbound || group->bandwidth.outbound)
			return fail(FAULT_CONFIG, wrong, mode, "bandwidth");
	return 0;
}

static int
check_devices(const struct network_forward *forward, const char *mode)
{
	bool hostdev = forward->mode == NETWORK_HOSTDEV;

	if (hostdev && forward->interfaces.n)
		return fail(FAULT_CONFIG, "forward mode='hostdev' takes devices by PCI address, not by name");
	if (!hostdev && forward->addresses.n)
		return fail(FAULT_CONFIG, "forward mode='%s' takes devices by name, not by PCI address", mode);
	return 0;
}

static int
check_dhcp(const struct network_def *def)
{
	unsigned served[2] = { 0 };

	list_each(ip, &def->ips)
		if ((ip->dhcp.ranges.n || ip->dhcp.hosts.n) && served[ip_is_v6(ip->address)]++)
			return fail(FAULT_CONFIG, "DHCP for more than one %s address",
				    ip_is_v6(ip->address) ? "IPv6" : "IPv4");
	return 0;
}

static bool
is_openvswitch(const struct network_def *def, const struct nic_virtualport *port)
{
	return network_def_mode(def) == NETWORK_BRIDGE && port && port->type == VIRTUALPORT_OPENVSWITCH;
}

/* VLAN tags need a switch that has them, or a device that tags by itself. */
static int
check_vlans(const struct network_def *def)
{
	enum network_mode mode = network_def_mode(def);
	bool used = def->vlan.tags.n, bad = false, has_default = false;
	bool allowed = mode == NETWORK_HOSTDEV || mode == NETWORK_PASSTHROUGH ||
		       is_openvswitch(def, def->virtualport);

	list_each(group, &def->portgroups) {
		has_default |= group->is_default == YES;
		if (used || group->vlan.tags.n)
			bad |= group->virtualport ? !is_openvswitch(def, group->virtualport) : !allowed;
	}
	if (bad || (used && !allowed && !has_default))
		return fail(FAULT_CONFIG, "the network's ports cannot have VLANs");
	return 0;
}

static int
check_portgroups(const struct network_def *def)
{
	const char *first = NULL;

	list_each(group, &def->portgroups) {
		if (group->is_default == YES && first)
			return fail(FAULT_CONFIG, "port groups '%s' and '%s' are both default", first,
				    group->name);
		if (group->is_default == YES)
			first = group->name;
		list_before(other, group, &def->portgroups)
			if (text_same(other->name, group->name))
				return fail(FAULT_CONFIG, "port group '%s' is there twice", group->name);
	}
	return 0;
}

int
network_def_validate(const struct network_def *def)
{
	enum network_mode mode = network_def_mode(def);
	const char *word = words_name(&network_mode_words, mode);

	if (!network_def_has_bridge(def) && check_lent(def, word) < 0)
		return -1;
	if (def->forward && check_devices(def->forward, word) < 0)
		return -1;
	if (check_dhcp(def) < 0 || check_portgroups(def) < 0)
		return -1;
	return check_vlans(def);
}
