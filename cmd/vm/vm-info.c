/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-info - summary of a virtual machine */
#include "command/command.h"
#include "command/vm_item.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const struct column columns[] = {
	{ "ID",         CELL_NUMBER,      "running number",                     false, vm_cell_id },
	{ "NAME",       CELL_TEXT,        "name",                               false, vm_cell_name },
	{ "UUID",       CELL_TEXT,        "UUID",                               false, vm_cell_uuid },
	{ "OS-TYPE",    CELL_TEXT,        "how it is virtualised: hvm, exe, xen ...", false, vm_cell_os_type },
	{ "STATE",      CELL_TEXT,        "run state",                          false, vm_cell_state },
	{ "CPUS",       CELL_NUMBER,      "virtual processors",                 false, vm_cell_vcpus },
	{ "CPU-TIME",   CELL_NANOSECONDS, "processor time used so far",         false, vm_cell_cpu_time },
	{ "MAX-MEM",    CELL_BYTES,       "most memory it may have",            false, vm_cell_max_memory },
	{ "USED-MEM",   CELL_BYTES,       "memory it has",                      false, vm_cell_memory },
	{ "PERSISTENT", CELL_YES_NO,      "has a stored definition",            false, vm_cell_persistent },
	{ "AUTOSTART",  CELL_YES_NO,      "starts with the host",               false, vm_cell_autostart },
	{ "MANAGED-SAVE", CELL_YES_NO,    "has a managed save image",           false, vm_cell_managed_save },
	{ "TITLE",      CELL_TEXT,        "title",                              true,  vm_cell_title },
	{ "REASON",     CELL_TEXT,        "why it is in that state",            true,  vm_cell_reason },
	{ "PID",        CELL_NUMBER,      "process of the emulator",            true,  vm_cell_pid },
	{ "UPTIME",     CELL_NUMBER,      "seconds since it was started",       true,  vm_cell_uptime },
	{ "PENDING",    CELL_YES_NO,      "stored definition differs from the live one", true, vm_cell_pending },
	{ "HASH",       CELL_TEXT,        "hash of the stored definition, for vm-define --if-match", true, vm_cell_hash },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_vm_item struct vm_item item = { .vm = vm };

	return vm ? info_print(columns, &item) : -1;
}

const struct command command = {
	.name      = "vm-info",
	.summary   = "summary of a virtual machine",
	.virsh     = "dominfo",
	.example   = "vm-info web1 -o MAX-MEM --bytes",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(NO_VM) | CAN(XML) | CAN(DENIED),
	.each      = show,
	.finish    = info_finish,
};
