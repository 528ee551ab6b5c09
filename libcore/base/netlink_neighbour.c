/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink_neighbour - who was seen on the networks of this host */
#include "base/netlink.h"

#include <arpa/inet.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "base/fail.h"

enum { MAC_BYTES = 6 };

struct listener {
	void (*seen)(const char *address, const char *mac, void *context);
	void *context;
};

static unsigned
address_bytes(int family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
}

static void
row(const void *header, const struct rtattr *at, unsigned left, void *context)
{
	const struct ndmsg *neighbour = header;
	const struct listener *listener = context;
	const unsigned char *mac = NULL;
	const void *address = NULL;
	char address_text[INET6_ADDRSTRLEN], mac_text[18];

	for (; RTA_OK(at, left); at = RTA_NEXT(at, left))
		if (at->rta_type == NDA_DST && RTA_PAYLOAD(at) == address_bytes(neighbour->ndm_family))
			address = RTA_DATA(at);
		else if (at->rta_type == NDA_LLADDR && RTA_PAYLOAD(at) == MAC_BYTES)
			mac = RTA_DATA(at);
	if (!address || !mac || neighbour->ndm_state & (NUD_FAILED | NUD_INCOMPLETE | NUD_NOARP))
		return;
	inet_ntop(neighbour->ndm_family, address, address_text, sizeof address_text);
	link_mac_text(mac, mac_text);
	listener->seen(address_text, mac_text, listener->context);
}

int
link_neighbours(void (*seen)(const char *address, const char *mac, void *context), void *context)
{
	struct listener listener = { seen, context };
	const struct ndmsg everybody = { .ndm_family = AF_UNSPEC };

	return netlink_table(RTM_GETNEIGH, &everybody, sizeof everybody, row, &listener);
}
