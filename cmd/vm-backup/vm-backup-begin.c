/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-backup-begin - start a backup of the disks of a running virtual machine */
#include <string.h>

#include "base/when.h"
#include "command/backup_program.h"
#include "command/command.h"
#include "command/job.h"

static const char *backup_file, *checkpoint_file, *since, *checkpoint_name, *directory;
static bool reuse, preserve;

static const struct option_row options[] = {
	OPT_VALUE(0, "incremental", VALUE_CHECKPOINT, &since, "CHECKPOINT",   "only what changed since that checkpoint"),
	OPT_VALUE(0, "checkpoint",  VALUE_TEXT, &checkpoint_name, "NAME",     "create this checkpoint with it"),
	OPT_VALUE(0, "target-dir",  VALUE_DIRECTORY, &directory, "DIR",       "copies go to files there: VM-DISK.NAME.qcow2"),
	OPT_FLAG (0, "reuse-external", &reuse, "the files are there already, and stay whatever comes"),
	OPT_FLAG (0, "preserve-domain-on-shutdown", &preserve, "a guest that shuts down meanwhile ends with the backup, if it is not resumed before"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",            "domain",        VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("BACKUPXML",     "backupxml",     VALUE_FILE, ARG_OPTIONAL, &backup_file, "what to copy, - for standard input; none: all disks"),
	ARG("CHECKPOINTXML", "checkpointxml", VALUE_FILE, ARG_OPTIONAL, &checkpoint_file, "checkpoint to create with it"),
	ROWS_END
};

static struct backup_def *
asked_backup(struct vm *vm, const char *xml)
{
	auto_document(backup_def) struct backup_def *def = NULL;
	auto_free char *suffix = checkpoint_name ? xstrdup(checkpoint_name)
						 : text_format("%lld", (long long)(when_now() / 1000000));

	if (xml)
		return backup_def_parse(xml, strlen(xml), input_name(backup_file), VIEW_CONFIG, READ_SILENT);
	def = model_new(&backup_def_type);
	def->mode = BACKUP_PUSH;
	def->incremental = xstrdup(since);
	if (directory && backup_aim(vm, def, directory, suffix) < 0)
		return NULL;
	return steal(def);
}

/* NULL without a failure: none. */
static struct checkpoint_def *
asked_checkpoint(const char *xml)
{
	struct checkpoint_def *def;

	if (xml)
		return checkpoint_def_parse(xml, strlen(xml), input_name(checkpoint_file), VIEW_CONFIG, READ_SILENT);
	if (!checkpoint_name)
		return NULL;
	def = model_new(&checkpoint_def_type);
	def->name = xstrdup(checkpoint_name);
	return def;
}

static int
start(struct vm *vm, const char *backup, const char *checkpoint)
{
	auto_document(backup_def) struct backup_def *def = asked_backup(vm, backup);
	struct checkpoint_def *at = def ? asked_checkpoint(checkpoint) : NULL;

	if (!def || (!at && fail_fault()))
		return -1;
	return backup_begin(vm, steal(def), at, (reuse ? BACKUP_REUSE : 0) | (preserve ? BACKUP_PRESERVE : 0));
}

/* Which one it is, for who waits. */
static int
begin_on(const char *name, uint64_t *ret_started)
{
	auto_free char *backup = backup_file ? input_read(backup_file, NULL) : NULL;
	auto_free char *checkpoint = checkpoint_file ? input_read(checkpoint_file, NULL) : NULL;
	auto_vm struct vm *vm = NULL;
	auto_free char *uri = NULL;
	struct backup_progress progress = { 0 };

	if ((backup_file && !backup) || (checkpoint_file && !checkpoint) || !(vm = vm_open(name, VM_TO_CHANGE)) ||
	    start(vm, backup, checkpoint) < 0)
		return -1;
	if (asked.dry_run)
		return 0;
	uri = backup_uri(vm);
	if (uri)
		answer("%s\n", uri);
	if (backup_look(vm, &progress) < 0)
		return -1;
	*ret_started = progress.started;
	return 0;
}

static int
begin(const char *name)
{
	struct backup_wait wait = { .vm = name };

	if (begin_on(name, &wait.started) < 0)
		return -1;
	say("backup of %s started", name);
	return wait.started && job_wanted(false) ? backup_wait(&wait) : 0;
}

static int
run(void)
{
	if (backup_file && (since || directory))
		return fail(FAULT_USAGE, "a document excludes --incremental and --target-dir");
	if (checkpoint_file && checkpoint_name)
		return fail(FAULT_USAGE, "either a document of the checkpoint or --checkpoint");
	return job_begin();
}

const struct command command = {
	.name      = "vm-backup-begin",
	.summary   = "start a backup of the disks of a running virtual machine, whole or what changed since a checkpoint",
	.virsh     = "backup-begin",
	.example   = "vm-backup-begin web1 --target-dir=/backup --checkpoint=monday --wait",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(INCONSISTENT) | CAN(NO_VM) | CAN(NO_CHECKPOINT) | CAN(STATE) | CAN(UNSUPPORTED) |
		     CAN(OPTION) | CAN(BUSY) | CAN(BLOCK_JOB) | CAN(TIMEOUT) | CAN(ARGUMENT) | CAN(SYSTEM) | CAN(DENIED) |
		     CAN(XML) | CAN(SCHEMA) | CAN(CONFIG),
	.run       = run,
	.each      = begin,
};
