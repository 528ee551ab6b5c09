/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-iftune - show or set how fast a network card may send and receive */
#include "command/command.h"
#include "command/nic_program.h"
#include "command/table.h"

static const char *interface, *inbound, *outbound;

static const struct option_row options[] = {
	OPT_VALUE(0, "inbound",  VALUE_TEXT, &inbound,  "AVERAGE[,PEAK,BURST,FLOOR]", "what it receives, KiB a second; 0: no limit"),
	OPT_VALUE(0, "outbound", VALUE_TEXT, &outbound, "AVERAGE[,PEAK,BURST]", "what it sends, KiB a second; 0: no limit"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",        "domain",    VALUE_VM,   ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("INTERFACE", "interface", VALUE_TEXT, ARG_ONE, &interface, "card: its device on the host, MAC address or alias"),
	ROWS_END
};

#define RATES(X)                                                                       \
	X(inbound,  average, "inbound.average",  "KiB a second it may receive")        \
	X(inbound,  peak,    "inbound.peak",     "KiB a second in a burst")            \
	X(inbound,  burst,   "inbound.burst",    "KiB at that speed")                  \
	X(inbound,  floor,   "inbound.floor",    "KiB a second guaranteed")            \
	X(outbound, average, "outbound.average", "KiB a second it may send")           \
	X(outbound, peak,    "outbound.peak",    "KiB a second in a burst")            \
	X(outbound, burst,   "outbound.burst",   "KiB at that speed")

#define FILL(side, member, name, help)                                                  \
	static int                                                                      \
	fill_##side##_##member(void *item, struct cell *cell)                           \
	{                                                                               \
		const struct nic_rate *rate = ((const struct nic *)item)->side;         \
											\
		cell_number(cell, rate ? (int64_t)rate->member : 0);                    \
		return 0;                                                               \
	}
RATES(FILL)
#undef FILL

#define COLUMN(side, member, name, help) { name, CELL_NUMBER, help, false, fill_##side##_##member },
static const struct column columns[] = {
	RATES(COLUMN)
	COLUMNS_END
};
#undef COLUMN

static struct nic_limits limits;

static int
run(void)
{
	return nic_rate_asked("inbound", inbound, &limits.inbound, &limits.set_inbound) < 0 ? -1 :
	       nic_rate_asked("outbound", outbound, &limits.outbound, &limits.set_outbound);
}

static int
tune(const char *name)
{
	bool to_change = inbound || outbound, live, config;
	auto_vm struct vm *vm = vm_open(name, to_change ? VM_TO_CHANGE : VM_TO_READ);
	struct nic *nic;

	if (!vm || asked_states(vm->active, vm->stored, to_change, &live, &config) < 0)
		return -1;
	if (to_change)
		return vm_nic_tune(vm, interface, &limits, live, config);
	nic = vm_nic(vm, interface, config);
	return nic ? info_print(columns, nic) : -1;
}

const struct command command = {
	.name      = "vm-iftune",
	.summary   = "show or set how fast a network card may send and receive",
	.virsh     = "domiftune",
	.example   = "vm-iftune web vnet0 --inbound=1000,2000,512 --live",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = CHANGES | STATES | INFO,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(CONFIG),
	.run       = run,
	.each      = tune,
	.finish    = info_finish,
};
