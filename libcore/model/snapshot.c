/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - the <domainsnapshot> document */
#include "model/snapshot.h"

#include "base/fail.h"
#include "model/storage_rows.h"

ENUM_WORDS(snapshot_state, SNAPSHOT_STATE);

#define T struct snapshot_disk
static const struct row snapshot_disk_rows[] = {
	STRING(T, name,               "@name",                    REQUIRED, "target of the disk, or its source"),
	ENUM  (T, snapshot,           "@snapshot", disk_snapshot, 0, "how it takes part"),
	ENUM  (T, source.type,        "@type", storage_kind,      0, "where the overlay lives", DEFAULT("file")),
	FLAG  (T, delete_in_progress, "snapshotDeleteInProgress", 0, "data is being merged into it"),
	ENUM  (T, source.format,      "driver/@type", storage_format, UNSUPPORTED, "format of the overlay"),
	METADATA_CACHE_ROW(T, source., "driver/"),
	STORAGE_ROWS(T, source.),
	ROWS_END
};
#undef T

static int
check_overlay(const struct snapshot_disk *disk, const xmlNode *at)
{
	const char *path = storage_source_path(&disk->source);

	if (disk->source.type == STORAGE_NETWORK && !disk->source.net.protocol && at && xml_child(at, "source"))
		return fail(FAULT_XML, "disk '%s': a network source needs a protocol", disk->name);
	if (disk->source.type == STORAGE_DIR || disk->source.type == STORAGE_VOLUME)
		return fail(FAULT_XML, "disk '%s': an overlay cannot be a %s", disk->name,
			    words_name(&storage_kind_words, disk->source.type));
	if (storage_source_local(&disk->source) && path && *path != '/')
		return fail(FAULT_XML, "disk '%s': path %s is not absolute", disk->name, quote(path));
	return 0;
}

/* The type is only printed with something to find there. */
static int
snapshot_disk_read_rest(void *object, const xmlNode *at)
{
	struct snapshot_disk *disk = object;
	bool said = disk->source.format || !storage_source_empty(&disk->source);

	if (check_overlay(disk, at) < 0)
		return -1;
	if (said && disk->snapshot == DISK_SNAPSHOT_NONE_SAID)
		disk->snapshot = DISK_SNAPSHOT_EXTERNAL;
	if (!said)
		storage_source_clear(&disk->source, STORAGE_NONE);
	return 0;
}

const struct type snapshot_disk_type = {
	.name = "disk", .size = sizeof(struct snapshot_disk), .rows = snapshot_disk_rows,
	.read_rest = snapshot_disk_read_rest, .ignored = &disk_type,
};

#define T struct snapshot_def
#define VM(m, p, h) ROW_(kind_group, AT_(T, m, struct vm_def *), p, 0, h, .type = &vm_def_type)
static const struct row snapshot_def_rows[] = {
	STRING(T, name,            "name",                            0, "name"),
	STRING(T, description,     "description",                     0, "description"),
	ENUM  (T, state,           "state", snapshot_state,           UNSUPPORTED, "state of the machine then"),
	STRING(T, parent,          "parent/name",                     0, "snapshot it grew from"),
	NUMBER(T, creation_time,   "creationTime",                    0, "seconds since the epoch"),
	ENUM  (T, memory.snapshot, "memory/@snapshot", disk_snapshot, 0, "where the memory is"),
	STRING(T, memory.file,     "memory/@file",                    0, "file that has it"),
	LIST  (T, disks,           "disks/disk", snapshot_disk,       0, "disks"),
	LIST  (T, revert_disks,    "revertDisks/disk", snapshot_disk, 0, "overlays written since a revert"),
	VM    (domain,             "domain",         "definition then"),
	VM    (inactive_domain,    "inactiveDomain", "stored definition then"),
	XML   (T, cookie,          "cookie",                          0, "kept by the driver"),
	NUMBER(T, active,          "active",                          FILED, "1 for the current snapshot"),
	ROWS_END
};
#undef VM
#undef T

/* Snapshots of long ago have a <domain> with nothing but a UUID. */
static void
drop_stub(struct vm_def **domain)
{
	if (*domain && (*domain)->type == VM_KIND_NONE) {
		vm_def_free(*domain);
		*domain = NULL;
	}
}

static int
snapshot_def_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct snapshot_def *def = object;

	drop_stub(&def->domain);
	drop_stub(&def->inactive_domain);
	if (def->memory.file && def->memory.snapshot == DISK_SNAPSHOT_NONE_SAID)
		def->memory.snapshot = DISK_SNAPSHOT_EXTERNAL;
	return 0;
}

const struct type snapshot_def_type = {
	.name = "domainsnapshot", .size = sizeof(struct snapshot_def), .rows = snapshot_def_rows,
	.read_rest = snapshot_def_read_rest,
};

struct snapshot_def *
snapshot_def_parse(const char *xml, size_t size, const char *whence, enum view view, enum model_how how)
{
	return model_parse(&snapshot_def_type, xml, size, whence, view, how | READ_UNCHECKED);
}

char *
snapshot_def_text(const struct snapshot_def *def, enum view view)
{
	return model_text(&snapshot_def_type, def, view);
}

void
snapshot_def_free(struct snapshot_def *def)
{
	model_free(&snapshot_def_type, def);
}

struct snapshot_def *
snapshot_def_copy(const struct snapshot_def *def)
{
	return model_copy(&snapshot_def_type, def);
}
