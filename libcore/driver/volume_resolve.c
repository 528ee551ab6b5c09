/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_resolve - <disk type='volume'>: what a volume stands for in a guest */
#include "driver/pool.h"
#include "model/vm_def.h"

static enum storage_format
source_format(enum volume_format format)
{
	const char *word = words_name(&volume_format_words, format);
	int found = word ? words_find(&storage_format_words, word) : -1;

	return found < 0 ? FORMAT_RAW : (enum storage_format)found;
}

/* How the emulator reaches a volume of each type: a file or a device of this host. */
static const struct {
	enum storage_kind kind;
	size_t member;           /* of struct storage_source, takes the path */
} kinds[volume_kind_count] = {
	[VOLUME_FILE]  = { STORAGE_FILE,  offsetof(struct storage_source, file) },
	[VOLUME_BLOCK] = { STORAGE_BLOCK, offsetof(struct storage_source, dev) },
	[VOLUME_DIR]   = { STORAGE_DIR,   offsetof(struct storage_source, dir) },
};

int
volume_resolve(struct storage_source *source)
{
	auto_volume struct volume *volume = NULL;
	const struct volume_def *def;

	if (source->type != STORAGE_VOLUME)
		return 0;
	volume = volume_open(source->volume.pool, source->volume.volume);
	if (!volume)
		return fail_within("storage volume '%s/%s'", source->volume.pool, source->volume.volume);
	def = volume->def;
	if (def->target.format == VOLUME_FORMAT_UNKNOWN)
		return fail(FAULT_XML, "storage volume '%s/%s' is no image that can be read",
			    source->volume.pool, source->volume.volume);
	if (volume_is_torn(volume))
		return fail(FAULT_STATE, "storage volume '%s/%s' is not whole: writing into it was cut short, or goes on",
			    source->volume.pool, source->volume.volume);
	if (!kinds[def->type].kind)
		return fail(FAULT_UNSUPPORTED, "storage volume '%s/%s' is no file or device of this host",
			    source->volume.pool, source->volume.volume);
	if (!source->format)
		source->format = source_format(def->target.format);
	storage_source_clear(source, kinds[def->type].kind);
	*(char **)((char *)source + kinds[def->type].member) = xstrdup(def->target.path);
	return 0;
}

/* An optional image that is not there leaves its drive empty. */
static int
resolve_disk(struct disk *disk)
{
	if (volume_resolve(&disk->source) == 0)
		return 0;
	if (disk->source.startup_policy != STARTUP_OPTIONAL || fail_fault() != FAULT_MISSING)
		return fail_within("disk '%s'", disk->target.dev);
	fail_forget();
	storage_source_clear(&disk->source, STORAGE_FILE);
	return 0;
}

int
volume_resolve_disks(struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (resolve_disk(disk) < 0)
			return -1;
	return 0;
}
