/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - the packet filters of this host */
#include "base/fail.h"
#include "base/netlink.h"
#include "driver/nwfilter.h"
#include "stock.h"
#include "table.h"

static bool
has_port(const char *port)
{
	return link_index(port) != 0;
}

static const struct nwfilter_ops nwfilter_ops = {
	.stock    = stock_filters,
	.change   = table_change,
	.has_port = has_port,
	.ports    = table_ports,
};

/* It is never named by a URI. */
static int
open_host(struct host *host)
{
	return fail(FAULT_USAGE, "%s: the nwfilter driver serves filters of other drivers' hosts", host->uri.text);
}

DRIVER(
	.name     = "nwfilter",
	.summary  = "packet filters of this host",
	.open     = open_host,
	.nwfilter = &nwfilter_ops,
);
