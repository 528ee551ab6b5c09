/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-undefine - drop the definition of a virtual machine */
#include "command/command.h"
#include "command/later.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static const char *storage;
static bool all_storage, volume_snapshots, wipe, managed_save, snapshots, checkpoints;
static bool nvram, keep_nvram, tpm, keep_tpm, purge;

static const struct option_row options[] = {
	OPT_FLAG (0, "snapshots-metadata",   &snapshots,    "also what is known of its snapshots; images keep theirs"),
	OPT_FLAG (0, "checkpoints-metadata", &checkpoints,  "also what is known of its checkpoints"),
	OPT_FLAG (0, "nvram",                &nvram,        "also its firmware variables"),
	OPT_FLAG (0, "keep-nvram",           &keep_nvram,   "but not its firmware variables"),
	OPT_FLAG (0, "tpm",                  &tpm,          "also the state of its TPM"),
	OPT_FLAG (0, "keep-tpm",             &keep_tpm,     "but not the state of its TPM"),
	OPT_FLAG (0, "managed-save",         &managed_save, "also its managed save image"),
	OPT_FLAG (0, "purge",                &purge,        "all of these, but never a disk"),
	OPT_VALUE(0, "storage", VALUE_TEXT,  &storage, "LIST", "also these disks, by target or path"),
	OPT_FLAG (0, "remove-all-storage",   &all_storage,  "also all its disks"),
	OPT_FLAG (0, "delete-storage-volume-snapshots", &volume_snapshots, "and the snapshots of those volumes"),
	OPT_FLAG (0, "wipe-storage",         &wipe,         "and overwrite the disks first"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const struct later later[] = {
	LATER_VALUE(&storage,         "storage",                         "storage pools"),
	LATER_FLAG(&all_storage,      "remove-all-storage",              "storage pools"),
	LATER_FLAG(&volume_snapshots, "delete-storage-volume-snapshots", "storage pools"),
	LATER_FLAG(&wipe,             "wipe-storage",                    "storage pools"),
	LATER_END
};

static enum vm_undefine_how
how(void)
{
	return (managed_save || purge ? UNDEFINE_MANAGED_SAVE : 0) |
	       (snapshots || purge ? UNDEFINE_SNAPSHOTS : 0) |
	       (checkpoints || purge ? UNDEFINE_CHECKPOINTS : 0) |
	       (nvram || purge ? UNDEFINE_NVRAM : 0) | (keep_nvram ? UNDEFINE_KEEP_NVRAM : 0) |
	       (tpm || purge ? UNDEFINE_TPM : 0) | (keep_tpm ? UNDEFINE_KEEP_TPM : 0);
}

static int
run(void)
{
	if ((nvram || purge) && keep_nvram)
		return fail(FAULT_USAGE, "--keep-nvram and --%s exclude each other", nvram ? "nvram" : "purge");
	if ((tpm || purge) && keep_tpm)
		return fail(FAULT_USAGE, "--keep-tpm and --%s exclude each other", tpm ? "tpm" : "purge");
	return later_refuse(later);
}

static int
undefine(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return absent_is_fine();
	if (!vm->stored)
		return already("has no stored definition");
	if (vm_undefine(vm, how()) < 0)
		return -1;
	say(vm->active ? "undefined, runs on as a transient virtual machine" : "undefined");
	return 0;
}

const struct command command = {
	.name      = "vm-undefine",
	.summary   = "drop the definition of a virtual machine; a running one becomes transient",
	.virsh     = "undefine",
	.example   = "vm-undefine --purge web1",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(OPTION) | CAN(BUSY) | CAN(DENIED),
	.run       = run,
	.each      = undefine,
};
