/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_shares - bandwidth that a network guarantees to cards in it (floor)
 *
 * Who has what is in the ports; the kernel is told anew of all of them when one comes or goes. */
#include <inttypes.h>

#include "base/netlink.h"
#include "driver/network_inside.h"

static void
shares_done(struct network_share_list *shares)
{
	list_each(share, shares)
		free(share->mac);
	free(shares->item);
	*shares = (struct network_share_list){ 0 };
}
#define auto_shares __attribute__((cleanup(shares_done)))

uint64_t
network_port_floor(const struct network_port_def *port)
{
	return port->bandwidth.inbound ? port->bandwidth.inbound->floor : 0;
}

static int
shares_of(struct network *network, struct network_share_list *ret_shares)
{
	auto_strings struct strings uuids = { 0 };

	if (network_ports(network, &uuids) < 0)
		return -1;
	for (unsigned i = 0; i < uuids.n; i++) {
		auto_document(network_port_def) struct network_port_def *port = network_port(network, uuids.item[i]);

		if (!port)
			fail_forget();   /* it went just now */
		else if (network_port_floor(port) && port->mac)
			*list_add(ret_shares) = (struct network_share){
				port->bandwidth.class_id, xstrdup(port->mac), network_port_floor(port)
			};
	}
	return 0;
}

static bool
is_class_taken(const struct network_share_list *shares, unsigned class_id)
{
	list_each(share, shares)
		if (share->class_id == class_id)
			return true;
	return false;
}

int
network_claim_share(struct network *network, const struct network_def *def, struct network_port_def *port)
{
	auto_shares struct network_share_list shares = { 0 };
	uint64_t limit = def->bandwidth.inbound ? def->bandwidth.inbound->average : 0;
	uint64_t sum = network_port_floor(port);

	if (!sum)
		return 0;
	if (!network_def_has_bridge(def) || !limit)
		return fail(FAULT_CONFIG, "network '%s' has no inbound bandwidth of which it could guarantee a part (floor)",
			    network->name);
	if (shares_of(network, &shares) < 0)
		return -1;
	list_each(share, &shares)
		sum = share->floor > UINT64_MAX - sum ? UINT64_MAX : sum + share->floor;
	if (sum > limit)
		return fail(FAULT_STATE, "network '%s' guarantees more than it has: %" PRIu64 " of %" PRIu64 " kB/s",
			    network->name, sum, limit);
	port->bandwidth.class_id = LINK_SHARE_FIRST;
	while (is_class_taken(&shares, port->bandwidth.class_id))
		port->bandwidth.class_id++;
	return 0;
}

int
network_tell_shares(struct network *network, const struct network_def *def)
{
	auto_shares struct network_share_list shares = { 0 };

	if (!network->ops->share || !def->bandwidth.inbound || !network_def_has_bridge(def))
		return 0;
	return shares_of(network, &shares) < 0 ? -1 : network->ops->share(def, &shares);
}
