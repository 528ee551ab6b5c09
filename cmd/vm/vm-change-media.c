/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-change-media - insert, eject or swap the medium of a CD-ROM or floppy drive */
#include <sys/stat.h>

#include "command/command.h"
#include "command/device_program.h"

static const char *path, *argument, *option;
static bool eject, insert, update, force, block, as_xml;

static const struct option_row options[] = {
	OPT_VALUE(0, "source", VALUE_FILE, &option, "FILE", "the medium"),
	OPT_FLAG(0, "eject",     &eject,  "take the medium out"),
	OPT_FLAG(0, "insert",    &insert, "put a medium into an empty drive"),
	OPT_FLAG(0, "update",    &update, "swap the medium, or put one in"),
	OPT_FLAG(0, "force",     &force,  "also when the guest has locked the drive"),
	OPT_FLAG(0, "block",     &block,  "the medium is a block device"),
	OPT_FLAG(0, "print-xml", &as_xml, "print the element as it would be, change nothing"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM,   ARG_ONE, NULL,  "name, UUID or number of the virtual machine"),
	ARG("PATH",   "path",   VALUE_TEXT, ARG_ONE, &path, "drive: its target or medium"),
	ARG("SOURCE", "medium", VALUE_FILE, ARG_OPTIONAL, &argument, "the medium"),
	ROWS_END
};

static int
run(void)
{
	if (argument)
		option = argument;
	if (eject + insert + update > 1)
		return fail(FAULT_USAGE, "only one of --eject, --insert and --update");
	if (eject && option)
		return fail(FAULT_USAGE, "--eject takes no medium");
	return eject || option ? 0 : fail(FAULT_USAGE, "SOURCE is missing");
}

static int
check_drive(const struct disk *disk)
{
	bool empty = storage_source_empty(&disk->source);

	if (disk->device != DISK_CDROM && disk->device != DISK_FLOPPY)
		return fail(FAULT_UNSUPPORTED, "disk '%s' has no removable media", disk->target.dev);
	if (eject && empty)
		return fail(FAULT_STATE, "there is no medium in drive '%s'", disk->target.dev);
	return insert && !empty ? fail(FAULT_STATE, "there is a medium in drive '%s' already", disk->target.dev) : 0;
}

static void
set_medium(struct disk *disk)
{
	enum storage_format format = disk->source.format;
	struct stat st;

	model_done(&storage_source_type, &disk->source);
	disk->source = (struct storage_source){ .type = STORAGE_FILE, .format = format };
	if (eject)
		return;
	if (block || (stat(option, &st) == 0 && S_ISBLK(st.st_mode)))
		disk->source.type = STORAGE_BLOCK;
	*(disk->source.type == STORAGE_BLOCK ? &disk->source.dev : &disk->source.file) = xstrdup(option);
}

static int
change(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, as_xml ? VM_TO_READ : VM_TO_CHANGE);
	struct device_where where;
	struct vm_def *def = vm && device_where(vm, &where) == 0 ? where.live ? vm_def(vm) : vm_config(vm) : NULL;
	struct disk *disk = def ? vm_def_disk(def, path) : NULL;
	auto_vm_device struct vm_device next = { 0 };

	if (!def)
		return -1;
	if (!disk)
		return fail(FAULT_NO_DISK, "no disk %s", quote(path));
	if (check_drive(disk) < 0)
		return -1;
	next = vm_device_of(&disk_type, disk);
	next = vm_device_copy(&next);
	set_medium(next.object);
	return as_xml ? device_print(&next) : device_update(vm, &next, where, force);
}

const struct command command = {
	.name      = "vm-change-media",
	.summary   = "insert, eject or swap the medium of a CD-ROM or floppy drive",
	.virsh     = "change-media",
	.example   = "vm-change-media web hdc /srv/iso/debian.iso --update --live",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(CONFIG) |
		     CAN(DENIED),
	.run       = run,
	.each      = change,
};
