/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_plan - check what can be checked, and write down what will have to be undone */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "alias.h"
#include "base/fail.h"
#include "base/file.h"
#include "block.h"
#include "cgroup.h"
#include "firmware.h"
#include "macvtap.h"
#include "network.h"
#include "nvram.h"
#include "passt.h"
#include "reservations.h"
#include "state/place.h"
#include "tls.h"
#include "tpm.h"
#include "tuning.h"
#include "virtiofs.h"

static int
check_emulator(struct launch *launch)
{
	const char *binary = launch->def->devices.emulator;

	launch->caps = qemu_caps(binary);
	if (!launch->caps)
		return -1;
	if (launch->def->type == VM_KVM && !launch->caps->kvm)
		return fail(FAULT_UNSUPPORTED, "KVM is not usable here: is /dev/kvm there and accessible?");
	return 0;
}

/* An emulator says only that it could not open the file; the words for people are these. */
int
launch_check_source(const struct disk *disk)
{
	const struct storage_source *source = disk->transient ? disk->source.backing : &disk->source;
	const char *path = storage_source_path(source);

	if (storage_source_empty(source) || !storage_source_local(source) || access(path, F_OK) == 0)
		return 0;
	if (source->startup_policy == STARTUP_OPTIONAL &&
	    (disk->device == DISK_CDROM || disk->device == DISK_FLOPPY))
		return 0;
	fail_errno("disk %s: open %s", quote(disk->target.dev), path);
	return -1;
}

static int
check_devices(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (launch_check_source(disk) < 0)
			return -1;
	list_each(nic, &def->devices.nics)
		if (nic_check(nic) < 0)
			return -1;
	return 0;
}

/* A drive whose medium may be missing starts empty. */
static void
drop_missing_media(struct vm_def *def)
{
	list_each(disk, &def->devices.disks) {
		struct storage_source *source = &disk->source;

		if (source->startup_policy != STARTUP_OPTIONAL || source->type != STORAGE_FILE ||
		    !source->file || access(source->file, F_OK) == 0)
			continue;
		free(source->file);
		source->file = NULL;
	}
}

/* What runs is of this model, and no other will do where it goes on. */
static void
fix_model(struct vm_cpu *cpu)
{
	if (cpu && cpu->mode == CPU_CUSTOM && cpu->model)
		cpu->fallback = CPU_FALLBACK_FORBID;
}

static int
write_down(struct launch *launch)
{
	launch->undo = json_build("i:starter", (int64_t)getpid(), "s?:cgroups", launch->cgroups, "s:directory", launch->run_dir,
				  "o:ports", launch_plan_ports(launch->def),
				  "s?:filters", launch_plan_filters(launch->def),
				  "s?:switch", launch_plan_switch(launch->def), NULL);

	if (launch->user.given)
		json_object_object_add(launch->undo, "uid", json_object_new_int64(launch->user.uid));
	list_each(nic, &launch->def->devices.nics)
		if (macvtap_plan(nic, launch->undo) < 0 || passt_plan(launch->vm->name, nic, launch->undo) < 0)
			return -1;
	nvram_plan(launch->def, launch->how->reset_nvram, launch->undo);
	tpm_plan(launch->def, launch->undo);
	launch_plan_memory(launch);
	launch_note_transient(launch);
	if (virtiofs_plan(launch->def, launch->undo) < 0 || reservations_plan(launch->def, launch->undo) < 0 || launch_find_scsis(launch) < 0 ||
	    handover_plan(launch->def, &launch->user, launch->undo) < 0)
		return -1;
	return guest_undo_write(launch->vm->name, launch->undo);
}

int
launch_plan(struct launch *launch)
{
	auto_free char *var = place_file(PLACE_VAR, GUEST_FOLDER);
	struct vm *vm = launch->vm;

	if (launch->how->pass_fds)
		return fail(FAULT_OPTION, "the qemu driver cannot hand over descriptors");
	drop_missing_media(launch->def);
	fix_model(launch->def->cpu);
	if (qemu_find_chains(launch->def) < 0 || launch_plan_transient(launch) < 0)
		return -1;
	list_each(disk, &launch->def->devices.disks)
		if (tls_choose(&disk->source) < 0)
			return -1;
	if (qemu_firmware_choose(launch->def, var, NULL) < 0)
		return -1;
	qemu_name_devices(launch->def);
	if (check_emulator(launch) < 0 || check_devices(launch->def) < 0 ||
	    launch_plan_security(launch) < 0 || tuning_check(launch->def) < 0 || emulator_user(launch->def, &launch->user) < 0)
		return -1;
	launch->cgroups = cgroup_plan(vm->name, vm->id);
	launch->run_dir = place_file(PLACE_RUN, GUEST_FOLDER "/domain-%d-%s", vm->id, vm->name);
	return write_down(launch);
}
