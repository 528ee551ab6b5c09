/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-backup - back up all disks of virtual machines into a directory */
#include <errno.h>
#include <limits.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "command/backup_program.h"
#include "command/command.h"
#include "command/job.h"
#include "driver/backup_shelf.h"
#include "driver/vm_freeze.h"

static const char *directory, *snapshot_cmd;
static bool full, incremental, quiesce, verify, away;
static int64_t keep;

static const struct option_row options[] = {
	OPT_VALUE(0, "to", VALUE_DIRECTORY, &directory, "DIR", "where to; each guest has a directory of its own there.  -: standard output, as tar"),
	OPT_FLAG (0, "full",        &full,        "all of each disk, even if it is known what changed"),
	OPT_FLAG (0, "incremental", &incremental, "what changed since the last one there, when that is known; the default"),
	OPT_FLAG (0, "quiesce",     &quiesce,     "freeze the guest's filesystems meanwhile"),
	OPT_VALUE(0, "snapshot-cmd", VALUE_TEXT, &snapshot_cmd, "CMD", "have this copy instead: $1 is the guest, $2 and so on its images"),
	OPT_VALUE(0, "keep", VALUE_INT, &keep, "N", "how many there shall be afterwards: the oldest are merged upwards"),
	OPT_FLAG (0, "verify",      &verify,      "check the files that were written"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static unsigned
how(void)
{
	return (full ? BACKUP_TAKE_FULL : 0) | (verify ? BACKUP_TAKE_VERIFY : 0) | (quiesce ? BACKUP_TAKE_QUIESCE : 0) |
	       (away ? BACKUP_TAKE_FULL | BACKUP_TAKE_ALONE : 0);
}

static int
take(const char *name, struct backup_taking *taking)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_free char *aside = away && vm ? backup_take_aside() : NULL;

	return vm ? backup_take(vm, away ? aside : directory, how(), taking) : -1;
}

/* The first failure is the one to tell. */
static int
drop(const char *name, struct backup_taking *taking)
{
	struct failure why = fail_aside();
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (vm)
		backup_take_drop(taking, vm);
	return fail_again(&why);
}

static int
run_tar(const char *place, const char *below)
{
	char *argv[] = { "tar", "-C", (char *)place, "-cf", "-", (char *)below, NULL };
	int status = 0;
	pid_t pid;

	if (process_spawn(argv, (int[3]){ -1, STDOUT_FILENO, STDERR_FILENO }, &pid) < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status ? fail(FAULT_FAILED, "tar ended with status %d", WEXITSTATUS(status)) : 0;
}

/* It leaves nothing here, whether all of it was taken or not. */
static int
send_away(struct backup_taking *taking)
{
	auto_free char *place = NULL, *below = NULL;
	struct failure why;

	backup_take_place(taking, &place, &below);
	run_tar(place, below);
	why = fail_aside();
	return backup_shelf_clear(&taking->shelf) < 0 ? -1 : fail_again(&why);
}

static void
clean_up(struct vm *vm, void *taking)
{
	backup_take_drop(taking, vm);
}

/* Somebody else copies: the command is told the guest's name, and its images. */
static int
run_command(const struct vm_def *guest)
{
	auto_free char **argv = xcalloc(guest->devices.disks.n + 6, sizeof *argv);
	auto_free char *output = NULL;
	unsigned n = 0;

	argv[n++] = "sh";
	argv[n++] = "-c";
	argv[n++] = (char *)snapshot_cmd;
	argv[n++] = "sh";
	argv[n++] = guest->name;
	list_each(disk, &guest->devices.disks)
		if (backup_can_copy(disk) && storage_source_local(&disk->source))
			argv[n++] = (char *)storage_source_path(&disk->source);
	if (process_run(argv, &output) < 0)
		return -1;
	answer("%s", output);
	return 0;
}

static int
let_others_copy(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	bool freeze = quiesce && vm && vm->active;
	const struct vm_def *guest = vm ? vm_def(vm) : NULL;
	int done;

	if (!guest)
		return -1;
	if (asked.dry_run) {
		answer("run %s%s\n", snapshot_cmd, freeze ? " while the guest is frozen" : "");
		return 0;
	}
	if (freeze && vm_freeze(vm) < 0)
		return -1;
	done = run_command(guest);
	if (freeze)
		vm_thaw(vm);
	return done;
}

static int
back_up(const char *name)
{
	auto_backup_taking struct backup_taking taking = { .shelf = BACKUP_SHELF_NONE };
	auto_strings struct strings files = { 0 };
	struct backup_wait wait = { .vm = name, .clean_up = clean_up, .context = &taking };

	if (snapshot_cmd)
		return let_others_copy(name);
	if (take(name, &taking) < 0)
		return -1;
	if (asked.dry_run)
		return 0;
	wait.started = taking.started;
	if (taking.started && backup_wait(&wait) < 0)
		return drop(name, &taking);
	if (backup_take_keep(&taking, how(), (unsigned)keep, &files) < 0)
		return -1;
	if (away)
		return send_away(&taking);
	for (unsigned i = 0; i < files.n; i++)
		answer("%s\n", files.item[i]);
	return 0;
}

static int
run(void)
{
	if (!directory == !snapshot_cmd)
		return fail(FAULT_USAGE, "either --to=DIR says where to, or --snapshot-cmd=CMD copies");
	away = directory && text_same(directory, "-");
	if (away && (incremental || keep))
		return fail(FAULT_USAGE, "what goes to standard output is whole, and not kept here");
	if (away && isatty(STDOUT_FILENO))
		return fail(FAULT_USAGE, "standard output is a terminal");
	if (directory && !away && *directory != '/')
		return fail(FAULT_USAGE, "directory %s is not an absolute path", quote(directory));
	if (full && incremental)
		return fail(FAULT_USAGE, "--full and --incremental exclude each other");
	if (keep < 0 || keep > INT_MAX)
		return fail(FAULT_USAGE, "--keep is a number of backups");
	if (asked.no_wait)
		return fail(FAULT_OPTION, "a backup is put in order when it is complete: no --no-wait");
	return job_begin();
}

const struct command command = {
	.name      = "vm-backup",
	.summary   = "back up all disks of virtual machines into a directory: whole, or what changed since the last time",
	.example   = "vm-list --all --name --autostart | vm-backup - --to=/backup/vm --keep=14 -q",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(TIMEOUT) |
		     CAN(SYSTEM) | CAN(DENIED) | CAN(CONFIG) | CAN(AGENT),
	.run       = run,
	.each      = back_up,
};
