/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface_backup - the host's network configuration as it was before changes
 *
 * $VAR/FOLDER/saved holds a copy of each place, 0, 1 ... in the order of the driver; it is
 * complete when it has that name. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"
#include "driver/interface_inside.h"

/* ---- trees of files ---- */

static int
copy_file(const char *from, const char *to, const struct stat *like)
{
	size_t size = 0;
	auto_free char *data = file_read(AT_FDCWD, from, FILE_LIMIT, &size);

	return data ? file_replace_like(AT_FDCWD, to, data, size, like) : -1;
}

/* A link stays one: many of them lead to /dev/null, to turn off what a package brings. */
static int
copy_link(const char *from, const char *to)
{
	char target[PATH_MAX] = "";

	if (readlink(from, target, sizeof target - 1) < 0)
		return fail_errno("read %s", from);
	return file_replace_link(AT_FDCWD, to, target) < 0 ? -1 : file_sync_parent(to);
}

static int copy_tree(const char *from, const char *to);

static int
copy_entries(const char *from, const char *to)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, from, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *entry = text_format("%s/%s", from, names.item[i]);
		auto_free char *copy = text_format("%s/%s", to, names.item[i]);
		struct stat st;
		bool is_link = lstat(entry, &st) == 0 && S_ISLNK(st.st_mode);

		if ((is_link ? copy_link : copy_tree)(entry, copy) < 0)
			return -1;
	}
	return 0;
}

/* What is not there is copied by not being there. */
static int
copy_tree(const char *from, const char *to)
{
	struct stat st;

	if (stat(from, &st) < 0)
		return errno == ENOENT ? 0 : fail_errno("read %s", from);
	if (!S_ISDIR(st.st_mode))
		return copy_file(from, to, &st);
	if (dir_make(to, st.st_mode & 07777) < 0)
		return -1;
	return copy_entries(from, to);
}

/* What came since goes, and what is of another sort now. */
static int
remove_strangers(const char *place, const char *saved)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, place, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *entry = text_format("%s/%s", place, names.item[i]);
		auto_free char *copy = text_format("%s/%s", saved, names.item[i]);
		struct stat now, then;
		bool stays = lstat(entry, &now) == 0 && lstat(copy, &then) == 0 &&
			     (now.st_mode & S_IFMT) == (then.st_mode & S_IFMT);

		if ((!stays && dir_remove(AT_FDCWD, entry) < 0) ||
		    (stays && S_ISDIR(now.st_mode) && remove_strangers(entry, copy) < 0))
			return -1;
	}
	return 0;
}

static int
restore(const char *saved, const char *place)
{
	struct stat st = { 0 };
	bool is_saved = stat(saved, &st) == 0;

	if (!is_saved && errno != ENOENT)
		return fail_errno("read %s", saved);
	/* Also a directory that came since is left empty. */
	if ((is_saved || stat(place, &st) == 0) && S_ISDIR(st.st_mode) && remove_strangers(place, saved) < 0)
		return -1;
	if (!is_saved)
		return S_ISDIR(st.st_mode) ? 0 : file_remove(AT_FDCWD, place);
	return copy_tree(saved, place);
}

/* ---- the copy ---- */

static char *
saved_path(const struct service *service, const char *what)
{
	return place_file(PLACE_VAR, "%s/%s", service->folder, what);
}

static bool
is_saved(const struct service *service)
{
	auto_close int dir = place_open(PLACE_VAR, service->folder, false);
	auto_close int saved = dir < 0 ? -1 : dir_open(dir, "saved", 0);

	fail_forget();           /* none, or a link of somebody's */
	return saved >= 0;
}

static int
places_of(const struct service *service, struct strings *ret_places)
{
	const struct interface_ops *ops = interface_ops_of(service);

	return ops->places ? ops->places(service, ret_places) : driver_cannot("interface", "places");
}

static int
save(const struct service *service)
{
	auto_free char *draft = saved_path(service, "saved.new");
	auto_free char *path = saved_path(service, "saved");
	auto_free char *old = saved_path(service, "saved.old");
	auto_strings struct strings places = { 0 };
	auto_close int dir = place_open(PLACE_VAR, service->folder, true);       /* is no link of somebody's */

	/* A draft, and a copy on its way out, are of programs that were killed. */
	if (dir < 0 || places_of(service, &places) < 0 || dir_remove(AT_FDCWD, draft) < 0 || dir_remove(AT_FDCWD, old) < 0 ||
	    dir_make(draft, 0700) < 0)
		return -1;
	for (unsigned i = 0; i < places.n; i++) {
		auto_free char *copy = text_format("%s/%u", draft, i);

		if (copy_tree(places.item[i], copy) < 0)
			return -1;
	}
	return rename(draft, path) < 0 ? fail_errno("rename %s", draft) : file_sync_parent(path);
}

static int
drop(const struct service *service)
{
	auto_free char *path = saved_path(service, "saved");
	auto_free char *old = saved_path(service, "saved.old");

	if (dir_remove(AT_FDCWD, old) < 0)
		return -1;
	if (rename(path, old) < 0)
		return fail_errno("rename %s", path);
	return file_sync_parent(path) < 0 ? -1 : dir_remove(AT_FDCWD, old);
}

