/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virtiofs - virtiofsd, the program behind a directory shared over virtio */
#include "virtiofs.h"

#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "guest.h"
#include "helper.h"
#include "state/place.h"

/* Where distributions put it: with QEMU, or a package of its own. */
static const char *const places[] = { "/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd", "/usr/lib/virtiofsd" };

/* One with a socket of its own is somebody else's, and runs already. */
static bool
is_ours(const struct filesystem *fs)
{
	return fs->driver.type == FS_VIRTIOFS && !fs->source.socket;
}

static const char *
program(const struct filesystem *fs)
{
	if (fs->binary.path)
		return fs->binary.path;
	for (unsigned i = 0; i < COUNT(places); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

static int
check(const struct filesystem *fs)
{
	if (!fs->source.socket && place_is_session())
		return fail(FAULT_UNSUPPORTED, "filesystem '%s': virtiofs needs privileges", fs->target);
	if (!fs->source.socket && (!program(fs) || access(program(fs), X_OK) < 0))
		return fail(FAULT_UNSUPPORTED, "filesystem '%s': virtiofsd is not installed", fs->target);
	return 0;
}

int
virtiofs_plan(const struct vm_def *def, struct json_object *undo)
{
	list_each(fs, &def->devices.filesystems) {
		auto_free char *stem = text_format("%s.%s", def->name, fs->info.alias);

		if (fs->driver.type != FS_VIRTIOFS)
			continue;
		if (check(fs) < 0)
			return -1;
		if (is_ours(fs))
			helper_note(undo, stem);
	}
	return 0;
}

static void
add_switch(struct text *text, enum tri value, const char *yes, const char *no)
{
	if (value)
		text_addf(text, ",%s", value == YES ? yes : no);
}

static char *
options(const struct filesystem *fs)
{
	auto_text struct text text = { 0 };

	text_add(&text, "source=");
	for (const char *c = fs->source.dir; *c; c++)
		text_addf(&text, *c == ',' ? "\\%c" : "%c", *c);
	if (fs->binary.cache)
		text_addf(&text, ",cache=%s", words_name(&fs_cache_words, fs->binary.cache));
	if (fs->binary.sandbox)
		text_addf(&text, ",sandbox=%s", words_name(&fs_sandbox_words, fs->binary.sandbox));
	add_switch(&text, fs->binary.xattr, "xattr", "no_xattr");
	add_switch(&text, fs->binary.lock_flock, "flock", "no_flock");
	add_switch(&text, fs->binary.lock_posix, "posix_lock", "no_posix_lock");
	return text_take(&text);
}

static int
start_one(const struct vm_def *def, const struct filesystem *fs, const struct emulator_user *user,
	  const char *cgroups, int log)
{
	auto_free char *stem = text_format("%s.%s", def->name, fs->info.alias);
	auto_free char *words = options(fs), *fd = NULL;
	auto_free char *pool = text_format("--thread-pool-size=%u", fs->binary.thread_pool_size);
	auto_free char *path = xstrdup(program(fs));
	auto_close int socket = helper_listen(stem, user);

	if (socket < 0)
		return -1;
	fd = text_format("--fd=%d", socket);
	return helper_start(&(struct helper) {
		.stem = stem, .socket = socket, .log = log, .cgroups = cgroups,
		.argv = (char *[]) { path, fd, "-o", words, fs->binary.thread_pool_size ? pool : NULL, NULL },
	});
}

int
virtiofs_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log)
{
	list_each(fs, &def->devices.filesystems)
		if (is_ours(fs) && start_one(def, fs, user, cgroups, log) < 0)
			return fail_within("filesystem '%s'", fs->target);
	return 0;
}
