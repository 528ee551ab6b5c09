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
	    INITIATOR = 1 << 5 };
static const struct {
	unsigned needs;                      /* names are found elsewhere when not said */
	unsigned takes;                      /* beside that */
	bool remote;
	uint64_t formats;                    /* none: it has no format */
	enum pool_format format;             /* when nothing is said */
	const char *path;                    /* where its volumes are, by the source's name */
} kinds[pool_kind_count] = {
	[POOL_FS]           = { .needs = DEVICE,
				.formats = FILE_SYSTEMS, .format = POOL_FORMAT_AUTO },
	[POOL_NETFS]        = { .needs = HOST | DIRECTORY,
				.formats = NET_FILE_SYSTEMS, .format = POOL_FORMAT_AUTO },
	[POOL_LOGICAL]      = { .needs = NAME, .takes = DEVICE, .path = "/dev/",
				.formats = VOLUME_GROUPS, .format = POOL_FORMAT_LVM2 },
	[POOL_DISK]         = { .needs = DEVICE,
				.formats = PARTITION_TABLES, .format = POOL_FORMAT_UNKNOWN },
	[POOL_ISCSI]        = { .needs = HOST, .takes = DEVICE | INITIATOR },
	[POOL_ISCSI_DIRECT] = { .needs = HOST | INITIATOR, .takes = DEVICE, .remote = true },
	[POOL_SCSI]         = { .needs = ADAPTER },
	[POOL_RBD]          = { .needs = HOST | NAME, .remote = true },
	[POOL_SHEEPDOG]     = { .needs = HOST | NAME, .remote = true },
	[POOL_GLUSTER]      = { .needs = HOST | DIRECTORY | NAME, .remote = true },
	[POOL_ZFS]          = { .needs = NAME, .takes = DEVICE, .path = "/dev/zvol/" },
	[POOL_VSTORAGE]     = { .needs = NAME },
};

/* Are its volumes reached over a network, without a path on this host? */
static bool
pool_kind_is_remote(enum pool_kind kind)
{
	return kinds[kind].remote;
}

uint64_t
pool_kind_formats(enum pool_kind kind, enum pool_format *ret_usual)
{
	*ret_usual = kinds[kind].format;
	return kinds[kind].formats;
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

	if (def->type == POOL_RBD && !def->source.name)
		return fail(FAULT_XML, "missing element 'name' in 'source'");
	if (!def->name && named && def->source.name)
		def->name = xstrdup(def->source.name);
	if (!def->name)
		return fail(FAULT_XML, "missing element 'name' in 'pool'");
	if (!def->source.name && named)
		def->source.name = xstrdup(def->name);
	return 0;
}

/* Move what is not of this kind, and so does not count, into the rest. */
static void
leave_out(struct pool_source *source, unsigned taken, struct pool_source *rest)
{
	if (!(taken & HOST))
		rest->hosts = source->hosts, source->hosts = (struct pool_host_list) { 0 };
	if (!(taken & DEVICE))
		rest->devices = source->devices, source->devices = (struct pool_device_list) { 0 };
	if (!(taken & DIRECTORY))
		rest->dir = steal(source->dir);
	if (!(taken & ADAPTER))
		rest->adapter = steal(source->adapter);
	if (!(taken & NAME))
		rest->name = steal(source->name);
	if (!(taken & INITIATOR))
		rest->initiator = steal(source->initiator);
}

static void
drop_foreign(struct pool_def *def)
{
	struct pool_source rest = { 0 };
	auto_text struct text dropped = { 0 };

	leave_out(&def->source, kinds[def->type].needs | kinds[def->type].takes, &rest);
	model_write(&pool_source_type, &rest, "source", 0, VIEW_CONFIG, &dropped);
	if (strcmp(text_get(&dropped), "<source/>\n"))
		warn("a pool of type '%s' does not have all that <source> says",
		     words_name(&pool_kind_words, def->type));
	model_done(&pool_source_type, &rest);
}

static int
check_source(const struct pool_def *def)
{
	const struct pool_source *source = &def->source;
	uint64_t formats = kinds[def->type].formats;
	const struct {
		unsigned need;
		bool said;
		enum fault fault;
		const char *element;
	} parts[] = {
		{ HOST,      source->hosts.n > 0,       FAULT_XML,    "host" },
		{ DIRECTORY, source->dir != NULL,       FAULT_XML,    "dir" },
		{ DEVICE,    source->devices.n > 0,     FAULT_XML,    "device" },
		{ ADAPTER,   source->adapter != NULL,   FAULT_XML,    "adapter" },
		{ INITIATOR, source->initiator != NULL, FAULT_CONFIG, "initiator" },
	};

	if (source->format && !(formats >> source->format & 1))
		return fail(FAULT_CONFIG, "a pool of type '%s' does not have format '%s'",
			    words_name(&pool_kind_words, def->type),
			    words_name(&pool_format_words, source->format));
	for (unsigned i = 0; i < COUNT(parts); i++)
		if (kinds[def->type].needs & parts[i].need && !parts[i].said)
			return fail(parts[i].fault, "missing element '%s' in 'source'", parts[i].element);
	if (source->protocol_ver && formats == NET_FILE_SYSTEMS && source->format != POOL_FORMAT_AUTO &&
	    source->format != POOL_FORMAT_NFS)
		return fail(FAULT_CONFIG, "only NFS has a protocol version");
	return 0;
}

static int
complete_source(struct pool_def *def)
{
	struct pool_source *source = &def->source;
	char *clean;

	drop_foreign(def);
	if (def->type == POOL_GLUSTER && !source->dir)
		source->dir = xstrdup("/");
	if (source->dir) {
		clean = clean_path(source->dir);
		free(source->dir);
		source->dir = clean;
	}
	if (!source->format || !kinds[def->type].formats)
		source->format = kinds[def->type].format;
	return check_source(def);
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
	if (complete_names(def) < 0 || complete_source(def) < 0)
		return -1;
	return complete_target(def);
}
