/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-detach-disk - unplug disks */
#include "command/command.h"
#include "command/device_program.h"
#include "driver/block.h"

static struct strings targets;
static bool as_xml;
static struct device_wait wait = { .timeout_ms = -1 };

static const struct option_row options[] = {
	OPT_FLAG(0, "print-xml", &as_xml, "print the elements instead, change nothing"),
	DEVICE_WAIT_OPTIONS(wait),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("TARGET", "target", VALUE_TEXT, ARG_MANY, &targets, "disk: its target or source"),
	ROWS_END
};

static int
detach(struct vm *vm, const char *target)
{
	struct vm_def *def = asked.config && !asked.live && vm->stored ? vm_config(vm) : vm_def(vm);
	struct disk *disk = def ? vm_def_disk(def, target) : NULL;
	struct vm_device like;

	if (!def)
		return -1;
	if (!disk)
		return asked.if_needed ? 0 : fail(FAULT_NO_DISK, "no disk %s", quote(target));
	like = vm_device_of(&disk_type, disk);
	return as_xml ? device_print(&like) : device_detach_asked(vm, &like, &wait);
}

static int
detach_all(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, as_xml ? VM_TO_READ : VM_TO_CHANGE);

	if (!vm)
		return -1;
	for (unsigned i = 0; i < targets.n; i++)
		if (detach(vm, targets.item[i]) < 0)
			return -1;
	return 0;
}

const struct command command = {
	.name      = "vm-detach-disk",
	.summary   = "unplug disks",
	.virsh     = "detach-disk",
	.example   = "vm-detach-disk web vdb --persistent --wait",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(TIMEOUT) | CAN(NO_DISK),
	.each      = detach_all,
};
