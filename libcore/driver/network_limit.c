/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_limit - the host's ends of cards: bridges of the kernel's, and limits */
#include "base/memory.h"
#include "base/netlink.h"
#include "driver/network.h"

int
network_bridge_join(const char *device, const struct network_bridge_port *port)
{
	if (link_set_bridge(device, port->bridge) < 0 ||
	    (port->known && port->mac && link_set_known(device, port->mac) < 0))
		return -1;
	return port->isolated ? link_set_isolated(device, true) : 0;
}

/* More than can be counted is as much as can be. */
static uint64_t
times(uint64_t number, uint64_t unit)
{
	return number > UINT64_MAX / unit ? UINT64_MAX : number * unit;
}

/* Documents count in thousands of bytes a second, but bursts in KiB: as tc does. */
static struct link_rate
in_bytes(const struct nic_rate *rate)
{
	if (!rate)
		return (struct link_rate){ 0 };
	return (struct link_rate){ times(rate->average, 1000), times(rate->peak, 1000), times(rate->burst, 1024) };
}

int
network_limit(const char *device, const struct nic_rate *inbound, const struct nic_rate *outbound)
{
	const struct link_rate sent = in_bytes(inbound), received = in_bytes(outbound);

	return link_limit(device, &sent, &received);
}

int
network_share(const char *bridge, const struct nic_rate *inbound, const struct network_share_list *shares)
{
	auto_free struct link_share *rates = xcalloc(shares->n + 1, sizeof *rates);
	const struct link_rate sent = in_bytes(inbound);

	for (unsigned i = 0; i < shares->n; i++)
		rates[i] = (struct link_share){
			.class = shares->item[i].class_id, .mac = shares->item[i].mac,
			.rate = times(shares->item[i].floor, 1000),
		};
	return link_share(bridge, &sent, rates, shares->n);
}
