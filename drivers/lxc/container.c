/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* container - what a container has that its definition does not say, and what it cannot have */
#include "container.h"

#include <sys/utsname.h>

#include "base/rule.h"
#include "driver/vm_complete.h"

/* A host of 64 bits has programs of 32, too. */
static bool
runs_here(const char *arch, const char *host)
{
	return !strcmp(arch, host) || (!strcmp(arch, "i686") && !strcmp(host, "x86_64"));
}

static int
check_host(struct vm_def *def)
{
	struct utsname host;

	if (uname(&host) < 0)
		return fail_errno("ask for the architecture of this host");
	if (!def->os.arch)
		def->os.arch = xstrdup(host.machine);
	return RULES_HOLD("container", def->name,
		{ def->type != VM_LXC, FAULT_VALUE, "its type is 'lxc'" },
		{ def->os.type && def->os.type != OS_EXE, FAULT_VALUE, "its os type is 'exe'" },
		{ !runs_here(def->os.arch, host.machine), FAULT_VALUE, "this host has another architecture" });
}

static int
check_devices(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (nic->model && !nic_model_known(nic->model))
			return fail(FAULT_CONFIG, "container '%s': it has no interface of model %s", def->name, quote(nic->model));
	return RULES_HOLD("container", def->name,
		{ def->max_memory.size || def->devices.memories.n, FAULT_CONFIG, "memory is not plugged" },
		{ def->vcpus.n, FAULT_CONFIG, "single processors are not plugged" });
}

/* What a display shows is not added: no model is usual. */
static int
check_videos(const struct vm_def *def)
{
	list_each(video, &def->devices.videos)
		if (!video->model)
			return fail(FAULT_INTERNAL, "container '%s': a video device needs a model", def->name);
	return 0;
}

/* Names that users chose are not kept. */
static int
forget_alias(void *found, void *holder, const struct type *holder_type, void *context)
{
	struct device_info *info = found;

	(void)holder, (void)holder_type, (void)context;
	free(steal(info->alias));
	return 0;
}

int
lxc_complete(struct vm_def *def)
{
	if (check_host(def) < 0 || check_devices(def) < 0 || vm_complete_seclabels(def) < 0)
		return -1;
	if (!def->devices.emulator)
		def->devices.emulator = xstrdup(LXC_CONTROLLER);
	list_each(console, &def->devices.consoles)
		if (!console->target)
			console->target = TARGET_LXC;
	model_each(&vm_def_type, def, &device_info_type, forget_alias, NULL);
	return vm_def_complete(def) < 0 ? -1 : check_videos(def);
}
