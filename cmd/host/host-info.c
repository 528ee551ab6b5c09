/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host-info - processors and memory of the host */
#include "command/command.h"
#include "command/table.h"
#include "driver/host_info.h"

static int
cpu_model(void *info, struct cell *cell)
{
	cell_text(cell, ((struct host_info *)info)->model);
	return 0;
}

static int
memory_size(void *info, struct cell *cell)
{
	cell_bytes(cell, ((struct host_info *)info)->memory);
	return 0;
}

static int
cpu_frequency(void *info, struct cell *cell)
{
	if (((struct host_info *)info)->mhz)
		cell_number(cell, ((struct host_info *)info)->mhz);
	return 0;
}

#define COUNT_CELL(member)                                                     \
	static int                                                             \
	cell_##member(void *info, struct cell *cell)                           \
	{                                                                      \
		cell_number(cell, ((struct host_info *)info)->member);         \
		return 0;                                                      \
	}

COUNT_CELL(cpus)
COUNT_CELL(sockets)
COUNT_CELL(cores)
COUNT_CELL(threads)
COUNT_CELL(cells)

static const struct column columns[] = {
	{ "CPU-MODEL",        CELL_TEXT,   "architecture of the processors",        false, cpu_model },
	{ "CPUS",             CELL_NUMBER, "processors online",                     false, cell_cpus },
	{ "CPU-FREQUENCY",    CELL_NUMBER, "their frequency in MHz",                false, cpu_frequency },
	{ "SOCKETS",          CELL_NUMBER, "sockets in a NUMA cell",                false, cell_sockets },
	{ "CORES-PER-SOCKET", CELL_NUMBER, "cores in a socket",                     false, cell_cores },
	{ "THREADS-PER-CORE", CELL_NUMBER, "threads of a core",                     false, cell_threads },
	{ "NUMA-CELLS",       CELL_NUMBER, "NUMA cells",                            false, cell_cells },
	{ "MEMORY-SIZE",      CELL_BYTES,  "memory",                                false, memory_size },
	COLUMNS_END
};

static int
run(void)
{
	struct host_info info = { 0 };

	return host_info(&info) < 0 || info_print(columns, &info) < 0 ? -1 : info_finish();
}

const struct command command = {
	.name    = "host-info",
	.summary = "processors and memory of the host",
	.virsh   = "nodeinfo",
	.example = "host-info -o MEMORY-SIZE --bytes",
	.columns = columns,
	.bundles = INFO,
	.faults  = CAN(FAILED) | CAN(UNSUPPORTED),
	.run     = run,
};
