/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chain_check - do the images of a guest agree with what is written about them? */
#include "driver/chain_check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/block_inside.h"
#include "driver/snapshot.h"
#include "driver/snapshot_images.h"
#include "driver/vm_inside.h"

void
chain_problems_done(struct chain_problem_list *problems)
{
	list_each(problem, problems) {
		free(problem->target);
		free(problem->file);
	}
	free(problems->item);
	*problems = (struct chain_problem_list) { 0 };
}

static void
add(struct chain_problem_list *problems, const char *target, const char *problem, const char *file)
{
	list_each(known, problems)
		if (text_same(known->problem, problem) && text_same(known->file, file))
			return;
	*list_add(problems) = (struct chain_problem) {
		.target = xstrdup(target), .problem = problem, .file = xstrdup(file),
	};
}

/* --- all that is known --- */

static int
note_chain(void *context, const struct storage_source *chain)
{
	struct strings *files = context;

	for (; chain && chain->type; chain = chain->backing)
		if (storage_source_local(chain) && !strings_have(files, storage_source_path(chain)))
			strings_add(files, storage_source_path(chain));
	if (!chain)
		fail_forget();           /* one that cannot be looked into names nothing */
	return 0;
}

static int
note_guest(struct vm *vm, struct strings *files)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	return snapshot_each_chain(vm, &tree, note_chain, files);
}

int
chain_known(struct strings *ret_files)
{
	auto_strings struct strings names = { 0 };

	if (vm_names(VM_ALL, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_vm struct vm *vm = vm_open(names.item[i], VM_TO_READ);

		if (!vm && fail_fault() == FAULT_NO_VM) {
			fail_forget();   /* it went just now */
			continue;
		}
		if (!vm || note_guest(vm, ret_files) < 0)
			return -1;
	}
	return 0;
}

/* --- what is recorded, and what is there --- */

static void
check_there(const char *target, const struct storage_source *chain, struct chain_problem_list *problems)
{
	for (; chain && chain->type; chain = chain->backing)
		if (storage_source_local(chain) && access(storage_source_path(chain), F_OK) < 0 && errno == ENOENT)
			add(problems, target, "missing", storage_source_path(chain));
}

/* A definition need not say what an image stands on, but what it says is to be so. */
static void
check_said(const char *target, const struct storage_source *said, const struct storage_source *chain,
	   struct chain_problem_list *problems)
{
	for (; said && said->type && chain && chain->type; said = said->backing, chain = chain->backing) {
		bool says = said->backing && said->found != YES;
		bool ends = !said->backing || !said->backing->type, bottom = !chain->backing || !chain->backing->type;

		/* Headers are not read for what is on servers. */
		if (says && !ends && !storage_source_local(said->backing))
			return;
		if (says && (ends != bottom || (!ends && !block_same_place(said->backing, chain->backing)))) {
			add(problems, target, "differs", storage_source_path(chain));
			return;          /* below that all differs */
		}
	}
}

/* QEMU locks bytes from 100 on of what it has open. */
bool
chain_is_busy(const char *path)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 100, .l_len = 200 };
	auto_close int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	return fd >= 0 && fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static int
check_disk(struct vm *vm, const struct disk *disk, struct chain_problem_list *problems)
{
	const char *path = storage_source_path(&disk->source), *target = disk->target.dev;
	struct storage_source *chain;

	if (storage_source_empty(&disk->source) || !storage_source_local(&disk->source))
		return 0;
	chain = snapshot_image_chain(&disk->source);
	if (!chain)
		return fail_within("disk %s", quote(target));
	check_there(target, chain, problems);
	check_said(target, &disk->source, chain, problems);
	if (!vm->active && !disk->readonly && !disk->shareable && chain_is_busy(path))
		add(problems, target, "busy", path);
	model_free(&storage_source_type, chain);
	return 0;
}

static int
check_def(struct vm *vm, const struct vm_def *def, struct chain_problem_list *problems)
{
	list_each(disk, &def->devices.disks)
		if (check_disk(vm, disk, problems) < 0)
			return -1;
	return 0;
}

static int
check_in_snapshot(void *problems, const struct storage_source *chain)
{
	if (!chain)
		return -1;
	check_there(NULL, chain, problems);
	return 0;
}

