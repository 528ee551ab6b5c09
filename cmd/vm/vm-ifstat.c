/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-ifstat - packet counters of a network card of a running virtual machine */
#include "command/command.h"
#include "command/table.h"
#include "driver/vm_nic.h"

static const char *interface;

static const struct argument_row arguments[] = {
	ARG("VM",        "domain",    VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("INTERFACE", "interface", VALUE_TEXT, ARG_ONE, &interface, "card: its device on the host, MAC address or alias"),
	ROWS_END
};

#define COUNTERS(X)                                              \
	X(rx_bytes,   "RX_BYTES",   CELL_BYTES,  cell_bytes,  "bytes received")   \
	X(rx_packets, "RX_PACKETS", CELL_NUMBER, cell_number, "packets received") \
	X(rx_errs,    "RX_ERRS",    CELL_NUMBER, cell_number, "errors while receiving") \
	X(rx_drop,    "RX_DROP",    CELL_NUMBER, cell_number, "packets that were not received") \
	X(tx_bytes,   "TX_BYTES",   CELL_BYTES,  cell_bytes,  "bytes sent")       \
	X(tx_packets, "TX_PACKETS", CELL_NUMBER, cell_number, "packets sent")     \
	X(tx_errs,    "TX_ERRS",    CELL_NUMBER, cell_number, "errors while sending") \
	X(tx_drop,    "TX_DROP",    CELL_NUMBER, cell_number, "packets that were not sent")

#define FILL(member, name, kind, put, help)                                     \
	static int                                                              \
	fill_##member(void *item, struct cell *cell)                            \
	{                                                                       \
		put(cell, ((const struct nic_counters *)item)->member);         \
		return 0;                                                       \
	}
COUNTERS(FILL)
#undef FILL

#define COLUMN(member, name, kind, put, help) { name, kind, help, false, fill_##member },
static const struct column columns[] = {
	COUNTERS(COLUMN)
	COLUMNS_END
};
#undef COLUMN

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	struct nic_counters counters = { 0 };

	return !vm || vm_nic_counters(vm, interface, &counters) < 0 ? -1 : info_print(columns, &counters);
}

const struct command command = {
	.name      = "vm-ifstat",
	.summary   = "packet counters of a network card of a running virtual machine",
	.virsh     = "domifstat",
	.example   = "vm-ifstat web vnet0 -o RX_BYTES",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = show,
	.finish    = info_finish,
};
