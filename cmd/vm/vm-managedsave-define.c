/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-managedsave-define - replace the definition inside the managed save image of a virtual machine */
#include "command/command.h"
#include "command/vm_save_program.h"

static const char *xml_file;
static bool running, paused;
static enum vm_resume resume;

static const struct option_row options[] = {
	OPT_FLAG(0, "running", &running, "it runs when it is back"),
	OPT_FLAG(0, "paused",  &paused,  "it is paused when it is back"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",  "domain", VALUE_VM_INACTIVE, ARG_ONE, NULL, "name or UUID of the virtual machine"),
	ARG("XML", "xml",    VALUE_FILE, ARG_ONE, &xml_file,   "definition to put in, - for standard input"),
	ROWS_END
};

static int
run(void)
{
	return vm_resume_asked(running, paused, &resume);
}

static int
define(const char *name)
{
	auto_free char *xml = input_read(xml_file, NULL);
	auto_vm struct vm *vm = xml ? vm_open(name, VM_TO_CHANGE) : NULL;

	return vm ? vm_save_define(vm, xml, input_name(xml_file), resume) : -1;
}

const struct command command = {
	.name      = "vm-managedsave-define",
	.summary   = "replace the definition inside the managed save image of a virtual machine",
	.virsh     = "managedsave-define",
	.example   = "vm-managedsave-define web1 moved.xml --paused",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(BUSY),
	.run       = run,
	.each      = define,
};
