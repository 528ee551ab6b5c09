/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk_xm - disks as xm says them: "tap:aio:/root/some.img,xvda,w" */
#include "disk.h"

/* The word of raw images behind tap. */
static const char aio[] = "aio";

static bool
is_tap(const char *driver)
{
	return text_same(driver, "tap") || text_same(driver, "tap2");
}

/* What stands before the next colon, which is passed; NULL when there is none. */
static char *
before_colon(const char **at)
{
	const char *colon = strchr(*at, ':');
	char *word = colon ? xstrndup(*at, (size_t)(colon - *at)) : NULL;

	*at = colon ? colon + 1 : *at;
	return word;
}

/* ---- reading ---- */

static int
read_source(struct reader *r, const struct setting *item, const char *source, struct disk *disk)
{
	disk->driver.name = before_colon(&source);
	if (is_tap(disk->driver.name)) {
		auto_free char *word = before_colon(&source);
		int format = !word ? -1 : !strcmp(word, aio) ? FORMAT_RAW : words_find(&storage_format_words, word);

		if (format < 0)
			return refuse(r, "disk", item, "has a format that is not known");
		disk->source.format = (enum storage_format)format;
	}
	/* A drive without a medium is a device. */
	if (!disk->driver.name && !*source)
		disk->driver.name = xstrdup("phy");
	disk->source.type = text_same(disk->driver.name, "phy") ? STORAGE_BLOCK : STORAGE_FILE;
	if (*source)
		*(disk->source.type == STORAGE_BLOCK ? &disk->source.dev : &disk->source.file) = xstrdup(source);
	return 0;
}

int
read_xm_disk(struct reader *r, const char *key, const struct setting *item)
{
	const char *at = item->text;
	auto_free char *source = next_field(&at);
	auto_free char *vdev = next_field(&at);
	auto_free char *mode = next_field(&at);
	struct disk *disk;

	(void)key;
	if (!vdev || !*vdev)
		return refuse(r, "disk", item, "is not like phy:/dev/x,hda,w");
	disk = disk_add(r, text_starts(vdev, "ioemu:") ? vdev + strlen("ioemu:") : vdev);
	disk->readonly |= mode && *mode == 'r';
	disk->shareable = mode && strchr(mode, '!');
	return read_source(r, item, source, disk);
}

/* ---- writing ---- */

static int
add_source(struct text *out, const struct disk *disk)
{
	const struct storage_source *source = &disk->source;
	const char *driver = disk->driver.name;

	if (storage_source_empty(source))
		return 0;
	if (source->type != STORAGE_FILE && source->type != STORAGE_BLOCK)
		return fail(FAULT_CONFIG, "the contents are neither a file nor a device");
	text_addf(out, "%s:", driver ? driver : source->type == STORAGE_BLOCK ? "phy" : "file");
	if (is_tap(driver))
		text_addf(out, "%s:", source->format <= FORMAT_RAW ? aio : words_name(&storage_format_words, source->format));
	text_add(out, storage_source_path(source));
	return 0;
}

char *
xm_disk(const struct disk *disk)
{
	auto_text struct text out = { 0 };

	if (disk->transient)
		return fail(FAULT_CONFIG, "Xen has no transient disks"), NULL;
	if (add_source(&out, disk) < 0)
		return NULL;
	text_addf(&out, ",%s%s,%s", disk->target.dev, disk->device == DISK_CDROM ? ":cdrom" : "",
		  disk->readonly ? "r" : disk->shareable ? "!" : "w");
	return text_take(&out);
}
