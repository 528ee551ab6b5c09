/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - fuzz target of dnsmasq's file of leases */
#include "fuzz.h"
#include "leases.h"
#include "model/network.h"

static void
take_leases(const char *text, size_t size)
{
	static const char xml[] = "<network><name>n</name><ip address='192.168.122.1' netmask='255.255.255.0'/>"
				  "<ip family='ipv6' address='2001:db8::1' prefix='64'/></network>";
	static struct network_def *def;
	auto_network_leases struct network_lease_list leases = { 0 };

	(void)size;
	if (!def)
		def = network_def_parse(xml, sizeof xml - 1, "network", VIEW_CONFIG, READ_SILENT);
	leases_parse(text, def, 0, &leases);
}

const struct target targets[] = {
	{ "leases", take_leases },
	{ 0 },
};
