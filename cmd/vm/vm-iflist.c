/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-iflist - list the network cards of virtual machines */
#include "command/command.h"
#include "command/listing.h"
#include "driver/vm_nic.h"

static bool inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "as they are stored, also when it runs"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

struct item {
	const struct vm *vm;
	const struct nic *nic;
};

#define FILL(name, text)                                        \
	static int                                              \
	fill_##name(void *object, struct cell *cell)            \
	{                                                       \
		const struct item *item = object;               \
								\
		cell_text(cell, text);                          \
		return 0;                                       \
	}
FILL(interface, item->nic->target.dev)
FILL(type,      words_name(&nic_kind_words, item->nic->source.actual ? item->nic->source.actual : item->nic->type))
FILL(source,    vm_nic_source(item->nic))
FILL(model,     item->nic->model)
FILL(mac,       item->nic->mac.address)
FILL(vm,        item->vm->name)
FILL(state,     vm_nic_is_up(item->nic) ? "up" : "down")
#undef FILL

static const struct column columns[] = {
	{ "INTERFACE", CELL_TEXT, "its device on the host, while it runs",  false, fill_interface },
	{ "TYPE",      CELL_TEXT, "how it is connected",                    false, fill_type },
	{ "SOURCE",    CELL_TEXT, "network, bridge or device it is connected to", false, fill_source },
	{ "MODEL",     CELL_TEXT, "card that the guest sees",               false, fill_model },
	{ "MAC",       CELL_TEXT, "MAC address",                            false, fill_mac },
	{ "VM",        CELL_TEXT, "virtual machine it is of",               true,  fill_vm },
	{ "STATE",     CELL_TEXT, "up, or down: the cable is unplugged",    true,  fill_state },
	COLUMNS_END
};

static int
run(void)
{
	return listing_begin(columns, NULL, asked.named > 1 ? "VM,INTERFACE,TYPE,SOURCE,MODEL,MAC" : NULL);
}

static int
list(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	struct vm_def *def = vm ? inactive ? vm_config(vm) : vm_def(vm) : NULL;

	if (!def)
		return -1;
	list_each(nic, &def->devices.nics) {
		struct item item = { vm, nic };

		if (listing_add(&item) < 0)
			return -1;
	}
	return 0;
}

const struct command command = {
	.name      = "vm-iflist",
	.summary   = "list the network cards of virtual machines",
	.virsh     = "domiflist",
	.example   = "vm-iflist web -o INTERFACE,MAC --noheadings",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.run       = run,
	.each      = list,
	.finish    = listing_end,
};
