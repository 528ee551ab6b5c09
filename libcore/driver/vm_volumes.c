/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_volumes - the volumes that the disks of a guest are, for those who remove both */
#include "driver/vm_volumes.h"

#include "base/fail.h"
#include "model/vm_def.h"

void
vm_volumes_done(struct vm_volumes *volumes)
{
	for (unsigned i = 0; i < volumes->n; i++)
		volume_close(volumes->item[i]);
	free(volumes->item);
}

static int
add(struct vm_volumes *volumes, const struct disk *disk)
{
	const struct storage_source *source = &disk->source;
	const char *path = storage_source_path(source);
	struct volume *volume = source->type == STORAGE_VOLUME ? volume_open(source->volume.pool, source->volume.volume)
			      : path ? volume_open(NULL, path) : (fail(FAULT_MISSING, "it is empty"), NULL);

	if (!volume)
		return fail_within("disk '%s'%s%s", disk->target.dev, path ? ": " : "", path ? path : "");
	*list_add(volumes) = volume;
	return 0;
}

static int
add_all(struct vm_volumes *volumes, const struct vm_def *def)
{
	list_each(disk, &def->devices.disks) {
		if (storage_source_empty(&disk->source) || add(volumes, disk) == 0)
			continue;
		if (fail_fault() != FAULT_MISSING)
			return -1;
		warn("%s: it stays", fail_story());
		fail_forget();
	}
	return 0;
}

static const struct disk *
find(const struct vm_def *def, const char *word)
{
	list_each(disk, &def->devices.disks)
		if (text_same(disk->target.dev, word) || text_same(storage_source_path(&disk->source), word))
			return disk;
	return fail(FAULT_NO_DISK, "no disk %s", quote(word)), NULL;
}

static int
add_named(struct vm_volumes *volumes, const struct vm_def *def, const char *words)
{
	for (size_t length; *words; words += length + (words[length] == ',')) {
		length = strcspn(words, ",");
		auto_free char *word = xstrndup(words, length);
		const struct disk *disk = find(def, word);

		if (!disk || add(volumes, disk) < 0)
			return -1;
	}
	return 0;
}

int
vm_volumes_find(struct vm *vm, const char *words, struct vm_volumes *ret_volumes)
{
	auto_vm_volumes struct vm_volumes volumes = { 0 };
	const struct vm_def *def = vm_config(vm);

	if (!def || (words ? add_named(&volumes, def, words) : add_all(&volumes, def)) < 0)
		return -1;
	*ret_volumes = volumes;
	volumes = (struct vm_volumes) { 0 };
	return 0;
}
