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
#include "driver/secret.h"
#include "guest.h"
#include "helper.h"
#include "state/place.h"

#define SWTPM  "/usr/bin/swtpm"
#define CIPHER "aes-256-cbc"

/* The state at rest, and on its way to another host. */
static const char *const encrypted[] = { "--key", "--migration-key" };

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

static char *
draft_of(const char *directory)
{
	return text_format("%s.new", directory);
}

void
tpm_plan(const struct vm_def *def, struct json_object *undo)
{
	auto_free char *directory = state_directory(def->uuid), *draft = draft_of(directory);

	if (tpm_emulated(def) && !file_exists(AT_FDCWD, directory))
		guest_note_draft(undo, draft);
}

/* The registers that are to be active, "sha256,sha512"; NULL: the program's choice.  Caller frees. */
static char *
active_banks(const struct tpm *tpm)
{
	const struct { bool active; const char *name; } banks[] = {
		{ tpm->active_pcr_banks.sha1, "sha1" },     { tpm->active_pcr_banks.sha256, "sha256" },
		{ tpm->active_pcr_banks.sha384, "sha384" }, { tpm->active_pcr_banks.sha512, "sha512" },
	};
	auto_text struct text out = { 0 };

	for (unsigned i = 0; i < COUNT(banks); i++)
		if (banks[i].active)
			text_addf(&out, "%s%s", out.length ? "," : "", banks[i].name);
	return out.length ? text_take(&out) : NULL;
}

/* The passphrase of its state as a file in memory, which children inherit; -1 with no failure when it has none. */
static int
open_passphrase(const struct tpm *tpm)
{
	const struct secret_ref ref = { .type = (char *)"passphrase", .uuid = tpm->encryption_secret };
	auto_bytes struct bytes value = { 0 };

	if (!tpm->encryption_secret)
		return -1;
	return secret_resolve(&ref, SECRET_VTPM, &value) < 0 ? -1 : secret_file(&value);
}

/* what: what it is to do with the state. */
static int
run_setup(const struct tpm *tpm, const char *directory, const char *what, int passphrase, const struct emulator_user *user)
{
	auto_strings struct strings argv = { 0 };
	auto_free char *banks = active_banks(tpm);

	strings_add(&argv, "swtpm_setup");
	strings_add(&argv, "--tpm-state");
	strings_add(&argv, directory);
	strings_add(&argv, what);
	if (tpm->version != TPM_1_2)
		strings_add(&argv, "--tpm2");
	if (banks) {
		strings_add(&argv, "--pcr-banks");
		strings_add(&argv, banks);
	}
	if (passphrase >= 0) {
		lseek(passphrase, 0, SEEK_SET);
		strings_add(&argv, "--pwdfile-fd");
		strings_addf(&argv, "%d", passphrase);
		strings_add(&argv, "--cipher");
		strings_add(&argv, CIPHER);
	}
	if (user->given) {
		strings_add(&argv, "--runas");   /* else it becomes a user that may not write there */
		strings_add(&argv, "root");
	}
	return process_run(argv.item, NULL);
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
make_state(const struct tpm *tpm, const char *directory, int passphrase, const struct emulator_user *user)
{
	auto_free char *draft = draft_of(directory);

	if (dir_remove(AT_FDCWD, draft) < 0 || dir_make(draft, 0711) < 0 ||
	    run_setup(tpm, draft, "--createek", passphrase, user) < 0 || give_all(draft, user) < 0)
		return -1;
	return rename(draft, directory) < 0 ? fail_errno("rename %s", draft) : 0;
}

/* Memory that comes back knows the TPM as it was. */
static int
prepare_state(const struct tpm *tpm, const char *directory, int passphrase, const struct emulator_user *user, bool resumes)
{
	auto_free char *banks = active_banks(tpm);

	if (!file_exists(AT_FDCWD, directory))
		return make_state(tpm, directory, passphrase, user);
	if (!banks || resumes || tpm->version == TPM_1_2)
		return 0;
	return run_setup(tpm, directory, "--reconfigure", passphrase, user) < 0 ? -1 : give_all(directory, user);
}

static void
swtpm_args(const struct tpm *tpm, const char *directory, int socket, int passphrase, struct strings *argv)
{
	strings_add(argv, SWTPM);
	strings_add(argv, "socket");
	strings_add(argv, "--ctrl");
	strings_addf(argv, "type=unixio,fd=%d", socket);
	strings_add(argv, "--tpmstate");
	strings_addf(argv, "dir=%s,mode=0600", directory);
	strings_add(argv, "--terminate");
	if (tpm->version != TPM_1_2)
		strings_add(argv, "--tpm2");
	/* Standard error is where it logs anyway, and what it closes first. */
	if (tpm->debug) {
		strings_add(argv, "--log");
		strings_addf(argv, "fd=%d,level=%u", STDOUT_FILENO, tpm->debug);
	}
	for (unsigned i = 0; passphrase >= 0 && i < COUNT(encrypted); i++) {
		strings_add(argv, encrypted[i]);
		strings_addf(argv, "pwdfile=/proc/self/fd/%d,mode=" CIPHER, passphrase);
	}
}

int
tpm_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log, bool resumes,
	  int *ret_passphrase)
{
	const struct tpm *tpm = tpm_emulated(def);
	auto_free char *directory = state_directory(def->uuid);
	auto_free char *stem = text_format("%s.tpm", def->name);
	auto_free char *user_text = emulator_user_text(user);
	auto_strings struct strings argv = { 0 };
	auto_close int socket = -1, passphrase = -1;

	if (access(SWTPM, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "tpm: %s is not installed", SWTPM);
	passphrase = open_passphrase(tpm);
	if ((tpm->encryption_secret && passphrase < 0) || prepare_state(tpm, directory, passphrase, user, resumes) < 0)
		return fail_within("tpm");
	socket = helper_listen(stem, user);
	if (socket < 0)
		return -1;
	swtpm_args(tpm, directory, socket, passphrase, &argv);
	if (helper_start(&(struct helper) {
		.stem = stem, .user = user_text, .socket = socket, .log = log, .cgroups = cgroups, .argv = argv.item,
	}) < 0)
		return -1;
	fcntl(passphrase, F_SETFD, FD_CLOEXEC);
	*ret_passphrase = steal_fd(passphrase);
	return 0;
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
