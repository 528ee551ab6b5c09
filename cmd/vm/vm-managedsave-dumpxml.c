/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-managedsave-dumpxml - print the definition inside the managed save image of a virtual machine */
#include "command/command.h"
#include "driver/vm_save.h"

static bool security_info;

static const struct option_row options[] = {
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_INACTIVE, ARG_ONE, NULL, "name or UUID of the virtual machine"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_free char *xml = vm ? vm_save_xml(vm, security_info ? VIEW_SECRET : VIEW_CONFIG) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vm-managedsave-dumpxml",
	.summary   = "print the definition inside the managed save image of a virtual machine",
	.virsh     = "managedsave-dumpxml",
	.example   = "vm-managedsave-dumpxml web1 --xpath='//disk/source/@file'",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(MISSING) | CAN(XML) | CAN(DENIED),
	.each      = dump,
};
