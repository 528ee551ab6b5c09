/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-list - list network interfaces of the host */
#include "command/command.h"
#include "command/listing.h"
#include "driver/interface.h"

static bool all, inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "all",      &all,      "active and inactive ones"),
	OPT_FLAG(0, "inactive", &inactive, "inactive ones only"),
	ROWS_END
};

#define INTERFACE(item) ((struct interface *)(item))

static int
cell_name(void *item, struct cell *cell)
{
	cell_text(cell, INTERFACE(item)->name);
	return 0;
}

static int
cell_state(void *item, struct cell *cell)
{
	cell_text(cell, INTERFACE(item)->active ? "active" : "inactive");
	return 0;
}

/* Cells that show what the definition says; nothing of what is 0 there. */
#define DEF_CELL(name, fill)                                                            \
	static int                                                                      \
	cell_##name(void *item, struct cell *cell)                                      \
	{                                                                               \
		const struct interface_def *def = interface_def(INTERFACE(item), false); \
											\
		if (def)                                                                \
			fill;                                                           \
		return def ? 0 : -1;                                                    \
	}

static void
number_if_any(struct cell *cell, unsigned number)
{
	if (number)
		cell_number(cell, number);
}

static void
addresses(struct cell *cell, const struct interface_def *def)
{
	auto_text struct text words = { 0 };

	list_each(protocol, &def->protocols) {
		if (protocol->dhcp)
			text_addf(&words, "%sdhcp", words.length ? "," : "");
		list_each(address, &protocol->addresses)
			text_addf(&words, "%s%s/%u", words.length ? "," : "", address->address, address->prefix);
	}
	if (words.length)
		cell_text(cell, text_get(&words));
}

DEF_CELL(mac,       cell_text(cell, def->mac))
DEF_CELL(type,      cell_text(cell, words_name(&interface_kind_words, def->type)))
DEF_CELL(mtu,       number_if_any(cell, def->mtu))
DEF_CELL(speed,     number_if_any(cell, def->link.speed))
DEF_CELL(addresses, addresses(cell, def))

static int
cell_persistent(void *item, struct cell *cell)
{
	cell_yes_no(cell, INTERFACE(item)->stored);
	return 0;
}

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                                      false, cell_name },
	{ "STATE",      CELL_TEXT,   "active: it is up",                          false, cell_state },
	{ "MAC",        CELL_TEXT,   "MAC address",                               false, cell_mac },
	{ "TYPE",       CELL_TEXT,   "ethernet, bridge, bond or vlan",            true,  cell_type },
	{ "MTU",        CELL_NUMBER, "largest packet",                            true,  cell_mtu },
	{ "SPEED",      CELL_NUMBER, "Mb/s",                                      true,  cell_speed },
	{ "ADDRESSES",  CELL_TEXT,   "addresses of the host",                     true,  cell_addresses },
	{ "PERSISTENT", CELL_YES_NO, "is in the host's network configuration",    true,  cell_persistent },
	COLUMNS_END
};

/* One that goes while the list is made is not in it. */
static int
add(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_READ);

	if (interface && listing_add(interface) == 0)
		return 0;
	if (fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();
	return 0;
}

static int
run(void)
{
	auto_strings struct strings names = { 0 };

	if (interface_names(all ? OBJECT_ALL : inactive ? OBJECT_INACTIVE : OBJECT_ACTIVE, NULL, &names) < 0 ||
	    listing_begin(columns, NULL, NULL) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (add(names.item[i]) < 0)
			return -1;
	return listing_end();
}

const struct command command = {
	.name      = "iface-list",
	.summary   = "list network interfaces of the host: the active ones, unless asked otherwise",
	.virsh     = "iface-list",
	.example   = "iface-list --all -o NAME,TYPE,STATE,ADDRESSES",
	.options   = options,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
};