static int
check_snapshots(struct vm *vm, struct chain_problem_list *problems)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	return snapshot_each_chain(vm, &tree, check_in_snapshot, problems);
}

/* --- what lies beside them --- */

static bool
stands_on_one(const char *path, const struct strings *images)
{
	const struct storage_source image = { .type = STORAGE_FILE, .format = FORMAT_QCOW2, .file = (char *)path };
	struct storage_source *chain = snapshot_image_chain(&image);
	const char *below = chain && chain->backing ? storage_source_path(chain->backing) : NULL;
	bool stands = below && strings_have(images, below);

	if (!chain)
		fail_forget();           /* what cannot be read stands on nothing */
	model_free(&storage_source_type, chain);
	return stands;
}

static bool
is_file(int dir, const struct dirent *entry)
{
	struct stat st;

	return fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static int
check_directory(const char *path, const struct strings *known, const struct strings *images,
		struct chain_problem_list *problems)
{
	auto_close int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	auto_strings struct strings names = { 0 };

	if (dir < 0)
		return errno == ENOENT ? 0 : fail_errno("%s", path);
	if (dir_choose(dir, path, is_file, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *file = text_format("%s/%s", text_same(path, "/") ? "" : path, names.item[i]);

		if (!strings_have(known, file) && stands_on_one(file, images))
			add(problems, NULL, "orphaned", file);
	}
	return 0;
}

static int
check_orphans(struct vm *vm, const struct strings *known, struct chain_problem_list *problems)
{
	auto_strings struct strings images = { 0 }, directories = { 0 };

	if (note_guest(vm, &images) < 0)
		return -1;
	for (unsigned i = 0; i < images.n; i++) {
		const char *path = images.item[i], *slash = strrchr(path, '/');
		auto_free char *directory = slash ? xstrndup(path, (size_t)(slash > path ? slash - path : 1)) : NULL;

		if (!directory || strings_have(&directories, directory))
			continue;
		strings_add(&directories, directory);
		if (check_directory(directory, known, &images, problems) < 0)
			return -1;
	}
	return 0;
}

/* --- images that moved together: the header still names the old directory --- */

static bool
is_missing(const struct storage_source *image)
{
	return image && storage_source_local(image) && access(storage_source_path(image), F_OK) < 0 && errno == ENOENT;
}

/* The file of that name beside the image above it.  NULL: there is none.  Caller frees. */
static char *
moved_to(const struct storage_source *above, const struct storage_source *below)
{
	const char *from = storage_source_path(above), *name = strrchr(storage_source_path(below), '/');
	const char *slash = strrchr(from, '/');
	char *path = slash && name ? text_format("%.*s%s", (int)(slash - from), from, name) : NULL;

	if (path && access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static int
fix_one(const struct storage_source *above, struct storage_source *below)
{
	struct storage_source base = *below;
	auto_free char *path = moved_to(above, below);

	if (!path)
		return 0;
	base.type = STORAGE_FILE;
	base.file = path;
	base.backing = NULL;
	if (vm_told("%s: name %s as what it stands on", storage_source_path(above), path))
		return 0;
	return DRIVER_CALL(snapshot, rebase, above, &base);
}

static int
fix_chain(void *context, const struct storage_source *chain)
{
	(void)context;
	for (; chain && chain->type; chain = chain->backing)
		if (is_missing(chain->backing) && fix_one(chain, chain->backing) < 0)
			return -1;
	return 0;
}

int
chain_fix_paths(struct vm *vm)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	if (!DRIVER_HAS(snapshot, chain))
		return 0;
	if (vm->active)
		return fail(FAULT_STATE, "the guest is active: its images are the emulator's");
	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	return snapshot_each_chain(vm, &tree, fix_chain, NULL);
}

int
chain_check(struct vm *vm, const struct strings *known, struct chain_problem_list *ret_problems)
{
	if (!DRIVER_HAS(snapshot, chain))
		return 0;
	if ((vm->active && !vm_live(vm)) || (vm->stored && !vm_config(vm)))
		return -1;
	if ((vm->active && check_def(vm, vm->live->def, ret_problems) < 0) ||
	    (vm->stored && check_def(vm, vm->config, ret_problems) < 0) ||
	    check_snapshots(vm, ret_problems) < 0)
		return -1;
	return check_orphans(vm, known, ret_problems);
}
