/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mpath - the pool of devices that this host reaches on several paths, by dmsetup */
#include <stdlib.h>

#include "block.h"
#include "contents.h"
#include "marks.h"
#include "tool.h"

/* "mpatha\t(253:0)", or with a comma between; "No devices found" has no number. */
static bool
read_minor(const char *line, unsigned *ret_minor)
{
	const char *numbers = strrchr(line, '('), *minor = numbers ? strpbrk(numbers, ":,") : NULL;

	if (!minor)
		return false;
	*ret_minor = (unsigned)strtoul(minor + 1, NULL, 10);
	return true;
}

static int
names(__attribute__((unused)) const struct pool_def *pool, struct strings *ret_names)
{
	auto_free char *devices = NULL;
	struct strings found = { 0 };
	const char *at;
	unsigned minor;

	if (tool_run(&devices, "dmsetup", "ls", "--target", "multipath", NULL) < 0)
		return -1;
	at = devices;
	for (char *line; (line = tool_line(&at)); free(line))
		if (read_minor(line, &minor))
			strings_addf(&found, "dm-%u", minor);
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_strings struct strings all = { 0 };
	auto_document(volume_def) struct volume_def *def = NULL;

	if (names(pool, &all) < 0)
		return NULL;
	if (!strings_have(&all, name))
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	def = model_new(&volume_def_type);
	def->name = xstrdup(name);
	def->target.path = text_format("/dev/%s", name);
	def->key = xstrdup(def->target.path);
	return contents_describe(def, false) < 0 ? NULL : steal(def);
}

/* Every device is a volume, so there is no room left. */
static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_strings struct strings all = { 0 };

	if (names(pool, &all) < 0)
		return -1;
	for (unsigned i = 0; i < all.n; i++) {
		auto_document(volume_def) struct volume_def *def = look(pool, all.item[i]);

		if (def)
			ret_usage->capacity += (uint64_t)def->capacity.value;
		fail_forget();           /* it has just gone */
	}
	ret_usage->allocation = ret_usage->capacity;
	return 0;
}

const struct backend backend_mpath = {
	.tool = "dmsetup",
	.pool = { .usage = usage },
	.volume = {
		.names = names, .look = look, .open = block_volume_open,
		.set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
