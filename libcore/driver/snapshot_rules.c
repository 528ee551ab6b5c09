/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_rules - what a request for a snapshot means, and whether it can be */
#include "driver/snapshot_rules.h"

#include <time.h>

/* --- options, 2.1 --- */

#define OPTION(bit, name) { bit, name }
static const struct { unsigned bit; const char *name; } options[] = {
	OPTION(SNAPSHOT_REDEFINE,    "--redefine"),
	OPTION(SNAPSHOT_CURRENT,     "--current"),
	OPTION(SNAPSHOT_NO_METADATA, "--no-metadata"),
	OPTION(SNAPSHOT_HALT,        "--halt"),
	OPTION(SNAPSHOT_DISK_ONLY,   "--disk-only"),
	OPTION(SNAPSHOT_QUIESCE,     "--quiesce"),
	OPTION(SNAPSHOT_LIVE,        "--live"),
	OPTION(REVERT_RUNNING,       "--running"),
	OPTION(REVERT_PAUSED,        "--paused"),
};

static const struct { unsigned option, needs, excludes; } interlocks[] = {
	{ SNAPSHOT_REDEFINE, 0,                  SNAPSHOT_NO_METADATA | SNAPSHOT_HALT | SNAPSHOT_LIVE },
	{ SNAPSHOT_CURRENT,  SNAPSHOT_REDEFINE,  0 },
	{ SNAPSHOT_QUIESCE,  SNAPSHOT_DISK_ONLY, 0 },
	{ REVERT_RUNNING,    0,                  REVERT_PAUSED },
};

static const char *
option_name(unsigned bits)
{
	for (unsigned i = 0; i < COUNT(options); i++)
		if (bits & options[i].bit)
			return options[i].name;
	return "";
}

int
snapshot_options_check(unsigned how)
{
	for (unsigned i = 0; i < COUNT(interlocks); i++) {
		unsigned needs = interlocks[i].needs, clash = interlocks[i].excludes & how;

		if (!(how & interlocks[i].option))
			continue;
		if (needs && !(how & needs))
			return fail(FAULT_USAGE, "%s needs %s", option_name(interlocks[i].option),
				    option_name(needs));
		if (clash)
			return fail(FAULT_USAGE, "%s excludes %s", option_name(interlocks[i].option),
				    option_name(clash));
	}
	return 0;
}

/* --- what the document says --- */

static bool
is_offline(enum snapshot_state state)
{
	return state == SNAPSHOT_SHUTOFF || state == SNAPSHOT_DISK_SNAPSHOT;
}

/* 1.3, rules 1, 5, 6 and 8; rules 4 and 7 are snapshot_choose()'s. */
static int
check_memory(struct snapshot_def *def)
{
	const char *file = def->memory.file;

	if (file && !def->memory.snapshot)
		def->memory.snapshot = DISK_SNAPSHOT_EXTERNAL;
	if (def->memory.snapshot == DISK_SNAPSHOT_MANUAL)
		return fail(FAULT_XML, "memory snapshot 'manual' is not a mode of memory");
	if (file && def->memory.snapshot != DISK_SNAPSHOT_EXTERNAL)
		return fail(FAULT_XML, "memory file %s needs an external memory snapshot", quote(file));
	if (!file && def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL)
		return fail(FAULT_XML, "an external memory snapshot needs a file");
	if (file && *file != '/')
		return fail(FAULT_XML, "memory file %s is not an absolute path", quote(file));
	return 0;
}

static void
clear_text(char **text)
{
	free(*text);
	*text = NULL;
}

int
snapshot_request(struct snapshot_def *def, unsigned how)
{
	def->creation_time = NUMBER_OF(time(NULL));
	def->state = SNAPSHOT_STATE_NONE;
	def->active = (struct number) { 0 };
	clear_text(&def->parent);
	clear_text(&def->cookie);
	vm_def_free(steal(def->domain));
	vm_def_free(steal(def->inactive_domain));
	if (def->name && !*def->name)
		clear_text(&def->name);
	if (!def->name)
		def->name = text_format("%lld", (long long)def->creation_time.value);
	if (!(how & SNAPSHOT_NO_METADATA) && moment_name_check(&snapshot_moments, def->name) < 0)
		return -1;
	return check_memory(def);
}

