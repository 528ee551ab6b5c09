/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lun - volumes that are the units of a SCSI host, as sysfs shows them */
#include "lun.h"

#include <fcntl.h>

#include "base/file.h"
#include "block.h"
#include "contents.h"

static const char units[] = "/sys/bus/scsi/devices";

/* What of the SCSI standard's types of devices is a volume. */
enum { TYPE_DISK = 0, TYPE_ROM = 5 };

char *
lun_attribute(const char *folder, const char *object, const char *attribute)
{
	auto_free char *path = text_format("%s/%s/%s", folder, object, attribute);
	char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	fail_forget();           /* one that cannot be read says nothing */
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

/* The block device of a unit: "sdb".  Caller frees. */
static char *
block_of(const char *unit)
{
	auto_free char *type = lun_attribute(units, unit, "type");
	auto_free char *folder = text_format("%s/%s/block", units, unit);
	auto_strings struct strings blocks = { 0 };
	uint64_t number;

	if (!type || text_to_u64(type, 10, &number) < 0 || (number != TYPE_DISK && number != TYPE_ROM) ||
	    dir_names(AT_FDCWD, folder, NULL, &blocks) < 0) {
		fail_forget();           /* a controller or the like */
		return NULL;
	}
	return blocks.n ? xstrdup(blocks.item[0]) : NULL;
}

int
lun_names(unsigned host, struct strings *ret_names)
{
	auto_free char *prefix = text_format("%u:", host);
	auto_strings struct strings all = { 0 };
	struct strings found = { 0 };

	if (dir_names(AT_FDCWD, units, NULL, &all) < 0)
		return -1;
	for (unsigned i = 0; i < all.n; i++) {
		auto_free char *block = text_starts(all.item[i], prefix) ? block_of(all.item[i]) : NULL;

		if (block)
			strings_addf(&found, "unit:%s", all.item[i] + strlen(prefix));
	}
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

struct volume_def *
lun_look(const struct pool_def *pool, unsigned host, const char *name)
{
	auto_free char *unit = text_starts(name, "unit:") ? text_format("%u:%s", host, name + 5) : NULL;
	auto_free char *block = unit && !strchr(unit, '/') ? block_of(unit) : NULL;
	auto_free char *node = block ? text_format("/dev/%s", block) : NULL;
	auto_free char *wwid = block ? lun_attribute(units, unit, "wwid") : NULL;
	auto_document(volume_def) struct volume_def *def = block ? model_new(&volume_def_type) : NULL;

	if (!def)
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	def->name = xstrdup(name);
	def->target.path = block_stable_path(pool->target.path, node);
	def->key = xstrdup(wwid && *wwid ? wwid : def->target.path);
	return contents_describe(def, false) < 0 ? NULL : steal(def);
}

char *
lun_name_of(const struct pool_def *pool, unsigned host, const char *key)
{
	auto_strings struct strings names = { 0 };

	if (lun_names(host, &names) < 0)
		return NULL;
	for (unsigned i = 0; i < names.n; i++) {
		auto_document(volume_def) struct volume_def *def = lun_look(pool, host, names.item[i]);

		if (def && (text_same(def->key, key) || text_same(def->target.path, key)))
			return xstrdup(names.item[i]);
		fail_forget();           /* it has just gone */
	}
	return NULL;
}

/* Every unit is a volume, so there is no room left. */
int
lun_usage(const struct pool_def *pool, unsigned host, struct pool_usage *ret_usage)
{
	auto_strings struct strings names = { 0 };

	if (lun_names(host, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_document(volume_def) struct volume_def *def = lun_look(pool, host, names.item[i]);

		if (def)
			ret_usage->capacity += (uint64_t)def->capacity.value;
		fail_forget();           /* it has just gone */
	}
	ret_usage->allocation = ret_usage->capacity;
	return 0;
}

int
lun_rescan(unsigned host)
{
	auto_free char *path = text_format("/sys/class/scsi_host/host%u/scan", host);
	auto_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd < 0 || write_all(fd, "- - -", 5) < 0 ? fail_errno("have host%u look for units", host) : 0;
}
