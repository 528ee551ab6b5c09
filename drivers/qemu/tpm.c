/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tpm - swtpm, the program behind an emulated TPM */
#include "tpm.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/socket.h"
#include "cgroup.h"
#include "guest.h"
#include "life.h"
#include "state/place.h"

#define SWTPM "/usr/bin/swtpm"

enum { END_MS = 2000 };

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

/* In the child.  The listening socket keeps its number. */
static void
become_swtpm(const struct vm_def *def, const struct life *life, const char *directory, int socket,
	     int log)
{
	auto_free char *control = text_format("type=unixio,fd=%d", socket);
	auto_free char *state = text_format("dir=%s,mode=0600", directory);
	char *argv[] = { SWTPM, "socket", "--ctrl", control, "--tpmstate", state, "--terminate",
			 tpm_emulated(def)->version == TPM_1_2 ? NULL : "--tpm2", NULL };
	struct life born = *life;
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	born.argv = argv;
	setsid();
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(log, STDOUT_FILENO) >= 0 &&
	    dup2(log, STDERR_FILENO) >= 0 && fcntl(socket, F_SETFD, 0) == 0)
		life_begin(&born);
	_exit(1);
}

/* The socket's file must be the emulator's: it connects as its user. */
static int
listen_for(const char *name, const struct emulator_user *user)
{
	auto_free char *file = text_format("%s.tpm", name);
	auto_close int socket = socket_listen(guest_dir(), file);

	if (socket < 0)
		return -1;
	if (user->given && fchownat(guest_dir(), file, user->uid, user->groups[0],
				    AT_SYMLINK_NOFOLLOW) < 0)
		return fail_errno("hand over %s", file);
	return steal_fd(socket);
}

int
tpm_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log)
{
	auto_free char *directory = state_directory(def->uuid);
	auto_free char *pid_file = text_format("%s.tpm-pid", def->name);
	auto_free char *user_text = emulator_user_text(user);
	auto_free char *witness = text_format("%s.tpm", def->name);
	struct life life = { .dir = guest_dir(), .pid_file = pid_file, .witness = witness,
			     .user = user_text };
	auto_close int socket = -1;
	pid_t pid;

	if (access(SWTPM, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "tpm: %s is not installed", SWTPM);
	if (!file_exists(AT_FDCWD, directory) &&
	    make_state(tpm_emulated(def), directory, user) < 0)
		return fail_within("tpm");
	socket = listen_for(def->name, user);
	if (socket < 0)
		return -1;
	life.witness_inode = guest_file_inode(witness);
	pid = fork();
	if (pid == 0)
		become_swtpm(def, &life, directory, socket, log);
	if (pid < 0)
		return fail_errno("run %s", SWTPM);
	cgroup_enter(cgroups, pid);
	return 0;
}

static void
end_process(pid_t pid, const char *pid_file)
{
	auto_close int process = process_open(pid);

	/* Still the one: a pid may be another's by now. */
	if (process < 0 || lock_holder(guest_dir(), pid_file) != pid)
		return;
	process_signal(process, SIGTERM);
	if (process_wait(process, END_MS) == 0)
		process_signal(process, SIGKILL);
}

void
tpm_stop(const char *name)
{
	auto_free char *pid_file = text_format("%s.tpm-pid", name);
	auto_free char *socket = text_format("%s.tpm", name);
	pid_t pid;

	unlinkat(guest_dir(), socket, 0);
	pid = lock_holder(guest_dir(), pid_file);
	if (pid > 0)
		end_process(pid, pid_file);
	fail_forget();           /* it ended by itself in between, as it should */
	unlinkat(guest_dir(), pid_file, 0);
}

int
tpm_remove_state(const char *uuid)
{
	auto_free char *directory = state_directory(uuid);

	return dir_remove(AT_FDCWD, directory);
}
