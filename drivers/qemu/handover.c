/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* handover - the files an emulator gets to own */
#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "guest.h"

enum { MAY_READ = 4, MAY_WRITE = 2, MAY_SEARCH = 1 };

/* One file of a definition, and what the emulator does with it. */
typedef int visit_file(const char *path, unsigned wants, void *context);

static bool
in_group(const struct emulator_user *user, gid_t gid)
{
	for (unsigned i = 0; i < user->n; i++)
		if (user->groups[i] == gid)
			return true;
	return false;
}

/* As the kernel decides for a process without privileges.  Access lists are left out:
 * with one, the worst is that we hand over what need not be. */
static bool
may(const struct stat *st, const struct emulator_user *user, unsigned wants)
{
	unsigned shift = st->st_uid == user->uid ? 6 : in_group(user, st->st_gid) ? 3 : 0;

	return user->uid == 0 || ((st->st_mode >> shift) & wants) == wants;
}

/* --- which files there are */

/* Does its definition say that it is to stay as it is? */
static bool
is_left_alone(const struct source_seclabel_list *labels)
{
	list_each(label, labels)
		if (label->relabel == NO && (!label->model || text_same(label->model, "dac")))
			return true;
	return false;
}

static int
visit_chain(const struct storage_source *source, unsigned wants, visit_file *visit, void *context)
{
	for (; source && source->type; source = source->backing, wants = MAY_READ) {
		const char *path = source->type == STORAGE_FILE ? source->file :
				   source->type == STORAGE_BLOCK ? source->dev : NULL;

		if (path && !is_left_alone(&source->seclabels) && visit(path, wants, context) < 0)
			return -1;
	}
	return 0;
}

static int
visit_disks(const struct vm_def *def, visit_file *visit, void *context)
{
	list_each(disk, &def->devices.disks) {
		unsigned wants = disk->readonly || disk->device == DISK_CDROM ? MAY_READ :
				 MAY_READ | MAY_WRITE;

		if (visit_chain(&disk->source, wants, visit, context) < 0)
			return -1;
	}
	return 0;
}

static int
visit_chardev(const struct chardev_source *source, visit_file *visit, void *context)
{
	bool by_path = source->type == CHARDEV_FILE || source->type == CHARDEV_DEV ||
		       source->type == CHARDEV_PIPE;

	if (by_path && source->path && !is_left_alone(&source->seclabels) && visit(source->path, MAY_WRITE, context) < 0)
		return -1;
	return source->log_file ? visit(source->log_file, MAY_WRITE, context) : 0;
}

static int
visit_chardevs(const struct vm_def *def, visit_file *visit, void *context)
{
	const struct chardev_list *const lists[] = {
		&def->devices.serials, &def->devices.parallels, &def->devices.consoles,
	};

	for (unsigned i = 0; i < COUNT(lists); i++)
		list_each(chardev, lists[i])
			if (visit_chardev(&chardev->source, visit, context) < 0)
				return -1;
	list_each(channel, &def->devices.channels)
		if (visit_chardev(&channel->source, visit, context) < 0)
			return -1;
	return 0;
}

static int
visit_boot(const struct vm_def *def, visit_file *visit, void *context)
{
	const struct {
		const char *path;
		unsigned wants;
	} files[] = {
		{ def->os.kernel, MAY_READ },
		{ def->os.initrd, MAY_READ },
		{ def->os.dtb, MAY_READ },
		{ def->os.loader.path, MAY_READ },
		{ def->os.nvram ? def->os.nvram->path : NULL, MAY_READ | MAY_WRITE },
	};

	for (unsigned i = 0; i < COUNT(files); i++)
		if (files[i].path && visit(files[i].path, files[i].wants, context) < 0)
			return -1;
	return def->os.nvram ? visit_chain(&def->os.nvram->source, MAY_READ | MAY_WRITE, visit,
					   context) : 0;
}

static int
visit_all(const struct vm_def *def, visit_file *visit, void *context)
{
	if (visit_disks(def, visit, context) < 0 || visit_chardevs(def, visit, context) < 0)
		return -1;
	return visit_boot(def, visit, context);
}

/* --- handing over */

struct plan {
	const struct emulator_user *user;
	struct json_object *owners;
};

/* The emulator is the one to complain about a file that is not there, but what
 * it would make it must be able to write. */
static int
plan_any(const char *path, unsigned wants, void *context)
{
	struct plan *plan = context;
	auto_free char *real = realpath(path, NULL);
	struct stat st;

	if (!real || stat(real, &st) < 0 || may(&st, plan->user, wants))
		return 0;
	json_object_array_add(plan->owners,
			      json_build("s:path", real, "i:uid", (int64_t)st.st_uid,
					 "i:gid", (int64_t)st.st_gid, "i:device", (int64_t)st.st_dev,
					 "i:inode", (int64_t)st.st_ino, NULL));
	return 0;
}

