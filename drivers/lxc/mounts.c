/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mounts - the root of a container and what is mounted below it */
#include <unistd.h>

#include "config_inside.h"

static struct filesystem *
add_filesystem(struct reader *r, enum fs_kind type, char *target)
{
	struct filesystem *filesystem = list_add(&r->def->devices.filesystems);

	model_init(&filesystem_type, filesystem);
	filesystem->type = type;
	filesystem->target = target;
	return filesystem;
}

static void
set_source(struct filesystem *filesystem, const char *source)
{
	if (filesystem->type == FS_BLOCK)
		filesystem->source.dev = xstrdup(source);
	else
		filesystem->source.dir = xstrdup(source);
}

static enum fs_kind
kind_of(const char *source)
{
	return text_starts(source, "/dev/") ? FS_BLOCK : FS_MOUNT;
}

int
read_root(struct reader *r)
{
	const struct setting *root = get(r, "lxc.rootfs.path", "lxc.rootfs");

	if (!root)
		return settings_fail(&r->settings, NULL, "lxc.rootfs is missing");
	set_source(add_filesystem(r, kind_of(root->text), xstrdup("/")), root->text);
	return 0;
}

/* ---- lines as of fstab(5) ---- */

/* These are made for every container. */
static const char *const basic[] = {
	"/proc", "/proc/sys", "/sys", "/sys/fs/selinux", "/sys/kernel/security",
};

static bool
is_basic(const char *target)
{
	for (unsigned i = 0; i < COUNT(basic); i++)
		if (!strcmp(target, basic[i]))
			return true;
	return false;
}

/* The value of an option ("size" in "rw,size=8m"), "" for one without, NULL for none.
 * Caller frees. */
static char *
option(const char *options, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = options;; at++) {
		size_t end = strcspn(at, ",");

		if (end >= length && !strncmp(at, name, length) && (end == length || at[length] == '='))
			return xstrndup(at + length + (end > length), end - length - (end > length));
		at += end;
		if (!*at)
			return NULL;
	}
}

/* "8m", "10%" of the host's memory.  In KiB. */
static int
read_usage(struct reader *r, const struct setting *setting, const char *size, uint64_t *ret_usage)
{
	bool share = text_ends(size, "%");
	auto_free char *text = xstrndup(size, strlen(size) - share);
	uint64_t bytes;

	if (text_to_size(text, 1, &bytes) < 0 || (share && bytes > 100))
		return refuse(r, setting, "has a size that is not understood");
	if (share)
		bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE) / 100 * bytes;
	*ret_usage = bytes;
	return 0;
}

static int
read_memory_filesystem(struct reader *r, const struct setting *setting, const char *options, char *target)
{
	struct filesystem *filesystem = add_filesystem(r, FS_RAM, target);
	static const char unsaid[] = "50%";    /* tmpfs(5) */
	auto_free char *size = option(options, "size");

	return read_usage(r, setting, size ? size : unsaid, &filesystem->source.usage);
}

static int
read_mount(struct reader *r, const struct setting *setting)
{
	const char *at = setting->text;
	auto_free char *source = next_word(&at);
	auto_free char *where = next_word(&at);
	auto_free char *type = next_word(&at);
	auto_free char *options = next_word(&at);
	auto_free char *target = where ? text_format("%s%s", *where == '/' ? "" : "/", where) : NULL;
	auto_free char *readonly = options ? option(options, "ro") : NULL;

	if (!options)
		return refuse(r, setting, "is no line of four words");
	if (is_basic(target))
		return 0;
	if (!strcmp(type, "tmpfs"))
		return read_memory_filesystem(r, setting, options, steal(target));
	set_source(add_filesystem(r, kind_of(source), steal(target)), source);
	r->def->devices.filesystems.item[r->def->devices.filesystems.n - 1].readonly = readonly;
	return 0;
}

int
read_mounts(struct reader *r)
{
	const struct setting *file = get(r, "lxc.mount.fstab", "lxc.mount");

	if (file)
		return refuse(r, file, "is a file of its own: say its lines with lxc.mount.entry");
	list_each(setting, &r->settings.all)
		if (!strcmp(setting->key, "lxc.mount.entry") && read_mount(r, setting) < 0)
			return -1;
	return 0;
}
