/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface_check - definitions of interfaces: what becomes part of other programs' files is only
 * what can mean nothing else there */
#include <arpa/inet.h>

#include "base/netlink.h"
#include "driver/interface_inside.h"

enum { MTU_LEAST = 68, MTU_MOST = 65536, VLAN_MOST = 4094 };

static bool
is_address(const char *text, int family)
{
	unsigned char binary[16];

	return inet_pton(family, text, binary) == 1;
}

static int
check_protocol(const struct interface_protocol *protocol)
{
	bool v6 = strcmp(protocol->family, "ipv6") == 0;
	int family = v6 ? AF_INET6 : AF_INET;

	list_each(address, &protocol->addresses) {
		if (!is_address(address->address, family))
			return fail(FAULT_CONFIG, "%s is no %s address", quote(address->address), protocol->family);
		if (address->prefix > (v6 ? 128u : 32u))
			return fail(FAULT_CONFIG, "%s/%u: there are not as many bits", address->address, address->prefix);
	}
	if (protocol->gateway && !is_address(protocol->gateway, family))
		return fail(FAULT_CONFIG, "%s is no %s address", quote(protocol->gateway), protocol->family);
	if (protocol->autoconf && !v6)
		return fail(FAULT_CONFIG, "only IPv6 has autoconf");
	return 0;
}

static int
check_mac(const char *mac)
{
	auto_free char *usual = NULL;

	return !mac || kind_mac.read(&usual, mac, NULL, NULL) == 0 ? 0 :
	       fail(FAULT_CONFIG, "%s is no MAC address", quote(mac));
}

static int
check_ports(const struct interface_def *def, const struct interface_def_list *ports)
{
	list_each(port, ports) {
		if (strcmp(port->name, def->name) == 0)
			return fail(FAULT_CONFIG, "interface '%s' cannot be in itself", def->name);
		list_each(other, ports)
			if (other != port && strcmp(other->name, port->name) == 0)
				return fail(FAULT_CONFIG, "interface '%s' is in it twice", port->name);
		if (port->protocols.n)
			return fail(FAULT_CONFIG, "interface '%s' is in another, which has the addresses", port->name);
		if (interface_check(port) < 0)
			return -1;
	}
	return 0;
}

static int
check_bridge(const struct interface_def *def)
{
	const char *delay = def->bridge.delay;

	if (delay && (!*delay || strspn(delay, "0123456789.") != strlen(delay) || strlen(delay) > 8))
		return fail(FAULT_CONFIG, "%s is no number of seconds", quote(delay));
	return check_ports(def, &def->bridge.interfaces);
}

static int
check_bond(const struct interface_def *def)
{
	const char *target = def->bond.arpmon.target;

	if (target && !is_address(target, AF_INET))
		return fail(FAULT_CONFIG, "%s is no ipv4 address", quote(target));
	return check_ports(def, &def->bond.interfaces);
}

static int
check_vlan(const struct interface_def *def)
{
	int64_t tag = def->vlan.tag.value;

	if (tag < 1 || tag > VLAN_MOST)
		return fail(FAULT_CONFIG, "there is no VLAN %lld", (long long)tag);
	if (strcmp(def->vlan.dev, def->name) == 0)
		return fail(FAULT_CONFIG, "interface '%s' cannot be on itself", def->name);
	return link_name_check(def->vlan.dev);
}

static int
check_kind(const struct interface_def *def)
{
	switch (def->type) {
	case INTERFACE_BRIDGE: return check_bridge(def);
	case INTERFACE_BOND:   return check_bond(def);
	case INTERFACE_VLAN:   return check_vlan(def);
	default:               return 0;
	}
}

int
interface_check(const struct interface_def *def)
{
	if (link_name_check(def->name) < 0 || check_mac(def->mac) < 0)
		return -1;
	if (def->mtu && (def->mtu < MTU_LEAST || def->mtu > MTU_MOST))
		return fail(FAULT_CONFIG, "packets of %u bytes: at least %d, at most %d", def->mtu, MTU_LEAST, MTU_MOST);
	list_each(protocol, &def->protocols) {
		if (check_protocol(protocol) < 0)
			return -1;
		list_each(other, &def->protocols)
			if (other != protocol && strcmp(other->family, protocol->family) == 0)
				return fail(FAULT_CONFIG, "protocol %s is there twice", protocol->family);
	}
	return check_kind(def);
}