int
snapshot_redefinition(struct snapshot_def *def)
{
	if (!def->name || !*def->name)
		return fail(FAULT_XML, "a redefined snapshot needs a name");
	if (!def->creation_time.given)
		return fail(FAULT_XML, "a redefined snapshot needs a creationTime");
	if (!def->state)
		return fail(FAULT_XML, "a redefined snapshot needs a state");
	if (def->state == SNAPSHOT_PMSUSPENDED)
		return fail(FAULT_UNSUPPORTED, "a snapshot of a guest in state 'pmsuspended'");
	if (moment_name_check(&snapshot_moments, def->name) < 0 || check_memory(def) < 0)
		return -1;
	if (!def->memory.snapshot)
		def->memory.snapshot = is_offline(def->state) ? DISK_SNAPSHOT_NO : DISK_SNAPSHOT_INTERNAL;
	if (is_offline(def->state) && def->memory.snapshot != DISK_SNAPSHOT_NO)
		return fail(FAULT_XML, "a snapshot of a guest that is off has no memory");
	return 0;
}

/* --- the modes, 2.2 and 2.3 --- */

static const enum snapshot_state recorded[vm_state_count] = {
	[VM_RUNNING]  = SNAPSHOT_RUNNING,
	[VM_PAUSED]   = SNAPSHOT_PAUSED,
	[VM_SHUTDOWN] = SNAPSHOT_SHUTDOWN,
	[VM_SHUTOFF]  = SNAPSHOT_SHUTOFF,
	[VM_CRASHED]  = SNAPSHOT_CRASHED,
};

static bool
wants_external(const struct snapshot_def *def, unsigned how)
{
	return how & SNAPSHOT_DISK_ONLY || snapshot_is_external(def);
}

static int
choose_memory(struct snapshot_def *def, const struct vm *vm, unsigned how)
{
	bool offline = !vm->active || how & SNAPSHOT_DISK_ONLY;
	enum disk_snapshot asked = def->memory.snapshot;

	if (offline && asked && asked != DISK_SNAPSHOT_NO)
		return fail(FAULT_XML, "memory of a guest that is off, or of its disks only, cannot be kept");
	if (!offline && asked == DISK_SNAPSHOT_NO)
		return fail(FAULT_UNSUPPORTED, "an internal snapshot of a running guest without its memory");
	if (!asked)
		def->memory.snapshot = offline ? DISK_SNAPSHOT_NO : DISK_SNAPSHOT_INTERNAL;
	return 0;
}

int
snapshot_choose(struct snapshot_def *def, const struct vm *vm, unsigned how,
		enum disk_snapshot *ret_disks)
{
	bool external = wants_external(def, how);

	if (how & SNAPSHOT_LIVE && (!vm->active || def->memory.snapshot != DISK_SNAPSHOT_EXTERNAL))
		return fail(FAULT_UNSUPPORTED, "a live snapshot needs a running guest and external memory");
	if (how & SNAPSHOT_QUIESCE && !vm->active)
		return fail(FAULT_STATE, "not running: its file systems cannot be frozen");
	if (vm->state == VM_PMSUSPENDED)
		return fail(FAULT_UNSUPPORTED, "a snapshot of a guest that sleeps");
	if (!recorded[vm->state])
		return fail(FAULT_INTERNAL, "a snapshot of a guest in state '%s'",
			    words_name(&vm_state_words, vm->state));
	if (choose_memory(def, vm, how) < 0)
		return -1;
	def->state = vm->active && how & SNAPSHOT_DISK_ONLY ? SNAPSHOT_DISK_SNAPSHOT : recorded[vm->state];
	*ret_disks = external ? DISK_SNAPSHOT_EXTERNAL : DISK_SNAPSHOT_INTERNAL;
	return 0;
}