int
interface_begin(void)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_close int lock = service ? interface_lock(service) : -1;

	if (!service || (lock < 0 && !vm_is_dry_run()))
		return -1;
	if (is_saved(service))
		return fail(FAULT_STATE, "a copy is kept already: iface-commit or iface-rollback first");
	return vm_told("keep a copy of the network configuration") ? 0 : save(service);
}

int
interface_commit(void)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_close int lock = service ? interface_lock(service) : -1;

	if (!service || (lock < 0 && !vm_is_dry_run()))
		return -1;
	if (!is_saved(service))
		return fail(FAULT_STATE, "no copy is kept: iface-begin was not called");
	return vm_told("accept the network configuration") ? 0 : drop(service);
}

/* ---- the way back ---- */

/* The stored definitions of all, by name. */
struct definitions {
	struct strings names;
	struct interface_def **item;
};

static void
definitions_done(struct definitions *all)
{
	for (unsigned i = 0; i < all->names.n; i++)
		interface_def_free(all->item[i]);
	free(all->item);
	strings_done(&all->names);
}
#define auto_definitions __attribute__((cleanup(definitions_done)))

static int
read_all(const struct service *service, struct definitions *ret_all)
{
	const struct interface_ops *ops = interface_ops_of(service);

	if (ops->list_stored(service, &ret_all->names) < 0)
		return -1;
	ret_all->item = xcalloc(ret_all->names.n + 1, sizeof *ret_all->item);
	for (unsigned i = 0; i < ret_all->names.n; i++)
		ret_all->item[i] = ops->read(service, ret_all->names.item[i]);
	fail_forget();           /* one that cannot be read is as if it were not there */
	return 0;
}

static const struct interface_def *
find(const struct definitions *all, const char *name)
{
	for (unsigned i = 0; i < all->names.n; i++)
		if (strcmp(all->names.item[i], name) == 0)
			return all->item[i];
	return NULL;
}

static bool
is_same(const struct interface_def *a, const struct interface_def *b)
{
	auto_free char *one = a ? interface_def_text(a, VIEW_CONFIG) : NULL;
	auto_free char *other = b ? interface_def_text(b, VIEW_CONFIG) : NULL;

	return text_same(one, other);
}

/* Interfaces that are up and are not what is stored any more. */
static int
bring_back(const struct service *service, const struct definitions *before, const struct definitions *now)
{
	const struct interface_ops *ops = interface_ops_of(service);

	for (unsigned i = 0; i < before->names.n; i++) {
		const struct interface_def *was = before->item[i];

		if (was && !is_same(was, find(now, was->name)) && ops->is_up(service, was->name) &&
		    ops->stop(service, was) < 0)
			return -1;
	}
	for (unsigned i = 0; i < now->names.n; i++) {
		const struct interface_def *is = now->item[i];

		if (is && is->start != INTERFACE_START_NONE && !is_same(is, find(before, is->name)) &&
		    ops->start(service, is) < 0)
			return -1;
	}
	return 0;
}

static int
go_back(const struct service *service)
{
	auto_free char *saved = saved_path(service, "saved");
	auto_strings struct strings places = { 0 };
	auto_definitions struct definitions before = { 0 };
	auto_definitions struct definitions now = { 0 };

	if (places_of(service, &places) < 0 || read_all(service, &before) < 0)
		return -1;
	for (unsigned i = 0; i < places.n; i++) {
		auto_free char *copy = text_format("%s/%u", saved, i);

		if (restore(copy, places.item[i]) < 0)
			return -1;
	}
	if (read_all(service, &now) < 0 || bring_back(service, &before, &now) < 0)
		return -1;
	return drop(service);
}

int
interface_rollback(void)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_close int lock = service ? interface_lock(service) : -1;

	if (!service || (lock < 0 && !vm_is_dry_run()))
		return -1;
	if (!is_saved(service))
		return fail(FAULT_STATE, "no copy is kept: iface-begin was not called");
	return vm_told("go back to the network configuration that was kept") ? 0 : go_back(service);
}

/* ---- by itself ---- */

/* The copy is renamed when it is given up: then there is nothing to wait for any more. */
static void
wait_and_go_back(int copy, int64_t ms)
{
	struct pollfd news = { .fd = copy, .events = POLLIN };

	if (clock_poll(&news, 1, clock_deadline(ms)) == 0)
		interface_rollback();
}

/* It holds nothing of ours: neither terminal nor pipes that others read to their end. */
static void
let_go(int keep)
{
	process_outlive();
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		auto_close int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

		dup2(nothing, fd);
	}
	close_range(STDERR_FILENO + 1, (unsigned)keep - 1, 0);
	close_range((unsigned)keep + 1, ~0u, 0);
}

int
interface_rollback_after(int64_t ms)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_free char *path = service ? saved_path(service, "saved") : NULL;
	auto_close int copy = -1;
	pid_t pid;

	if (!service || vm_told("go back after %lld seconds", (long long)ms / 1000))
		return service ? 0 : -1;
	copy = inotify_init1(IN_CLOEXEC);
	if (copy < 0 || inotify_add_watch(copy, path, IN_MOVE_SELF | IN_ONLYDIR) < 0)
		return fail_errno("watch %s", path);
	pid = fork();
	if (pid != 0)
		return pid < 0 ? fail_errno("fork") : 0;
	let_go(copy);
	wait_and_go_back(copy, ms);
	_exit(0);
}
