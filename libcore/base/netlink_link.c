/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink_link - network devices, their addresses and routes */
#include "base/netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

/* ---- names ---- */

bool
link_name_fits(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t length = strspn(name, allowed);

	return length && !name[length] && length < IFNAMSIZ && strcmp(name, ".") && strcmp(name, "..");
}

int
link_name_check(const char *name)
{
	if (link_name_fits(name))
		return 0;
	return fail(FAULT_CONFIG, "%s cannot be a device's name (1 to %d letters, digits, '_', '-' and '.')",
		    quote(name), IFNAMSIZ - 1);
}

/* ---- addresses of hardware ---- */

bool
link_mac_octets(const char *mac, unsigned char ret_octets[6])
{
	return mac && sscanf(mac, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &ret_octets[0], &ret_octets[1], &ret_octets[2],
			     &ret_octets[3], &ret_octets[4], &ret_octets[5]) == 6;
}

bool
link_mac_same(const char *a, const char *b)
{
	unsigned char one[6], other[6];

	return link_mac_octets(a, one) && link_mac_octets(b, other) && memcmp(one, other, sizeof one) == 0;
}

void
link_mac_text(const unsigned char octet[6], char ret_mac[18])
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < 6; i++) {
		ret_mac[i * 3] = digits[octet[i] >> 4];
		ret_mac[i * 3 + 1] = digits[octet[i] & 15];
		ret_mac[i * 3 + 2] = i < 5 ? ':' : '\0';
	}
}

/* ---- questions ---- */

unsigned
link_index(const char *name)
{
	return if_nametoindex(name);
}

bool
link_mac(const char *name, char ret_mac[18])
{
	auto_close int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq device = { 0 };

	snprintf(device.ifr_name, sizeof device.ifr_name, "%s", name);
	if (fd < 0 || ioctl(fd, SIOCGIFHWADDR, &device) < 0)
		return false;
	link_mac_text((const unsigned char *)device.ifr_hwaddr.sa_data, ret_mac);
	return true;
}

/* ---- devices ---- */

/* Six octets in hexadecimal, as the model's MAC members hold. */
static void
put_mac(struct nl_msg *message, int attribute, const char *mac)
{
	unsigned char octet[6];

	if (link_mac_octets(mac, octet))
		netlink_put(message, attribute, octet, sizeof octet);
}

static struct nl_msg *
link_message(int type, int flags, const struct ifinfomsg *header)
{
	return netlink_message(type, flags, header, sizeof *header);
}

/* A message about a device that is there. */
static struct nl_msg *
about(const char *name, int type, struct ifinfomsg header)
{
	header.ifi_index = (int)if_nametoindex(name);
	if (!header.ifi_index)
		return fail(FAULT_FAILED, "there is no device %s", quote(name)), NULL;
	return link_message(type, 0, &header);
}

static void
put_bridge(struct nl_msg *message, const struct link_bridge *bridge)
{
	struct nlattr *info = netlink_begin(message, IFLA_LINKINFO), *data;

	netlink_put_text(message, IFLA_INFO_KIND, "bridge");
	data = netlink_begin(message, IFLA_INFO_DATA);
	netlink_put_u32(message, IFLA_BR_FORWARD_DELAY, bridge->delay * 100);
	netlink_put_u32(message, IFLA_BR_STP_STATE, bridge->stp);
	if (bridge->knows_addresses)
		netlink_put_u8(message, IFLA_BR_VLAN_FILTERING, 1);
	netlink_end(message, data);
	netlink_end(message, info);
}

int
link_add_bridge(const struct link_bridge *bridge)
{
	struct nl_msg *message = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
					      &(struct ifinfomsg){ 0 });

	if (!message)
		return -1;
	netlink_put_text(message, IFLA_IFNAME, bridge->name);
	put_mac(message, IFLA_ADDRESS, bridge->mac);
	if (bridge->mtu)
		netlink_put_u32(message, IFLA_MTU, bridge->mtu);
	put_bridge(message, bridge);
	if (netlink_send(message, "make bridge %s", bridge->name) == 0)
		return 0;
	return fail_errno_value() == EEXIST ? fail_as(FAULT_STATE) : -1;
}

