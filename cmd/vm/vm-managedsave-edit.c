/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-managedsave-edit - change the definition inside the managed save image of a virtual machine in an editor */
#include "command/command.h"
#include "command/vm_save_program.h"

static bool running, paused;
static enum vm_resume resume;

static const struct option_row options[] = {
	OPT_FLAG(0, "running", &running, "it runs when it is back"),
	OPT_FLAG(0, "paused",  &paused,  "it is paused when it is back"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_INACTIVE, ARG_ONE, NULL, "name or UUID of the virtual machine"),
	ROWS_END
};

static int
accept(const char *edited, const void *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? vm_save_define(vm, edited, "edited", resume) : -1;
}

static int
run(void)
{
	return vm_resume_asked(running, paused, &resume);
}

/* No lock is held while the user thinks. */
static char *
take(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	return vm ? vm_save_xml(vm, VIEW_SECRET) : NULL;
}

static int
edit(const char *name)
{
	auto_free char *xml = take(name);

	return xml ? vm_edit_image(xml, resume, accept, name) : -1;
}

const struct command command = {
	.name      = "vm-managedsave-edit",
	.summary   = "change the definition inside the managed save image of a virtual machine",
	.virsh     = "managedsave-edit",
	.example   = "vm-managedsave-edit web1 --set=//disk/source/@file=/srv/moved.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(BUSY),
	.run       = run,
	.each      = edit,
};
