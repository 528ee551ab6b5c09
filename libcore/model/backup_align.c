/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_align - a backup request made to fit the domain's disks */
#include "base/fail.h"
#include "model/backup.h"

bool
backup_can_copy(const struct disk *disk)
{
	return !disk->readonly && !storage_source_empty(&disk->source);
}

static struct disk *
find_disk(const struct vm_def *domain, const char *target)
{
	list_each(disk, &domain->devices.disks)
		if (text_same(disk->target.dev, target))
			return disk;
	return NULL;
}

static bool
has_entry(const struct backup_def *def, const char *name, unsigned limit)
{
	for (unsigned i = 0; i < limit; i++)
		if (text_same(def->disks.item[i].name, name))
			return true;
	return false;
}

static void
settle_mode(const struct backup_def *def, struct backup_disk *entry)
{
	if (!entry->mode)
		entry->mode = entry->incremental || def->incremental ? BACKUP_DISK_INCREMENTAL :
								       BACKUP_DISK_FULL;
	if (entry->mode == BACKUP_DISK_INCREMENTAL && !entry->incremental)
		entry->incremental = xstrdup(def->incremental);
}

static int
settle_store(const struct backup_def *def, struct backup_disk *entry, const struct disk *disk,
	     const char *suffix)
{
	struct backup_store *store = def->mode == BACKUP_PULL ? &entry->scratch : &entry->target;

	if (!entry->type)
		entry->type = store->dev ? STORAGE_BLOCK : STORAGE_FILE;
	if (store->file || store->dev)
		return 0;
	if (entry->type != STORAGE_FILE || disk->source.type != STORAGE_FILE)
		return fail(FAULT_CONFIG, "disk '%s': where its copy goes must be said", disk->target.dev);
	store->file = text_format("%s.%s", disk->source.file, suffix);
	return 0;
}

static int
settle(const struct backup_def *def, struct backup_disk *entry, const struct vm_def *domain,
       const char *suffix)
{
	const struct disk *disk = find_disk(domain, entry->name);

	if (!disk)
		return fail(FAULT_CONFIG, "no disk named %s", quote(entry->name));
	if (entry->backup == NO)
		return 0;
	if (!backup_can_copy(disk))
		return fail(FAULT_CONFIG, "disk '%s' is empty or read-only", disk->target.dev);
	settle_mode(def, entry);
	if (entry->mode == BACKUP_DISK_INCREMENTAL && !entry->incremental)
		return fail(FAULT_CONFIG, "disk '%s': an incremental backup needs a checkpoint", entry->name);
	return settle_store(def, entry, disk, suffix);
}

/* Without a list all disks that can be copied take part; others are told as left out, those
 * that cannot be copied not at all. */
static void
add_others(struct backup_def *def, const struct vm_def *domain)
{
	unsigned listed = def->disks.n;

	list_each(disk, &domain->devices.disks) {
		struct backup_disk *entry;

		if (has_entry(def, disk->target.dev, listed) || !backup_can_copy(disk))
			continue;
		entry = list_add(&def->disks);
		entry->name = xstrdup(disk->target.dev);
		entry->backup = listed ? NO : YES;
	}
}

int
backup_def_align(struct backup_def *def, const struct vm_def *domain, const char *suffix)
{
	for (unsigned i = 0; i < def->disks.n; i++)
		if (has_entry(def, def->disks.item[i].name, i))
			return fail(FAULT_CONFIG, "disk '%s' is there twice", def->disks.item[i].name);
	add_others(def, domain);
	if (!def->disks.n)
		return fail(FAULT_CONFIG, "the domain has no disk that can be copied");
	list_each(entry, &def->disks)
		if (settle(def, entry, domain, suffix) < 0)
			return -1;
	return 0;
}
