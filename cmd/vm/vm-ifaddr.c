/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-ifaddr - IP addresses of virtual machines */
#include "command/command.h"
#include "command/listing.h"
#include "command/vm_program.h"
#include "driver/vm_nic.h"

#include <string.h>

static const char *interface, *source_word = "lease";
static bool full, waiting;
static int64_t timeout_ms = -1;

static const char *const sources[] = { "lease", "agent", "arp", "any", NULL };

static const struct option_row options[] = {
	OPT_VALUE(0, "interface", VALUE_TEXT, &interface, "INTERFACE", "only of this card: its name, or MAC address"),
	OPT_FLAG (0, "full", &full, "name and MAC address in every line"),
	OPT_WORD (0, "source", &source_word, "SOURCE", sources, "who is asked; any: the first that knows"),
	OPT_FLAG (0, "wait", &waiting, "return once an address is known"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &timeout_ms, "SEC", "how long to wait; means --wait"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

struct item {
	const struct vm *vm;
	const struct nic_address *address;
	bool again;                      /* the line above is of the same card */
};

static int
fill_name(void *object, struct cell *cell)
{
	const struct item *item = object;

	cell_text(cell, item->again && !full ? NULL : item->address->name);
	return 0;
}

static int
fill_mac(void *object, struct cell *cell)
{
	const struct item *item = object;

	cell_text(cell, item->again && !full ? NULL : item->address->mac);
	return 0;
}

static int
fill_protocol(void *object, struct cell *cell)
{
	const char *address = ((const struct item *)object)->address->address;

	cell_text(cell, !address ? NULL : strchr(address, ':') ? "ipv6" : "ipv4");
	return 0;
}

static int
fill_address(void *object, struct cell *cell)
{
	const struct nic_address *at = ((const struct item *)object)->address;
	auto_free char *text = text_format("%s/%u", at->address ? at->address : "", at->prefix);

	cell_text(cell, at->address ? text : NULL);
	return 0;
}

static int
fill_vm(void *object, struct cell *cell)
{
	cell_text(cell, ((const struct item *)object)->vm->name);
	return 0;
}

static int
fill_source(void *object, struct cell *cell)
{
	cell_text(cell, words_name(&nic_source_words, ((const struct item *)object)->address->source));
	return 0;
}

static const struct column columns[] = {
	{ "NAME",     CELL_TEXT, "the card's device on the host; with the agent, in the guest", false, fill_name },
	{ "MAC",      CELL_TEXT, "MAC address",                      false, fill_mac },
	{ "PROTOCOL", CELL_TEXT, "ipv4 or ipv6",                     false, fill_protocol },
	{ "ADDRESS",  CELL_TEXT, "address and bits of its network",  false, fill_address },
	{ "VM",       CELL_TEXT, "virtual machine it is of",         true,  fill_vm },
	{ "SOURCE",   CELL_TEXT, "who knows it",                     true,  fill_source },
	COLUMNS_END
};

/* What is left out only reads well below the line that has it. */
static int
run(void)
{
	full |= asked.json || asked.raw || asked.sort;
	return listing_begin(columns, NULL, asked.named > 1 ? "VM,NAME,MAC,PROTOCOL,ADDRESS" : NULL);
}

static bool
is_wanted(const struct nic_address *address)
{
	return !interface || text_same(address->name, interface) ||
	       (address->mac && !strcasecmp(address->mac, interface));
}

static int
ask(struct vm *vm, struct nic_address_list *addresses, unsigned *ret_known)
{
	const int source = words_find(&nic_source_words, source_word);

	if (vm_nic_addresses(vm, (enum nic_source)source, addresses) < 0)
		return -1;
	*ret_known = 0;
	list_each(one, addresses)
		*ret_known += is_wanted(one) && nic_address_leads(one);
	return 0;
}

static int
add(struct vm *vm, const struct nic_address_list *addresses)
{
	const struct nic_address *above = NULL;

	list_each(one, addresses) {
		struct item item = { vm, one, above && text_same(above->name, one->name) && text_same(above->mac, one->mac) };

		if (!is_wanted(one))
			continue;
		if (listing_add(&item) < 0)
			return -1;
		above = one;
	}
	return 0;
}

/* 1 when its addresses were added, 0 when none is known yet: a guest that is still starting has no
 * address but its own loopback's, and its agent does not answer. */
static int
look(const char *name)
{
	const bool patient = waiting || timeout_ms >= 0;
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_nic_addresses struct nic_address_list addresses = { 0 };
	unsigned known = 0;

	if (!vm)
		return -1;
	if (ask(vm, &addresses, &known) < 0 && (!patient || !vm->active))
		return -1;
	if (patient && !known)
		return 0;
	return add(vm, &addresses) < 0 ? -1 : 1;
}

static int
list(const char *name)
{
	int looked = vm_ask_again(look, name, timeout_ms);

	return looked ? looked < 0 ? -1 : 0 : fail(FAULT_TIMEOUT, "no address is known");
}

const struct command command = {
	.name      = "vm-ifaddr",
	.summary   = "IP addresses of virtual machines",
	.virsh     = "domifaddr",
	.example   = "vm-ifaddr web --source=any --wait --timeout=90 -o ADDRESS --noheadings",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(AGENT) |
		     CAN(TIMEOUT) | CAN(MISSING),
	.run       = run,
	.each      = list,
	.finish    = listing_end,
};