/* Terminals and the like are everybody's. */
static int
plan_file(const char *path, unsigned wants, void *context)
{
	struct stat st;
	bool ours = stat(path, &st) == 0 && (S_ISREG(st.st_mode) || S_ISBLK(st.st_mode));

	return ours ? plan_any(path, wants, context) : 0;
}

int
handover_plan(const struct vm_def *def, const struct emulator_user *user, struct json_object *undo)
{
	struct plan plan = { .user = user };

	if (!user->given)
		return 0;
	list_each(label, &def->seclabels)
		if (label->relabel == NO && text_same(label->model, "dac"))
			return 0;
	plan.owners = json_object_new_array();
	json_object_object_add(undo, "owners", plan.owners);
	return visit_all(def, plan_file, &plan);
}

/* The file of a row, when it is still the one that was meant. */
static int
open_planned(struct json_object *row, struct stat *ret_st)
{
	const char *path = json_string(row, "path");
	auto_close int fd = path ? open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC) : -1;

	if (fd < 0 || fstat(fd, ret_st) < 0 ||
	    (int64_t)ret_st->st_dev != json_number(row, "device", -1) ||
	    (int64_t)ret_st->st_ino != json_number(row, "inode", -1))
		return -1;
	return steal_fd(fd);
}

int
handover_give(int fd, const struct emulator_user *user)
{
	if (user->given && fchownat(fd, "", user->uid, user->groups[0], AT_EMPTY_PATH) < 0)
		return fail_errno("hand over a file to user %u", (unsigned)user->uid);
	return 0;
}

int
handover_make(struct json_object *undo, const struct emulator_user *user)
{
	struct json_object *owners = json_member(undo, "owners");

	for (size_t i = 0; i < json_length(owners); i++) {
		struct json_object *row = json_object_array_get_idx(owners, i);
		struct stat st;
		auto_close int fd = open_planned(row, &st);

		if (fd >= 0 && handover_give(fd, user) < 0)
			return fail_within("%s", json_string(row, "path"));
	}
	return 0;
}

/* Written down before it is done, as at the start. */
static int
hand_over(struct vm *vm, const char *path, unsigned wants, visit_file *visit)
{
	auto_json struct json_object *undo = guest_undo_read(vm->name), *added = json_object_new_object();
	auto_emulator_user struct emulator_user user = { 0 };
	struct json_object *owners = json_member(undo, "owners");
	struct plan plan = { .user = &user };
	const struct vm_live *live = vm_live(vm);

	if (!live || emulator_user(live->def, &user) < 0)
		return -1;
	if (!user.given || !undo)
		return 0;
	if (!owners)
		json_object_object_add(undo, "owners", owners = json_object_new_array());
	json_object_object_add(added, "owners", plan.owners = json_object_new_array());
	visit(path, wants, &plan);
	if (!json_length(plan.owners))
		return 0;
	json_object_array_add(owners, json_object_get(json_object_array_get_idx(plan.owners, 0)));
	return guest_undo_write(vm->name, undo) < 0 ? -1 : handover_make(added, &user);
}

int
handover_file(struct vm *vm, const char *path, bool write)
{
	return hand_over(vm, path, write ? MAY_READ | MAY_WRITE : MAY_READ, plan_file);
}

int
handover_node(struct vm *vm, const char *path)
{
	return hand_over(vm, path, MAY_READ | MAY_WRITE, plan_any);
}

/* What an emulator owned keeps no owner it did not have because of us: a file that
 * somebody else was given meanwhile stays his. */
int
handover_undo(struct json_object *undo)
{
	struct json_object *owners = json_member(undo, "owners");
	int64_t user = json_number(undo, "uid", -1);

	if (!json_object_is_type(owners, json_type_array))
		return 0;
	for (size_t i = json_length(owners); i-- > 0;) {
		struct json_object *row = json_object_array_get_idx(owners, i);
		struct stat st;
		auto_close int fd = open_planned(row, &st);

		if (fd >= 0 && (int64_t)st.st_uid == user &&
		    fchownat(fd, "", (uid_t)json_number(row, "uid", 0), (gid_t)json_number(row, "gid", 0), AT_EMPTY_PATH) < 0)
			return fail_errno("give %s back to its owner", json_string(row, "path"));
	}
	return 0;
}

/* --- what is in the way */

struct search {
	const struct emulator_user *user;
	char *found;
};

static int
look_at_directories(const char *path, unsigned wants, void *context)
{
	struct search *search = context;
	auto_free char *real = realpath(path, NULL);
	struct stat st;

	(void)wants;
	for (char *slash = real ? strchr(real + 1, '/') : NULL; slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (stat(real, &st) == 0 && !may(&st, search->user, MAY_SEARCH)) {
			search->found = text_format("user %u lacks search permission on %s (mode %04o)",
						    (unsigned)search->user->uid, real,
						    st.st_mode & 07777);
			return -1;
		}
		*slash = '/';
	}
	return 0;
}

char *
handover_obstacle(const struct vm_def *def, const struct emulator_user *user)
{
	struct search search = { .user = user };

	if (user->given)
		visit_all(def, look_at_directories, &search);
	return search.found;
}
