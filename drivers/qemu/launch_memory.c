/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_memory - what memory of the guest the host must provide for */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assign.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "state/place.h"

static bool
in_files(const struct vm_def *def)
{
	if (def->memory_backing.source == MEMORY_SOURCE_FILE || def->memory_backing.access)
		return true;
	if (def->cpu)
		list_each(cell, &def->cpu->cells)
			if (cell->mem_access)
				return true;
	list_each(memory, &def->devices.memories)
		if (memory->access || memory->model == MEMORY_VIRTIO_PMEM)
			return true;
	return false;
}

void
launch_plan_memory(struct launch *launch)
{
	auto_free char *directory = NULL;

	if (!in_files(launch->def))
		return;
	directory = place_file(PLACE_VAR, GUEST_FOLDER "/ram/%d-%s", launch->vm->id, launch->vm->name);
	json_object_object_add(launch->undo, "memory", json_object_new_string(directory));
}

static int
make_directory(const struct launch *launch)
{
	const char *directory = json_string(launch->undo, "memory");
	auto_close int dir = -1;

	if (!directory)
		return 0;
	if (dir_make(directory, 0711) < 0)
		return -1;
	dir = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return dir < 0 ? fail_errno("open %s", directory) : handover_give(dir, &launch->user);
}

/* A device of the host that reads the guest's memory needs it where it is. */
static bool
locks_memory(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (nic->type == NIC_VDPA)
			return true;
	return def->memory_backing.locked || assign_any(def);
}

/* A limit on what the guest takes in all is the definition's own; without one there is none. */
int
launch_allow_locking(const struct vm_def *def, pid_t pid)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

	if (!locks_memory(def))
		return 0;
	if (def->memtune.hard_limit.given)
		limit.rlim_cur = limit.rlim_max = (rlim_t)def->memtune.hard_limit.value;
	/* A device may do with less; when it does not, the emulator says so. */
	return prlimit(pid, RLIMIT_MEMLOCK, &limit, NULL) < 0 && def->memory_backing.locked ?
	       fail_errno("memoryBacking: allow locked memory") : 0;
}

int
launch_make_memory(struct launch *launch)
{
	/* with the guest's memory go the passphrases of its images */
	process_dumps(launch->def->dump_core == YES);
	return make_directory(launch) < 0 ? -1 : launch_allow_locking(launch->def, 0);
}
