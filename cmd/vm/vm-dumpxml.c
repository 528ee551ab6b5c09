/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-dumpxml - print the definition of a virtual machine */
#include "command/command.h"
#include "command/later.h"
#include "driver/vm.h"

static bool inactive, security_info, update_cpu, migratable;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive",      &inactive,      "the stored definition, also of a running one"),
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	OPT_FLAG(0, "update-cpu",    &update_cpu,    "with the processor as this host would make it"),
	OPT_FLAG(0, "migratable",    &migratable,    "fit for another host"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const struct later later[] = {
	LATER_FLAG(&update_cpu, "update-cpu", "the processor database"),
	LATER_END
};

static int
run(void)
{
	return later_refuse(later);
}

static int
dump(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	enum view view = (security_info ? VIEW_SECRET : 0) | (migratable ? VIEW_MIGRATABLE : 0);
	auto_free char *xml = vm ? vm_xml(vm, inactive, view) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vm-dumpxml",
	.summary   = "print the XML definition of a virtual machine",
	.virsh     = "dumpxml",
	.example   = "vm-dumpxml web1 --xpath='//disk/source/@file'",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(OPTION) | CAN(DENIED),
	.run       = run,
	.each      = dump,
};
