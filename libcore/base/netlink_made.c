/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink_made - network devices that are made, not found: one question for all */
#include "base/netlink.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

enum { MAC_BYTES = 6 };

struct listener {
	void (*seen)(const char *name, const char *kind, const char *mac, void *context);
	void *context;
};

static void
row(__attribute__((unused)) const void *header, const struct rtattr *attributes, unsigned size, void *context)
{
	const struct rtattr *name = netlink_find(attributes, size, IFLA_IFNAME);
	const struct rtattr *kind = netlink_find_in(netlink_find(attributes, size, IFLA_LINKINFO), IFLA_INFO_KIND);
	const struct rtattr *address = netlink_find(attributes, size, IFLA_ADDRESS);
	const struct listener *listener = context;
	char mac[18];

	if (!name || !kind || !address || RTA_PAYLOAD(address) != MAC_BYTES)
		return;
	link_mac_text(RTA_DATA(address), mac);
	listener->seen(RTA_DATA(name), RTA_DATA(kind), mac, listener->context);
}

int
link_each_made(void (*seen)(const char *name, const char *kind, const char *mac, void *context), void *context)
{
	const struct ifinfomsg all = { 0 };
	struct listener listener = { seen, context };

	return netlink_table(RTM_GETLINK, &all, sizeof all, row, &listener);
}