int
link_add_macvtap(const char *name, const char *below, unsigned mode, const char *mac)
{
	struct nl_msg *message = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
					      &(struct ifinfomsg){ 0 });
	unsigned index = if_nametoindex(below);
	struct nlattr *info, *data;

	if (!message)
		return -1;
	netlink_put_text(message, IFLA_IFNAME, name);
	netlink_put_u32(message, IFLA_LINK, index);
	put_mac(message, IFLA_ADDRESS, mac);
	info = netlink_begin(message, IFLA_LINKINFO);
	netlink_put_text(message, IFLA_INFO_KIND, "macvtap");
	data = netlink_begin(message, IFLA_INFO_DATA);
	netlink_put_u32(message, IFLA_MACVLAN_MODE, mode);
	netlink_end(message, data);
	netlink_end(message, info);
	return netlink_send(message, "make device %s on %s", name, below);
}

int
link_remove(const char *name)
{
	struct ifinfomsg header = { .ifi_index = (int)if_nametoindex(name) };

	if (!header.ifi_index)
		return 0;
	return netlink_send(link_message(RTM_DELLINK, 0, &header), "remove device %s", name);
}

int
link_set_up(const char *name, bool up)
{
	struct ifinfomsg header = { .ifi_flags = up ? IFF_UP : 0, .ifi_change = IFF_UP };

	return netlink_send(about(name, RTM_NEWLINK, header), "bring %s %s", name, up ? "up" : "down");
}

int
link_set_mtu(const char *name, unsigned mtu)
{
	struct nl_msg *message = about(name, RTM_NEWLINK, (struct ifinfomsg){ 0 });

	if (message)
		netlink_put_u32(message, IFLA_MTU, mtu);
	return netlink_send(message, "set the MTU of %s to %u", name, mtu);
}

int
link_set_mac(const char *name, const char *mac)
{
	struct nl_msg *message = about(name, RTM_NEWLINK, (struct ifinfomsg){ 0 });

	if (message)
		put_mac(message, IFLA_ADDRESS, mac);
	return netlink_send(message, "set the address of %s to %s", name, mac);
}

int
link_set_bridge(const char *name, const char *bridge)
{
	unsigned index = bridge ? if_nametoindex(bridge) : 0;
	struct nl_msg *message;

	if (bridge && !index)
		return fail(FAULT_FAILED, "there is no bridge %s", quote(bridge));
	message = about(name, RTM_NEWLINK, (struct ifinfomsg){ 0 });
	if (message)
		netlink_put_u32(message, IFLA_MASTER, index);
	return netlink_send(message, "add %s to bridge %s", name, bridge ? bridge : "none");
}

static int
set_port(const char *name, int attribute, bool on, const char *what)
{
	struct nl_msg *message = about(name, RTM_SETLINK, (struct ifinfomsg){ .ifi_family = AF_BRIDGE });
	struct nlattr *port;

	if (!message)
		return -1;
	port = netlink_begin(message, IFLA_PROTINFO | NLA_F_NESTED);
	netlink_put_u8(message, attribute, on);
	netlink_end(message, port);
	return netlink_send(message, "%s of port %s", what, name);
}

int
link_set_isolated(const char *name, bool isolated)
{
	return set_port(name, IFLA_BRPORT_ISOLATED, isolated, "set the isolation");
}

int
link_set_known(const char *name, const char *mac)
{
	struct ndmsg header = { .ndm_family = AF_BRIDGE, .ndm_ifindex = (int)if_nametoindex(name),
				.ndm_state = NUD_REACHABLE | NUD_NOARP, .ndm_flags = NTF_MASTER };
	struct nl_msg *message;

	if (set_port(name, IFLA_BRPORT_LEARNING, false, "stop the learning") < 0 ||
	    set_port(name, IFLA_BRPORT_UNICAST_FLOOD, false, "stop the flooding") < 0)
		return -1;
	message = netlink_message(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &header, sizeof header);
	if (message)
		put_mac(message, NDA_LLADDR, mac);
	return netlink_send(message, "put %s behind port %s", mac, name);
}

