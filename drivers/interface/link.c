/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link - what libcore's netlink does not make: VLANs and bonds; and taking addresses away */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include "base/netlink.h"
#include "live.h"

static struct nl_msg *
begin(const char *name, const char *kind, struct nlattr **ret_info, struct nlattr **ret_data)
{
	struct ifinfomsg header = { 0 };
	struct nl_msg *message = netlink_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);

	if (!message)
		return NULL;
	netlink_put_text(message, IFLA_IFNAME, name);
	*ret_info = netlink_begin(message, IFLA_LINKINFO);
	netlink_put_text(message, IFLA_INFO_KIND, kind);
	*ret_data = netlink_begin(message, IFLA_INFO_DATA);
	return message;
}

static void
end(struct nl_msg *message, struct nlattr *info, struct nlattr *data)
{
	netlink_end(message, data);
	netlink_end(message, info);
}

int
link_add_vlan(const char *name, const char *below, unsigned tag)
{
	struct nlattr *info, *data;
	struct nl_msg *message = begin(name, "vlan", &info, &data);

	if (!message)
		return -1;
	netlink_put_u16(message, IFLA_VLAN_ID, (uint16_t)tag);
	end(message, info, data);
	netlink_put_u32(message, IFLA_LINK, link_index(below));
	return netlink_send(message, "make VLAN %s", name);
}

static void
put_bond(struct nl_msg *message, const struct interface_bond *bond)
{
	if (bond->mode)
		netlink_put_u8(message, IFLA_BOND_MODE, (uint8_t)(bond->mode - BOND_BALANCE_RR));
	if (bond->miimon.freq)
		netlink_put_u32(message, IFLA_BOND_MIIMON, bond->miimon.freq);
	if (bond->miimon.updelay)
		netlink_put_u32(message, IFLA_BOND_UPDELAY, bond->miimon.updelay);
	if (bond->miimon.downdelay)
		netlink_put_u32(message, IFLA_BOND_DOWNDELAY, bond->miimon.downdelay);
	if (bond->miimon.carrier)
		netlink_put_u8(message, IFLA_BOND_USE_CARRIER, bond->miimon.carrier == BOND_CARRIER_NETIF);
	if (bond->arpmon.interval)
		netlink_put_u32(message, IFLA_BOND_ARP_INTERVAL, bond->arpmon.interval);
	if (bond->arpmon.validate)
		netlink_put_u32(message, IFLA_BOND_ARP_VALIDATE, (uint32_t)(bond->arpmon.validate - BOND_VALIDATE_NONE));
}

int
link_add_bond(const char *name, const struct interface_bond *bond)
{
	struct nlattr *info, *data, *targets;
	struct nl_msg *message = begin(name, "bond", &info, &data);
	struct in_addr target;

	if (!message)
		return -1;
	put_bond(message, bond);
	if (bond->arpmon.target && inet_pton(AF_INET, bond->arpmon.target, &target) == 1) {
		targets = netlink_begin(message, IFLA_BOND_ARP_IP_TARGET);
		netlink_put(message, 0, &target, sizeof target);
		netlink_end(message, targets);
	}
	end(message, info, data);
	return netlink_send(message, "make bond %s", name);
}

/* ---- addresses ---- */

static bool
is_link_local(const struct sockaddr *address)
{
	return address->sa_family == AF_INET6 &&
	       IN6_IS_ADDR_LINKLOCAL(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

static int
remove_address(const char *name, const struct ifaddrs *one)
{
	bool v6 = one->ifa_addr->sa_family == AF_INET6;
	const unsigned char *mask = v6 ? ((const struct sockaddr_in6 *)one->ifa_netmask)->sin6_addr.s6_addr
				       : (const unsigned char *)&((const struct sockaddr_in *)one->ifa_netmask)->sin_addr;
	const void *address = v6 ? (const void *)&((const struct sockaddr_in6 *)one->ifa_addr)->sin6_addr
				 : (const void *)&((const struct sockaddr_in *)one->ifa_addr)->sin_addr;
	char text[INET6_ADDRSTRLEN];
	unsigned bits = 0;

	for (unsigned i = 0; i < (v6 ? 16 : 4); i++)
		bits += (unsigned)__builtin_popcount(mask[i]);
	return link_remove_address(name, inet_ntop(v6 ? AF_INET6 : AF_INET, address, text, sizeof text), bits);
}

int
link_flush(const char *name)
{
	struct ifaddrs *all = NULL;
	int result = 0;

	if (getifaddrs(&all) < 0)
		return fail_errno("addresses of %s", name);
	for (const struct ifaddrs *one = all; one && result == 0; one = one->ifa_next)
		if (one->ifa_addr && one->ifa_netmask && strcmp(one->ifa_name, name) == 0 &&
		    (one->ifa_addr->sa_family == AF_INET || one->ifa_addr->sa_family == AF_INET6) &&
		    !is_link_local(one->ifa_addr))
			result = remove_address(name, one);
	freeifaddrs(all);
	return result;
}
