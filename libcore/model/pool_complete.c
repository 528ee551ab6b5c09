/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_complete - what each kind of pool needs, and what is added to a definition */
#include "base/fail.h"
#include "model/pool.h"

#define FILE_SYSTEMS                                                                            \
	(ONE(POOL_FORMAT_AUTO) | ONE(POOL_FORMAT_EXT2) | ONE(POOL_FORMAT_EXT3) |                \
	 ONE(POOL_FORMAT_EXT4) | ONE(POOL_FORMAT_UFS) | ONE(POOL_FORMAT_ISO9660) |              \
	 ONE(POOL_FORMAT_UDF) | ONE(POOL_FORMAT_GFS) | ONE(POOL_FORMAT_GFS2) |                  \
	 ONE(POOL_FORMAT_VFAT) | ONE(POOL_FORMAT_HFSPLUS) | ONE(POOL_FORMAT_XFS) |              \
	 ONE(POOL_FORMAT_OCFS2) | ONE(POOL_FORMAT_VMFS))
#define NET_FILE_SYSTEMS                                                                        \
	(ONE(POOL_FORMAT_AUTO) | ONE(POOL_FORMAT_NFS) | ONE(POOL_FORMAT_GLUSTERFS) |            \
	 ONE(POOL_FORMAT_CIFS))
#define PARTITION_TABLES                                                                        \
	(ONE(POOL_FORMAT_UNKNOWN) | ONE(POOL_FORMAT_DOS) | ONE(POOL_FORMAT_DVH) |               \
	 ONE(POOL_FORMAT_GPT) | ONE(POOL_FORMAT_MAC) | ONE(POOL_FORMAT_BSD) |                   \
	 ONE(POOL_FORMAT_PC98) | ONE(POOL_FORMAT_SUN) | ONE(POOL_FORMAT_LVM2))
#define VOLUME_GROUPS (ONE(POOL_FORMAT_UNKNOWN) | ONE(POOL_FORMAT_LVM2))

/* What a pool of each kind is made of. */
enum need { HOST = 1 << 0, DEVICE = 1 << 1, DIRECTORY = 1 << 2, ADAPTER = 1 << 3, NAME = 1 << 4,
	    REMOTE = 1 << 5 };
static const struct {
	unsigned needs;
	uint64_t formats;                    /* none: it has no format */
	enum pool_format format;             /* when nothing is said */
	const char *path;                    /* where its volumes are, by the source's name */
} kinds[pool_kind_count] = {
	[POOL_FS]           = { DEVICE, FILE_SYSTEMS, POOL_FORMAT_AUTO },
	[POOL_NETFS]        = { HOST | DIRECTORY, NET_FILE_SYSTEMS, POOL_FORMAT_AUTO },
	[POOL_LOGICAL]      = { NAME, VOLUME_GROUPS, POOL_FORMAT_LVM2, "/dev/" },
	[POOL_DISK]         = { DEVICE, PARTITION_TABLES, POOL_FORMAT_UNKNOWN },
	[POOL_ISCSI]        = { HOST },
	[POOL_ISCSI_DIRECT] = { HOST | REMOTE },
	[POOL_SCSI]         = { ADAPTER },
	[POOL_RBD]          = { HOST | NAME | REMOTE },
	[POOL_SHEEPDOG]     = { HOST | NAME | REMOTE },
	[POOL_GLUSTER]      = { HOST | DIRECTORY | NAME | REMOTE },
	[POOL_ZFS]          = { NAME, .path = "/dev/zvol/" },
	[POOL_VSTORAGE]     = { NAME },
};

bool
pool_kind_is_remote(enum pool_kind kind)
{
	return kinds[kind].needs & REMOTE;
}

/* One slash where there are several, none at the end; two at the start stay. */
static char *
clean_path(const char *path)
{
	struct text clean = { 0 };

	if (text_starts(path, "//") && path[2] != '/')
		text_add_char(&clean, '/');
	for (; *path; path++)
		if (*path != '/' || (path[1] != '/' && (path[1] || !clean.length)))
			text_add_char(&clean, *path);
	return text_take(&clean);
}

static int
complete_names(struct pool_def *def)
{
	bool named = kinds[def->type].needs & NAME;

	if (!def->name && named && def->source.name)
		def->name = xstrdup(def->source.name);
	if (!def->name)
		return fail(FAULT_XML, "missing element 'name' in 'pool'");
	if (!def->source.name && named)
		def->source.name = xstrdup(def->name);
	return 0;
}

static int
complete_source(struct pool_def *def)
{
	unsigned needs = kinds[def->type].needs;
	struct pool_source *source = &def->source;

	if (def->type == POOL_GLUSTER && !source->dir)
		source->dir = xstrdup("/");
	if (needs & HOST && !source->hosts.n)
		return fail(FAULT_XML, "missing element 'host' in 'source'");
	if (needs & DIRECTORY && !source->dir)
		return fail(FAULT_XML, "missing element 'dir' in 'source'");
	if (needs & DEVICE && !source->devices.n)
		return fail(FAULT_XML, "missing element 'device' in 'source'");
	if (needs & ADAPTER && !source->adapter)
		return fail(FAULT_XML, "missing element 'adapter' in 'source'");
	if (!source->format)
		source->format = kinds[def->type].format;
	if (source->format && !(kinds[def->type].formats >> source->format & 1))
		return fail(FAULT_CONFIG, "a pool of type '%s' does not have format '%s'",
			    words_name(&pool_kind_words, def->type),
			    words_name(&pool_format_words, source->format));
	return 0;
}

/* A kind that knows where its volumes are does not ask. */
static int
complete_target(struct pool_def *def)
{
	const char *known = kinds[def->type].path;
	char *path;

	if (pool_kind_is_remote(def->type)) {
		free(steal(def->target.path));
		model_done(&permissions_type, &def->target.permissions);
		return 0;
	}
	if (!known && !def->target.path)
		return fail(FAULT_XML, "missing element 'path' in 'target'");
	path = known ? text_format("%s%s", known, def->source.name) : clean_path(def->target.path);
	free(def->target.path);
	def->target.path = path;
	return 0;
}

int
pool_def_complete(struct pool_def *def)
{
	document_identify(&def->uuid);
	def->capacity = def->allocation = def->available = 0;
	if (complete_names(def) < 0 || complete_source(def) < 0)
		return -1;
	return complete_target(def);
}
