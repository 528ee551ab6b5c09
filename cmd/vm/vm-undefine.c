/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-undefine - drop the definition of a virtual machine */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/vm_volumes.h"

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
	if (storage && all_storage)
		return fail(FAULT_USAGE, "--storage and --remove-all-storage exclude each other");
	if ((wipe || volume_snapshots) && !storage && !all_storage)
		return fail(FAULT_USAGE, "--%s needs --storage or --remove-all-storage",
			    wipe ? "wipe-storage" : "delete-storage-volume-snapshots");
	return 0;
}

/* A dry run finds the volumes used by the very guest that would be gone by then. */
static int
remove_volumes(const struct vm_volumes *volumes)
{
	enum volume_how also = (volume_snapshots ? VOLUME_SNAPSHOTS : 0) | (asked.dry_run ? VOLUME_FORCE : 0);

	for (unsigned i = 0; i < volumes->n; i++) {
		struct volume *volume = volumes->item[i];

		if ((wipe && !asked.dry_run && volume_wipe(volume, NULL, NULL) < 0) || volume_delete(volume, also) < 0)
			return fail_within("undefined, but storage volume '%s' stays", volume->name);
	}
	return 0;
}

static int
undefine(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_volumes struct vm_volumes volumes = { 0 };

	if (!vm)
		return absent_is_fine();
	if (!vm->stored)
		return already("has no stored definition");
	if ((storage || all_storage) && vm->active)
		return fail(FAULT_STATE, "is running: its storage is removed only when it is not");
	if ((storage || all_storage) && vm_volumes_find(vm, storage, &volumes) < 0)
		return -1;
	if (vm_undefine(vm, how()) < 0 || remove_volumes(&volumes) < 0)
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
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(MISSING) | CAN(STATE) | CAN(USAGE) | CAN(BUSY) | CAN(DENIED) |
		     CAN(UNSUPPORTED),
	.run       = run,
	.each      = undefine,
};
