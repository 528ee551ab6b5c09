/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - points in time that backups start from: the <domaincheckpoint> document */
#include "model/checkpoint.h"

#include "base/fail.h"

ENUM_WORDS(checkpoint_kind, CHECKPOINT_KIND);

#define T struct checkpoint_disk
static const struct row checkpoint_disk_rows[] = {
	STRING(T, name,       "@name",                       REQUIRED, "target of the disk, or its source"),
	ENUM  (T, checkpoint, "@checkpoint", checkpoint_kind, 0,       "how it takes part"),
	STRING(T, bitmap,     "@bitmap",                     0,        "name of the bitmap in the image"),
	NUMBER(T, size,       "@size",                       STATUS,   "bytes changed since"),
	ROWS_END
};
#undef T

static int
checkpoint_disk_check(const void *object, const xmlNode *at)
{
	const struct checkpoint_disk *disk = object;

	if (disk->checkpoint == CHECKPOINT_NO && at && (disk->bitmap || xml_attribute(at, "size")))
		return fail(FAULT_XML, "disk '%s' takes no part and has a bitmap or a size", disk->name);
	return 0;
}

const struct type checkpoint_disk_type = {
	.name = "disk", .size = sizeof(struct checkpoint_disk), .rows = checkpoint_disk_rows,
	.check = checkpoint_disk_check,
};

#define T struct checkpoint_def
static const struct row checkpoint_def_rows[] = {
	STRING(T, name,          "name",                        0, "name"),
	STRING(T, description,   "description",                 0, "description"),
	STRING(T, parent,        "parent/name",                 0, "checkpoint before it"),
	NUMBER(T, creation_time, "creationTime",                0, "seconds since the epoch", QUIET("0")),
	LIST  (T, disks,         "disks/disk", checkpoint_disk, 0, "disks"),
	ROW_(kind_group, AT_(T, domain, struct vm_def *), "domain", 0, "definition then", .type = &vm_def_type),
	ROWS_END
};
#undef T

/* A name is the name of a file and of a bitmap. */
static bool
is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

	return *name && *name != '.' && !name[strspn(name, letters)];
}

static int
checkpoint_def_check(const void *object, const xmlNode *at)
{
	const struct checkpoint_def *def = object;

	if (at && xml_child(at, "name") && !def->name)
		return fail(FAULT_XML, "%s: the name is empty", xml_place(at));
	if (def->name && !is_name(def->name))
		return fail(FAULT_XML, "%s is no name of a checkpoint", quote(def->name));
	if (at && xml_child(at, "disks") && !def->disks.n)
		return fail(FAULT_XML, "%s: missing element 'disk' in 'disks'", xml_place(at));
	return 0;
}

const struct type checkpoint_def_type = {
	.name = "domaincheckpoint", .size = sizeof(struct checkpoint_def),
	.rows = checkpoint_def_rows, .check = checkpoint_def_check,
};

void
checkpoint_def_request(struct checkpoint_def *def, int64_t seconds)
{
	def->creation_time = NUMBER_OF(seconds);
	free(steal(def->parent));
	vm_def_free(steal(def->domain));
	if (!def->name)
		def->name = text_format("%lld", (long long)seconds);
}

int
checkpoint_def_check_redefinition(const struct checkpoint_def *def)
{
	if (!def->name)
		return fail(FAULT_XML, "a checkpoint that is defined again needs its name");
	if (!def->creation_time.given)
		return fail(FAULT_INTERNAL, "a checkpoint that is defined again needs its creationTime");
	return 0;
}

/* ---- disks ---- */

static bool
can_change(const struct disk *disk)
{
	return !disk->readonly && !storage_source_empty(&disk->source);
}

/* The entry of the list for a disk: the target is the better name. */
static struct checkpoint_disk *
find_entry(const struct checkpoint_disk_list *list, const struct vm_def *domain,
	   const struct disk *disk)
{
	list_each(entry, list)
		if (vm_def_disk(domain, entry->name) == disk)
			return entry;
	return NULL;
}

static int
check_entries(const struct checkpoint_disk_list *list, const struct vm_def *domain)
{
	list_each(entry, list) {
		const struct disk *disk = vm_def_disk(domain, entry->name);

		if (!disk)
			return fail(FAULT_CONFIG, "no disk named %s", quote(entry->name));
		if (find_entry(list, domain, disk) != entry)
			return fail(FAULT_CONFIG, "disk '%s' is there twice", disk->target.dev);
		if (entry->checkpoint != CHECKPOINT_NO && !can_change(disk))
			return fail(FAULT_CONFIG, "disk '%s' is empty or read-only", disk->target.dev);
	}
	return 0;
}

/* What one disk does, from its entry in the list if it has one. */
static struct checkpoint_disk
settle(const struct checkpoint_def *def, const struct disk *disk, struct checkpoint_disk *entry)
{
	bool said = entry ? entry->checkpoint != CHECKPOINT_NO : !def->disks.n && can_change(disk);
	struct checkpoint_disk settled = {
		.name = xstrdup(disk->target.dev),
		.checkpoint = said ? CHECKPOINT_BITMAP : CHECKPOINT_NO,
	};

	if (!said)
		return settled;
	settled.bitmap = entry ? steal(entry->bitmap) : NULL;
	if (!settled.bitmap)
		settled.bitmap = xstrdup(def->name);
	if (entry)
		settled.size = entry->size;
	return settled;
}

int
checkpoint_def_align(struct checkpoint_def *def, const struct vm_def *domain)
{
	struct checkpoint_disk_list aligned = { 0 };

	if (!domain->devices.disks.n)
		return fail(FAULT_CONFIG, "the domain has no disks");
	if (check_entries(&def->disks, domain) < 0)
		return -1;
	list_each(disk, &domain->devices.disks)
		*list_add(&aligned) = settle(def, disk, find_entry(&def->disks, domain, disk));
	list_each(entry, &def->disks)
		model_done(&checkpoint_disk_type, entry);
	free(def->disks.item);
	def->disks = aligned;
	return 0;
}
