/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-dhcp-leases - addresses that guests of a network were given */
#include "command/command.h"
#include "command/listing.h"
#include "driver/network.h"

static const char *mac;

static const struct option_row options[] = {
	OPT_VALUE(0, "mac", VALUE_TEXT, &mac, "MAC", "only of the guest with this address"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

struct item {
	const struct network *network;
	const struct network_lease *lease;
};
#define LEASE(item) (((const struct item *)(item))->lease)

static int
cell_expiry(void *item, struct cell *cell)
{
	if (LEASE(item)->expiry)
		cell_time(cell, LEASE(item)->expiry);
	return 0;
}

static int
cell_protocol(void *item, struct cell *cell)
{
	cell_text(cell, LEASE(item)->v6 ? "ipv6" : "ipv4");
	return 0;
}

static int
cell_address(void *item, struct cell *cell)
{
	auto_free char *address = text_format("%s/%u", LEASE(item)->address, LEASE(item)->prefix);

	cell_text(cell, address);
	return 0;
}

static int
cell_net(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->network->name);
	return 0;
}

static int
cell_vm(void *item, struct cell *cell)
{
	auto_free char *vm = network_port_owner((struct network *)((struct item *)item)->network, LEASE(item)->mac);

	cell_text(cell, vm);
	return 0;
}

#define TEXT_CELL(member)                                               \
	static int                                                      \
	cell_##member(void *item, struct cell *cell)                    \
	{                                                               \
		cell_text(cell, LEASE(item)->member);                   \
		return 0;                                               \
	}
TEXT_CELL(mac)
TEXT_CELL(hostname)
TEXT_CELL(client_id)

static const struct column columns[] = {
	{ "EXPIRY",    CELL_TIME, "when the lease ends; nothing: never", false, cell_expiry },
	{ "MAC",       CELL_TEXT, "MAC address",                  false, cell_mac },
	{ "PROTOCOL",  CELL_TEXT, "ipv4 or ipv6",                 false, cell_protocol },
	{ "ADDRESS",   CELL_TEXT, "address and bits of its network", false, cell_address },
	{ "HOSTNAME",  CELL_TEXT, "name that the guest told",     false, cell_hostname },
	{ "CLIENT-ID", CELL_TEXT, "identifier of the guest",      false, cell_client_id },
	{ "NET",       CELL_TEXT, "network",                      true,  cell_net },
	{ "VM",        CELL_TEXT, "virtual machine with that MAC address", true, cell_vm },
	COLUMNS_END
};

static int
run(void)
{
	char *usual = NULL;

	if (mac && kind_mac.read(&usual, mac, NULL, NULL) < 0)
		return fail(FAULT_USAGE, "%s is no MAC address", quote(mac));
	mac = usual;
	return listing_begin(columns, NULL, NULL);
}

static int
add(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_network_leases struct network_lease_list leases = { 0 };

	if (!network || network_leases(network, &leases) < 0)
		return -1;
	list_each(lease, &leases) {
		struct item item = { network, lease };

		if ((!mac || text_same(mac, lease->mac)) && listing_add(&item) < 0)
			return -1;
	}
	return 0;
}

const struct command command = {
	.name      = "net-dhcp-leases",
	.summary   = "addresses that guests of a network were given",
	.virsh     = "net-dhcp-leases",
	.example   = "net-dhcp-leases default -o MAC,ADDRESS --noheadings",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
