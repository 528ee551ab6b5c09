/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* files - what the driver keeps of a guest that is not running: NVRAM, TPM state, log */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "guest.h"
#include "nvram.h"
#include "state/place.h"
#include "tpm.h"

static char *
log_path(const char *name)
{
	return place_file(PLACE_LOG, GUEST_FOLDER "/%s.log", name);
}

char *
qemu_log_file(struct vm *vm)
{
	return log_path(vm->name);
}

static int
rename_if_any(const char *from, const char *to)
{
	return rename(from, to) < 0 && errno != ENOENT ? fail_errno("rename %s", from) : 0;
}

/* Only a variable store that carries the guest's name where we put it goes along, and not over one that was kept
 * of another: then it stays, as it would for libvirt. */
static int
rename_nvram(struct vm *vm, const char *new_name)
{
	struct nvram *nvram = vm->config->os.nvram;
	auto_free char *old = place_file(PLACE_VAR, GUEST_FOLDER "/nvram/%s_VARS.fd", vm->name);
	auto_free char *new = place_file(PLACE_VAR, GUEST_FOLDER "/nvram/%s_VARS.fd", new_name);

	if (!nvram || !text_same(nvram->path, old) || (file_exists(AT_FDCWD, old) && file_exists(AT_FDCWD, new)))
		return 0;
	if (rename_if_any(old, new) < 0)
		return -1;
	free(nvram->path);
	nvram->path = steal(new);
	return 0;
}

int
qemu_renamed(struct vm *vm, const char *new_name)
{
	auto_free char *old = log_path(vm->name);
	auto_free char *new = log_path(new_name);

	return rename_if_any(old, new) < 0 ? -1 : rename_nvram(vm, new_name);
}

int
qemu_check_undefine(struct vm *vm, enum vm_undefine_how how)
{
	const struct vm_def *def = vm_config(vm);
	const char *nvram = def ? nvram_path(def) : NULL;

	if (!def) {
		fail_forget();           /* one that cannot be read can be dropped all the same */
		return 0;
	}
	if (!nvram || how & (UNDEFINE_NVRAM | UNDEFINE_KEEP_NVRAM) || !file_exists(AT_FDCWD, nvram))
		return 0;
	return fail(FAULT_STATE, "it has firmware variables in %s", nvram);
}

/* A TPM's state is the guest's own and goes with it, unless it is to be kept. */
int
qemu_undefined(struct vm *vm, enum vm_undefine_how how)
{
	const struct vm_def *def = vm->config;
	const struct tpm *tpm = tpm_emulated(def);
	const char *nvram = nvram_path(def);

	if (vm->active)
		return 0;
	if (nvram && how & UNDEFINE_NVRAM && unlink(nvram) < 0 && errno != ENOENT)
		return fail_errno("remove %s", nvram);
	if (!tpm || how & UNDEFINE_KEEP_TPM || (tpm->persistent_state == YES && !(how & UNDEFINE_TPM)))
		return 0;
	return tpm_remove_state(def->uuid);
}
