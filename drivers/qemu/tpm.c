/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tpm - swtpm, the program behind an emulated TPM */
#include "tpm.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "guest.h"
#include "helper.h"
#include "state/place.h"

#define SWTPM "/usr/bin/swtpm"

const struct tpm *
tpm_emulated(const struct vm_def *def)
{
	list_each(tpm, &def->devices.tpms)
		if (tpm->backend == TPM_EMULATOR)
			return tpm;
	return NULL;
}

char *
tpm_socket(const char *name)
{
	return place_file(PLACE_RUN, GUEST_FOLDER "/%s.tpm", name);
}

static char *
state_directory(const char *uuid)
{
	return place_file(PLACE_VAR, GUEST_FOLDER "/swtpm/%s", uuid);
}

static int
run_setup(const struct tpm *tpm, char *directory, const struct emulator_user *user)
{
	char *argv[8] = { "swtpm_setup", "--tpm-state", directory, "--createek" };
	unsigned n = 4;

	if (tpm->version != TPM_1_2)
		argv[n++] = "--tpm2";
	if (user->given) {
		argv[n++] = "--runas";   /* else it becomes a user that may not write there */
		argv[n++] = "root";
	}
	return process_run(argv, NULL);
}

static int
give_all(const char *directory, const struct emulator_user *user)
{
	auto_close int dir = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	auto_strings struct strings files = { 0 };

	if (dir < 0)
		return fail_errno("open %s", directory);
	unlinkat(dir, ".lock", 0);       /* its maker's, who has ended */
	if (dir_names(dir, ".", NULL, &files) < 0)
		return -1;
	for (unsigned i = 0; i < files.n; i++) {
		auto_close int file = openat(dir, files.item[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);

		if (file >= 0 && handover_give(file, user) < 0)
			return -1;
	}
	return handover_give(dir, user);
}

/* A new TPM with an endorsement key, made beside and moved into place when whole. */
static int
make_state(const struct tpm *tpm, const char *directory, const struct emulator_user *user)
{
	auto_free char *draft = text_format("%s.new", directory);

	if (dir_remove(AT_FDCWD, draft) < 0 || dir_make(draft, 0711) < 0 ||
	    run_setup(tpm, draft, user) < 0 || give_all(draft, user) < 0)
		return -1;
	return rename(draft, directory) < 0 ? fail_errno("rename %s", draft) : 0;
}

int
tpm_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log)
{
	auto_free char *directory = state_directory(def->uuid);
	auto_free char *stem = text_format("%s.tpm", def->name);
	auto_free char *state = text_format("dir=%s,mode=0600", directory);
	auto_free char *user_text = emulator_user_text(user), *control = NULL;
	auto_close int socket = -1;

	if (access(SWTPM, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "tpm: %s is not installed", SWTPM);
	if (!file_exists(AT_FDCWD, directory) &&
	    make_state(tpm_emulated(def), directory, user) < 0)
		return fail_within("tpm");
	socket = helper_listen(stem, user);
	if (socket < 0)
		return -1;
	control = text_format("type=unixio,fd=%d", socket);
	return helper_start(&(struct helper) {
		.stem = stem, .user = user_text, .socket = socket, .log = log, .cgroups = cgroups,
		.argv = (char *[]) { SWTPM, "socket", "--ctrl", control, "--tpmstate", state, "--terminate",
				     tpm_emulated(def)->version == TPM_1_2 ? NULL : "--tpm2", NULL },
	});
}

void
tpm_stop(const char *name)
{
	auto_free char *stem = text_format("%s.tpm", name);

	helper_stop(stem);
}

int
tpm_remove_state(const char *uuid)
{
	auto_free char *directory = state_directory(uuid);

	return dir_remove(AT_FDCWD, directory);
}