/* --- the disks, 1.5 --- */

static const struct disk *
named_disk(const struct vm_def *guest, const char *name)
{
	const struct disk *disk = vm_def_disk(guest, name);

	if (!disk)
		fail(FAULT_CONFIG, "no disk named %s", quote(name));
	return disk;
}

/* What a disk's definition says of snapshots: nothing is written to one that is read-only. */
static enum disk_snapshot
disk_own_mode(const struct disk *disk)
{
	return !disk->snapshot && disk->readonly ? DISK_SNAPSHOT_NO : disk->snapshot;
}

/* Steps 4 to 6 for a disk that was asked for. */
static int
settle_mode(struct snapshot_disk *asked, const struct disk *disk, enum disk_snapshot chosen, bool uniform)
{
	const char *path = storage_source_path(&asked->source);
	enum disk_snapshot own = disk_own_mode(disk);

	if (!asked->snapshot && path)
		asked->snapshot = DISK_SNAPSHOT_EXTERNAL;
	if (!asked->snapshot)
		asked->snapshot = own && (!uniform || own == DISK_SNAPSHOT_NO) ? own : chosen;
	else if (uniform && asked->snapshot != chosen &&
		 !(asked->snapshot == DISK_SNAPSHOT_NO && own == DISK_SNAPSHOT_NO))
		return fail(FAULT_CONFIG, "disk %s must use snapshot mode '%s'", quote(asked->name),
			    words_name(&disk_snapshot_words, chosen));
	if (path && asked->snapshot != DISK_SNAPSHOT_EXTERNAL)
		return fail(FAULT_CONFIG, "disk %s: file %s needs snapshot mode 'external'",
			    quote(asked->name), quote(path));
	return 0;
}

/* Step 8: a disk that was not mentioned. */
static enum disk_snapshot
mode_unasked(const struct disk *disk, enum disk_snapshot chosen)
{
	if (storage_source_empty(&disk->source))
		return DISK_SNAPSHOT_NO;
	return disk_own_mode(disk) ? disk_own_mode(disk) : chosen;
}

/* Which of the requested disks is this one?  Twice is a mistake. */
static int
find_asked(struct snapshot_def *def, const struct vm_def *guest, const struct disk *disk,
	   struct snapshot_disk **ret_asked)
{
	*ret_asked = NULL;
	list_each(asked, &def->disks) {
		if (vm_def_disk(guest, asked->name) != disk)
			continue;
		if (*ret_asked)
			return fail(FAULT_CONFIG, "disk %s is named twice", quote(disk->target.dev));
		*ret_asked = asked;
	}
	return 0;
}

int
snapshot_align(struct snapshot_def *def, const struct vm_def *guest,
	       enum disk_snapshot chosen, bool uniform)
{
	struct snapshot_disk_list aligned = { 0 };

	if (def->disks.n > guest->devices.disks.n)
		return fail(FAULT_CONFIG, "more disks than the guest has");
	list_each(asked, &def->disks) {
		const struct disk *disk = named_disk(guest, asked->name);
		struct snapshot_disk *same;

		if (!disk || find_asked(def, guest, disk, &same) < 0 ||
		    settle_mode(asked, disk, chosen, uniform) < 0)
			return -1;
	}
	list_each(disk, &guest->devices.disks) {
		struct snapshot_disk *entry = list_add(&aligned), *asked;

		find_asked(def, guest, disk, &asked);
		if (asked) {
			*entry = *asked;
			*asked = (struct snapshot_disk) { .name = xstrdup("") };
			free(entry->name);
		} else
			entry->snapshot = mode_unasked(disk, chosen);
		entry->name = xstrdup(disk->target.dev);
	}
	list_each(taken, &def->disks)
		free(taken->name);
	free(def->disks.item);
	def->disks = aligned;
	return 0;
}