/* ---- addresses ---- */

struct binary { int family; unsigned size; unsigned char byte[16]; };

static int
to_binary(const char *address, struct binary *ret_binary)
{
	struct binary binary = { .family = strchr(address, ':') ? AF_INET6 : AF_INET };

	if (inet_pton(binary.family, address, binary.byte) != 1)
		return fail(FAULT_CONFIG, "%s is no IP address", quote(address));
	binary.size = binary.family == AF_INET ? 4 : 16;
	*ret_binary = binary;
	return 0;
}

/* What guests send to all of an IPv4 network goes to the last address of it. */
static void
put_broadcast(struct nl_msg *message, const struct binary *address, unsigned prefix)
{
	unsigned char last[4];

	if (address->family != AF_INET || prefix > 30)
		return;
	memcpy(last, address->byte, sizeof last);
	for (unsigned i = prefix; i < 32; i++)
		last[i / 8] |= (unsigned char)(0x80 >> i % 8);
	netlink_put(message, IFA_BROADCAST, last, sizeof last);
}

static int
change_address(int type, int flags, const char *what, const char *name, const char *address, unsigned prefix)
{
	struct ifaddrmsg header = { .ifa_prefixlen = (uint8_t)prefix, .ifa_index = if_nametoindex(name) };
	struct binary binary;
	struct nl_msg *message;

	if (to_binary(address, &binary) < 0)
		return -1;
	header.ifa_family = (uint8_t)binary.family;
	header.ifa_flags = binary.family == AF_INET6 ? IFA_F_NODAD : 0;
	message = netlink_message(type, flags, &header, sizeof header);
	if (!message)
		return -1;
	netlink_put(message, IFA_LOCAL, binary.byte, binary.size);
	netlink_put(message, IFA_ADDRESS, binary.byte, binary.size);
	put_broadcast(message, &binary, prefix);
	return netlink_send(message, "%s %s the address %s/%u", what, name, address, prefix);
}

/* The kernel's word for "it is so already" is no failure. */
static int
unless_done(int result, int already)
{
	if (result == 0 || fail_errno_value() != already)
		return result;
	fail_forget();
	return 0;
}

int
link_add_address(const char *name, const char *address, unsigned prefix)
{
	return unless_done(change_address(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "give", name, address, prefix), EEXIST);
}

int
link_remove_address(const char *name, const char *address, unsigned prefix)
{
	return unless_done(change_address(RTM_DELADDR, 0, "take from", name, address, prefix), EADDRNOTAVAIL);
}

static int
change_route(int type, int flags, const char *what, const char *name, const char *address,
	     unsigned prefix, const char *gateway, unsigned metric)
{
	struct rtmsg header = { .rtm_dst_len = (unsigned char)prefix, .rtm_table = RT_TABLE_MAIN,
				.rtm_protocol = RTPROT_STATIC, .rtm_type = RTN_UNICAST };
	struct binary to, by;
	struct nl_msg *message;

	if (to_binary(address, &to) < 0 || to_binary(gateway, &by) < 0)
		return -1;
	header.rtm_family = (unsigned char)to.family;
	message = netlink_message(type, flags, &header, sizeof header);
	if (!message)
		return -1;
	netlink_put(message, RTA_DST, to.byte, to.size);
	netlink_put(message, RTA_GATEWAY, by.byte, by.size);
	netlink_put_u32(message, RTA_OIF, if_nametoindex(name));
	if (metric)
		netlink_put_u32(message, RTA_PRIORITY, metric);
	return netlink_send(message, "%s the route to %s/%u by %s", what, address, prefix, gateway);
}

int
link_add_route(const char *name, const char *address, unsigned prefix,
	       const char *gateway, unsigned metric)
{
	return change_route(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, "add", name, address, prefix,
			    gateway, metric);
}

int
link_remove_route(const char *name, const char *address, unsigned prefix,
		  const char *gateway, unsigned metric)
{
	return unless_done(change_route(RTM_DELROUTE, 0, "remove", name, address, prefix, gateway, metric), ESRCH);
}
