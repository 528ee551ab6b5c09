/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - simulated networks: they are up when their files say so */
#include "driver/network.h"
#include "test.h"

static int
start(__attribute__((unused)) const char *folder, __attribute__((unused)) const char *name,
      __attribute__((unused)) const struct network_def *def)
{
	return 0;
}

/* Nobody asks a simulated network for an address. */
static int
leases(__attribute__((unused)) const char *folder, __attribute__((unused)) const char *name,
       __attribute__((unused)) const struct network_def *def,
       __attribute__((unused)) struct network_lease_list *ret_leases)
{
	return 0;
}

const struct network_ops test_network_ops = {
	.start  = start,
	.stop   = start,
	.leases = leases,
};

static const char document[] =
	"<network>\n"
	"  <name>default</name>\n"
	"  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>\n"
	"  <forward mode='nat'/>\n"
	"  <bridge name='virbr0'/>\n"
	"  <ip address='192.168.122.1' netmask='255.255.255.0'>\n"
	"    <dhcp>\n"
	"      <range start='192.168.122.128' end='192.168.122.253'/>\n"
	"    </dhcp>\n"
	"  </ip>\n"
	"</network>\n";

int
test_load_networks(void)
{
	auto_free char *name = NULL;
	auto_network struct network *network = NULL;

	if (network_define(document, "test:///default", NETWORK_IF_CHANGED, NULL, &name, NULL) < 0)
		return -1;
	network = network_open(name, NETWORK_TO_CHANGE);
	if (!network)
		return -1;
	return network->active ? 0 : network_start(network);
}
