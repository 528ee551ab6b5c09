/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk_xl - disks as xl says them: "format=raw,vdev=hda,access=rw,backendtype=phy,target=/dev/x" */
#include "disk.h"

/* The first word of a format is the one that is written. */
static const struct { const char *word; enum storage_format format; } formats[] = {
	{ "raw",   FORMAT_RAW },
	{ "qcow",  FORMAT_QCOW },
	{ "qcow2", FORMAT_QCOW2 },
	{ "xvhd",  FORMAT_VHD },    /* libvirt's word */
	{ "vhd",   FORMAT_VHD },
	{ "qed",   FORMAT_QED },
	{ "empty", FORMAT_RAW },
};

static const struct { const char *word, *driver; enum storage_kind type; } backends[] = {
	{ "qdisk", "qemu", STORAGE_FILE },
	{ "tap",   "tap",  STORAGE_FILE },
	{ "phy",   "phy",  STORAGE_BLOCK },
	{ "qdisk", "file", STORAGE_FILE },    /* only written: libvirt's older words */
	{ "tap",   "tap2", STORAGE_FILE },
};

enum name { TARGET, FORMAT, VDEV, ACCESS, BACKENDTYPE, BACKEND, DEVTYPE, NAMES };

static const char *const names[NAMES] = {
	[TARGET] = "target", [FORMAT] = "format", [VDEV] = "vdev", [ACCESS] = "access",
	[BACKENDTYPE] = "backendtype", [BACKEND] = "backend", [DEVTYPE] = "devtype",
};

/* ---- reading ---- */

struct fields { char *value[NAMES]; };

static void
fields_done(struct fields *fields)
{
	for (unsigned i = 0; i < NAMES; i++)
		free(fields->value[i]);
}

static int
name_of(const char *text)
{
	for (unsigned i = 0; i < NAMES; i++) {
		size_t length = strlen(names[i]);

		if (strncmp(text, names[i], length) == 0 && text[length + strspn(text + length, " ")] == '=')
			return (int)i;
	}
	return -1;
}

/* Older files have the format, and what reads it, before a target: "tap:qcow2:/img".  Back comes
 * the target. */
static const char *
pass_prefixes(const char *item, struct fields *fields)
{
	static const struct { const char *word, *format; } prefixes[] = {
		{ "tap2:", NULL }, { "tap:", NULL }, { "tapdisk:", NULL }, { "ioemu:", NULL }, { "file:", "raw" },
		{ "phy:", "raw" }, { "aio:", "raw" }, { "raw:", "raw" }, { "qcow2:", "qcow2" }, { "qcow:", "qcow" },
		{ "vhd:", "vhd" },
	};

	for (unsigned i = 0; i < COUNT(prefixes); i++)
		if (text_starts(item, prefixes[i].word)) {
			free(fields->value[FORMAT]);
			fields->value[FORMAT] = xstrdup(prefixes[i].format);
			return pass_prefixes(item + strlen(prefixes[i].word), fields);
		}
	return item;
}

/* A target stands last, and may have commas; with a prefix it stands before the device. */
static void
divide(const char *whole, struct fields *fields)
{
	const char *item = pass_prefixes(whole, fields);
	static const enum name in_order[] = { TARGET, FORMAT, VDEV, ACCESS }, after_prefix[] = { TARGET, VDEV, ACCESS };
	const enum name *places = item == whole ? in_order : after_prefix;
	unsigned place = 0, count = item == whole ? COUNT(in_order) : COUNT(after_prefix);

	for (const char *at = item; at;) {
		const char *from = at + strspn(at, " ");
		char *next = next_field(&at);
		int name = name_of(next);
		const char *value = name < 0 ? next : strchr(next, '=') + 1;

		if (name < 0 && !strcmp(next, "cdrom"))
			name = DEVTYPE;    /* an older word for devtype=cdrom */
		if (name < 0 && place < count && !strchr(next, '='))
			name = (int)places[place++];
		if (name == TARGET && value != next) {
			value = strchr(from, '=') + 1;
			at = NULL;
		}
		if (name >= 0 && *value) {
			free(fields->value[name]);
			fields->value[name] = xstrdup(value + strspn(value, " "));
		}
		free(next);
	}
}

static int
read_format(struct reader *r, const struct setting *item, const char *word, struct disk *disk)
{
	disk->source.format = word ? FORMAT_NONE : FORMAT_RAW;
	for (unsigned i = 0; word && i < COUNT(formats); i++)
		if (strcmp(word, formats[i].word) == 0)
			disk->source.format = formats[i].format;
	return disk->source.format ? 0 : refuse(r, "disk", item, "has a format that is not known");
}

