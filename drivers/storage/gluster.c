/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gluster - pools that are a directory in a volume of a Gluster cluster */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/fail.h"
#include "base/file.h"
#include "contents.h"
#include "file.h"
#include "gluster_mount.h"
#include "marks.h"
#include "qemu_img.h"
#include "tool.h"

/* ---- pools ---- */

static int
start(const struct pool_def *pool)
{
	auto_free char *dir = gluster_path(pool, "");
	glfs_t *mount = gluster_mount(pool);
	struct stat about;

	if (!mount)
		return -1;
	return gfapi.glfs_stat(mount, dir, &about) < 0 ? fail_errno("look at %s", dir) : 0;
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_free char *dir = gluster_path(pool, "");
	glfs_t *mount = gluster_mount(pool);
	struct statvfs about;

	if (!mount)
		return -1;
	if (gfapi.glfs_statvfs(mount, dir, &about) < 0)
		return fail_errno("ask for the room at %s", dir);
	ret_usage->capacity = (uint64_t)about.f_frsize * about.f_blocks;
	ret_usage->available = (uint64_t)about.f_frsize * about.f_bfree;
	ret_usage->allocation = ret_usage->capacity - ret_usage->available;
	return 0;
}

static int
find_sources(__attribute__((unused)) enum pool_kind kind, const struct pool_source *spec, struct text *out)
{
	auto_free char *volumes = NULL, *remote = NULL;
	const char *at;

	if (!spec || !spec->hosts.n)
		return fail(FAULT_ARGUMENT, "which server? <host> is not said");
	remote = text_format("--remote-host=%s", spec->hosts.item->name);
	if (tool_run(&volumes, "gluster", "--mode=script", remote, "volume", "list", NULL) < 0)
		return -1;
	at = volumes;
	text_add(out, "<sources>\n");
	for (char *line; (line = tool_line(&at)); free(line)) {
		struct pool_source source = { .hosts = { spec->hosts.item, 1 }, .dir = (char *)"/", .name = line };

		model_write(&pool_source_type, &source, "source", 1, VIEW_CONFIG, out);
	}
	text_add(out, "</sources>\n");
	return 0;
}

/* ---- which there are ---- */

/* Gluster's own folder stands at the top. */
bool
gluster_could_be_volume(const char *name)
{
	return *name && !strchr(name, '/') && !text_starts(name, OWN_FILE) && !text_same(name, ".") &&
	       !text_same(name, "..") && !text_same(name, ".trashcan");
}

static struct dirent *
next_entry(void *dir)
{
	return gfapi.glfs_readdir(dir);
}

static bool
is_volume(__attribute__((unused)) int dir, const struct dirent *entry)
{
	return gluster_could_be_volume(entry->d_name);
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_free char *path = gluster_path(pool, "");
	glfs_t *mount = gluster_mount(pool);
	glfs_fd_t *dir = mount ? gfapi.glfs_opendir(mount, path) : NULL;
	int result;

	if (!dir)
		return mount ? fail_errno("open %s", path) : -1;
	result = dir_choose_from(dir, next_entry, path, is_volume, ret_names);
	gfapi.glfs_closedir(dir);
	return result;
}

static char *
name_of(const struct pool_def *pool, const char *key)
{
	auto_free char *folder = gluster_uri(pool, "");
	size_t length = strlen(folder);

	return text_starts(key, folder) && key[length] ? xstrdup(key + length) : NULL;
}

static int
look_at(const struct pool_def *pool, const char *name, struct stat *ret_about)
{
	auto_free char *path = gluster_path(pool, name);
	glfs_t *mount = gluster_mount(pool);

	if (!mount)
		return -1;
	if (!gluster_could_be_volume(name) || gfapi.glfs_stat(mount, path, ret_about) < 0)
		return !gluster_could_be_volume(name) || errno == ENOENT ? fail(FAULT_MISSING, "no such storage volume")
								 : fail_errno("look at %s", path);
	return S_ISREG(ret_about->st_mode) || S_ISDIR(ret_about->st_mode) ? 0 : fail(FAULT_MISSING, "no such storage volume");
}

