/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mount - pools that are a file system: of a device of this host, or of a server */
#include "mount.h"

#include <errno.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "block.h"
#include "file.h"
#include "server.h"
#include "tool.h"

static const char *
type_of(const struct pool_def *def)
{
	return def->source.format == POOL_FORMAT_AUTO ? NULL : words_name(&pool_format_words, def->source.format);
}

/* What mount must know of servers of each sort.  One that does not answer is no reason to wait
 * for minutes.  CIFS would make the locks that QEMU takes on bytes of an image mandatory, and it
 * could not write its first sector: they stay on this host (and with them those on drafts). */
static const char *const share_options[pool_format_count] = {
	[POOL_FORMAT_NFS]       = ",retry=0",
	[POOL_FORMAT_GLUSTERFS] = ",direct-io-mode=1",
	[POOL_FORMAT_CIFS]      = ",guest,nobrl",
};

/* Caller frees. */
static char *
source_of(const struct pool_def *def)
{
	const struct pool_source *source = &def->source;
	bool cifs = source->format == POOL_FORMAT_CIFS;

	if (def->type == POOL_FS)
		return xstrdup(source->devices.item[0].path);
	return text_format(cifs ? "//%s%s%s" : "%s:%s%s", source->hosts.item[0].name,
			   cifs && *source->dir != '/' ? "/" : "", source->dir);
}

/* Is that certainly another device than the pool's?  Of one device with many names, or of many in one file
 * system, nothing is certain. */
static bool
is_of_another(const struct mntent *mount, const struct pool_def *def)
{
	struct stat its, ours;

	return def->type == POOL_FS && !text_same(mount->mnt_type, "btrfs") && stat(mount->mnt_fsname, &its) == 0 &&
	       stat(def->source.devices.item[0].path, &ours) == 0 && S_ISBLK(its.st_mode) && S_ISBLK(ours.st_mode) &&
	       its.st_rdev != ours.st_rdev;
}

static bool
is_at(const char *folder, const struct pool_def *def)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	bool found = false;

	if (!mounts)
		return false;
	for (const struct mntent *mount; !found && (mount = getmntent(mounts));)
		found = text_same(mount->mnt_dir, folder) && !is_of_another(mount, def);
	endmntent(mounts);
	return found;
}

/* The kernel names a folder without links. */
bool
mount_is_there(const struct pool_def *def)
{
	auto_free char *real = NULL;

	if (is_at(def->target.path, def))
		return true;
	real = realpath(def->target.path, NULL);
	return real && !text_same(real, def->target.path) && is_at(real, def);
}

static char *
options_of(const struct pool_def *def)
{
	auto_text struct text options = { 0 };

	/* What others keep is not to be trusted. */
	if (def->type == POOL_NETFS)
		text_add(&options, ",nodev,nosuid,noexec");
	if (share_options[def->source.format])
		text_add(&options, share_options[def->source.format]);
	list_each(option, &def->mount_opts)
		text_addf(&options, ",%s", option->name);
	if (def->source.protocol_ver)
		text_addf(&options, ",nfsvers=%s", def->source.protocol_ver);
	return options.length ? xstrdup(text_get(&options) + 1) : NULL;
}

static int
start(const struct pool_def *def)
{
	auto_free char *source = source_of(def);
	auto_free char *options = options_of(def);
	auto_strings struct strings argv = { 0 };

	if (mount_is_there(def))
		return 0;
	strings_add(&argv, "mount");
	if (type_of(def)) {
		strings_add(&argv, "-t");
		strings_add(&argv, type_of(def));
	}
	if (options) {
		strings_add(&argv, "-o");
		strings_add(&argv, options);
	}
	strings_add(&argv, "--");
	strings_add(&argv, source);
	strings_add(&argv, def->target.path);
	return def->type == POOL_NETFS ? server_run(def, &argv) : process_run(argv.item, NULL);
}

int
mount_stop(const struct pool_def *def)
{
	return mount_is_there(def) ? tool_run(NULL, "umount", "--", def->target.path, NULL) : 0;
}

static int
build_net(const struct pool_def *def, enum pool_build how)
{
	if (how & (POOL_BUILD_OVERWRITE | POOL_BUILD_IF_NEW))
		return fail(FAULT_OPTION, "the file system of a server is not formatted here");
	return file_pool_make(def);
}

static int
format(const struct pool_def *def, enum pool_build how)
{
	const char *device = def->source.devices.item[0].path;
	auto_free char *contents = block_contents(device);

	if (!type_of(def))
		return fail(FAULT_CONFIG, "the format of the file system is not said");
	if (access(device, F_OK) < 0)
		return fail_errno("find %s", device);
	if (how & POOL_BUILD_IF_NEW && contents)
		return fail(FAULT_STATE, "%s holds '%s' already", device, contents);
	return tool_run(NULL, "mkfs", "-t", type_of(def), device, NULL);
}

static int
build(const struct pool_def *def, enum pool_build how)
{
	if ((how & POOL_BUILD_OVERWRITE) && (how & POOL_BUILD_IF_NEW))
		return fail(FAULT_USAGE, "--overwrite and --no-overwrite exclude each other");
	if (file_pool_make(def) < 0)
		return -1;
	return how & (POOL_BUILD_OVERWRITE | POOL_BUILD_IF_NEW) ? format(def, how) : 0;
}

/* "/srv/images 10.0.0.0/8": what the server exports, and to whom. */
static void
add_export(const char *host, const char *line, struct text *out)
{
	struct pool_host server = { .name = (char *)host };
	auto_free char *dir = xstrndup(line, strcspn(line, " \t"));
	struct pool_source source = { .hosts = { &server, 1 }, .dir = dir, .format = POOL_FORMAT_NFS };

	if (*dir == '/')
		model_write(&pool_source_type, &source, "source", 1, VIEW_CONFIG, out);
}

static int
find_sources(__attribute__((unused)) enum pool_kind kind, const struct pool_source *spec, struct text *out)
{
	const char *host = spec && spec->hosts.n ? spec->hosts.item[0].name : NULL;
	auto_free char *exports = NULL;
	const char *at;

	if (!host)
		return fail(FAULT_ARGUMENT, "which server? <host> is not said");
	if (tool_run(&exports, "showmount", "--no-headers", "--exports", "--", host, NULL) < 0)
		return -1;
	at = exports;
	text_add(out, "<sources>\n");
	for (char *line; (line = tool_line(&at)); free(line))
		add_export(host, line, out);
	text_add(out, "</sources>\n");
	return 0;
}

int
mount_remove_target(const struct pool_def *def)
{
	return rmdir(def->target.path) < 0 ? fail_errno("remove %s", def->target.path) : 0;
}

const struct backend backend_fs = {
	.tool = "mount",
	.pool = {
		.build = build, .remove = mount_remove_target, .start = start, .stop = mount_stop, .is_there = mount_is_there,
		.clean = file_volume_clean, .usage = file_volume_usage, .look = file_pool_look,
	},
	.volume = FILE_VOLUMES,
};

const struct backend backend_netfs = {
	.tool = "mount",
	.pool = {
		.build = build_net, .remove = mount_remove_target, .start = start, .stop = mount_stop, .is_there = mount_is_there,
		.clean = file_volume_clean, .usage = file_volume_usage, .look = file_pool_look,
		.find_sources = find_sources,
	},
	.volume = FILE_VOLUMES,
};