static int
read_backend(struct reader *r, const struct setting *item, const char *word, struct disk *disk)
{
	for (unsigned i = 0; i < COUNT(backends); i++)
		if (!word || strcmp(word, backends[i].word) == 0) {
			disk->driver.name = xstrdup(backends[i].driver);
			disk->source.type = backends[i].type;
			return 0;
		}
	return refuse(r, "disk", item, "has a backend that is not known");
}

static int
read_target(struct reader *r, const struct setting *item, const char *target, struct disk *disk)
{
	if (target && text_starts(target, "rbd:"))
		return rbd_read(target, &disk->source) < 0 ? refuse(r, "disk", item, "is no place of an rbd image") : 0;
	*(disk->source.type == STORAGE_BLOCK ? &disk->source.dev : &disk->source.file) = xstrdup(target);
	return 0;
}

static int
read_fields(struct reader *r, const struct setting *item, struct fields *fields)
{
	const char *access = fields->value[ACCESS], *devtype = fields->value[DEVTYPE];
	struct disk *disk;

	if (!fields->value[VDEV])
		return refuse(r, "disk", item, "has no vdev");
	disk = disk_add(r, fields->value[VDEV]);
	if (text_same(devtype, "cdrom"))
		disk->device = DISK_CDROM;
	disk->readonly = disk->device == DISK_CDROM || text_same(access, "r") || text_same(access, "ro");
	disk->shareable = access && strchr(access, '!');
	disk->backenddomain = steal(fields->value[BACKEND]);
	if (read_format(r, item, fields->value[FORMAT], disk) < 0 ||
	    read_backend(r, item, fields->value[BACKENDTYPE], disk) < 0)
		return -1;
	return read_target(r, item, fields->value[TARGET], disk);
}

int
read_xl_disk(struct reader *r, const char *key, const struct setting *item)
{
	struct fields fields = { 0 };
	int done;

	(void)key;
	divide(item->text, &fields);
	done = read_fields(r, item, &fields);
	fields_done(&fields);
	return done;
}

/* ---- writing ---- */

static const char *
format_word(const struct disk *disk)
{
	for (unsigned i = 0; i < COUNT(formats); i++)
		if (formats[i].format == disk->source.format)
			return formats[i].word;
	return disk->source.format == FORMAT_NONE ? formats[0].word : NULL;
}

/* Where no driver is said xl looks at the target, which it cannot do on a server. */
static const char *
backend_word(const struct disk *disk)
{
	if (!disk->driver.name)
		return disk->source.type == STORAGE_NETWORK ? backends[0].word : NULL;
	for (unsigned i = 0; i < COUNT(backends); i++)
		if (text_same(disk->driver.name, backends[i].driver))
			return backends[i].word;
	return NULL;
}

static int
add_target(struct text *out, const struct disk *disk)
{
	const struct storage_source *source = &disk->source;

	if (source->type == STORAGE_NETWORK) {
		if (source->net.protocol != PROTOCOL_RBD)
			return fail(FAULT_CONFIG, "Xen has no disks of protocol '%s'",
				    words_name(&storage_protocol_words, source->net.protocol));
		text_add(out, ",target=");
		rbd_write(source, out);
	} else if (!storage_source_empty(source)) {
		text_addf(out, ",target=%s", storage_source_path(source));
	}
	return 0;
}

char *
xl_disk(const struct disk *disk)
{
	auto_text struct text out = { 0 };

	if (disk->transient)
		return fail(FAULT_CONFIG, "Xen has no transient disks"), NULL;
	if (!format_word(disk))
		return fail(FAULT_CONFIG, "Xen has no disks of format '%s'",
			    words_name(&storage_format_words, disk->source.format)), NULL;
	if (disk->driver.name && !backend_word(disk))
		return fail(FAULT_CONFIG, "Xen has no driver '%s' of disks", disk->driver.name), NULL;
	text_addf(&out, "format=%s,vdev=%s,access=%s", format_word(disk), disk->target.dev,
		  disk->readonly ? "ro" : disk->shareable ? "!" : "rw");
	if (backend_word(disk))
		text_addf(&out, ",backendtype=%s", backend_word(disk));
	if (disk->backenddomain)
		text_addf(&out, ",backend=%s", disk->backenddomain);
	if (disk->device == DISK_CDROM)
		text_add(&out, ",devtype=cdrom");
	return add_target(&out, disk) < 0 ? NULL : text_take(&out);
}