struct volume_contents *
gluster_open(const struct pool_def *pool, const char *name, int flags)
{
	auto_free char *path = gluster_path(pool, name);
	struct stat about;
	glfs_fd_t *fd;

	if (look_at(pool, name, &about) < 0)
		return NULL;
	if (S_ISDIR(about.st_mode))
		return fail(FAULT_UNSUPPORTED, "a directory has no contents to copy"), NULL;
	fd = gfapi.glfs_open(gluster_mount(pool), path, flags);
	return fd ? gluster_contents(fd, (uint64_t)about.st_size) : (fail_errno("open %s", path), NULL);
}

static struct volume_contents *
connect_file(const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	return gluster_open(pool, def->name, to_write ? O_RDWR : O_RDONLY);
}

/* The head of an image in a file of this host, for those who read heads. */
static int
copy_head(const struct pool_def *pool, const char *name)
{
	enum { HEAD = 128 << 10 };
	struct volume_contents *contents = gluster_open(pool, name, O_RDONLY);
	auto_free char *head = xmalloc(HEAD);
	auto_close int fd = contents ? memfd_create("head", MFD_CLOEXEC) : -1;
	size_t size = contents && contents->size < HEAD ? (size_t)contents->size : HEAD;
	bool good = fd >= 0 && contents->ops->read(contents, head, size, 0) == 0 && write_all(fd, head, size) == 0 &&
		    ftruncate(fd, (off_t)contents->size) == 0;

	if (contents)
		contents->ops->close(contents);
	return good ? steal_fd(fd) : fail_fault() ? -1 : fail_errno("keep the head of an image");
}

static void
describe(const struct stat *about, struct volume_def *def)
{
	const struct statx same = {
		.stx_mode = (uint16_t)about->st_mode, .stx_blocks = (uint64_t)about->st_blocks, .stx_size = (uint64_t)about->st_size,
		.stx_uid = about->st_uid, .stx_gid = about->st_gid,
		.stx_atime = { .tv_sec = about->st_atim.tv_sec, .tv_nsec = (uint32_t)about->st_atim.tv_nsec },
		.stx_mtime = { .tv_sec = about->st_mtim.tv_sec, .tv_nsec = (uint32_t)about->st_mtim.tv_nsec },
		.stx_ctime = { .tv_sec = about->st_ctim.tv_sec, .tv_nsec = (uint32_t)about->st_ctim.tv_nsec },
	};

	contents_describe_file(&same, def);
	def->type = S_ISDIR(about->st_mode) ? VOLUME_NETDIR : VOLUME_NETWORK;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_document(volume_def) struct volume_def *def = NULL;
	struct stat about;

	if (look_at(pool, name, &about) < 0)
		return NULL;
	def = model_new(&volume_def_type);
	def->name = xstrdup(name);
	def->target.path = gluster_uri(pool, name);
	def->key = xstrdup(def->target.path);
	describe(&about, def);
	if (def->type == VOLUME_NETDIR) {
		def->target.format = VOLUME_FORMAT_DIR;
	} else {
		auto_close int head = copy_head(pool, name);

		if (head < 0 || contents_describe_image(head, def) < 0) {
			warn("%s: %s", def->target.path, fail_story());
			fail_forget();   /* what cannot be read can be seen and deleted all the same */
			def->target.format = VOLUME_FORMAT_UNKNOWN;
		}
	}
	return steal(def);
}

/* ---- changing what is there ---- */

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	auto_free char *path = gluster_path(pool, def->name);
	glfs_t *mount = gluster_mount(pool);

	if (!mount)
		return -1;
	if ((def->type == VOLUME_NETDIR ? gfapi.glfs_rmdir : gfapi.glfs_unlink)(mount, path) < 0)
		return fail_errno("remove %s", def->target.path);
	return marks_set_torn(pool, def->name, false);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	struct volume_contents *contents;
	int result;

	if (!qemu_img_is_plain(def) || how & VOLUME_ALLOCATE)
		return qemu_img_resize(def, capacity, how);
	contents = gluster_open(pool, def->name, O_RDWR);
	if (!contents)
		return -1;
	result = contents->ops->lengthen(contents, capacity) < 0 || contents->ops->sync(contents) < 0 ? -1 : 0;
	contents->ops->close(contents);
	return result;
}

const struct backend backend_gluster = {
	.pool = { .start = start, .clean = gluster_clean, .usage = usage, .find_sources = find_sources },
	.volume = {
		.names = names, .name_of = name_of, .look = look, .create = gluster_create, .remove = delete, .resize = resize,
		.connect = connect_file, .set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
