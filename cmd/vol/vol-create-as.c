/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-create-as - make a storage volume that options tell */
#include "command/pool_program.h"

static const char *pool_name;
static const char *name, *format, *backing, *backing_format;
static uint64_t capacity, allocation = UINT64_MAX;
static bool preallocate, print_only;

static const struct option_row options[] = {
	OPT_VALUE(0, "allocation", VALUE_BYTES, &allocation, "SIZE", "room it gets at once: all when nothing is said"),
	OPT_VALUE(0, "format", VALUE_TEXT, &format, "FORMAT", "raw, qcow2, vmdk ..."),
	OPT_VALUE(0, "backing-vol", VALUE_TEXT, &backing, "VOL", "volume that it is an overlay of"),
	OPT_VALUE(0, "backing-vol-format", VALUE_TEXT, &backing_format, "FORMAT", "format of that one"),
	VOLUME_PREALLOCATE_OPTION(&preallocate),
	OPT_FLAG (0, "print-xml", &print_only, "print the document instead"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("POOL", "pool", VALUE_POOL_ACTIVE, ARG_ONE, &pool_name, "storage pool to make it in"),
	ARG("NAME", "name", VALUE_TEXT, ARG_ONE, &name, "name of the volume"),
	ARG("CAPACITY", "capacity", VALUE_BYTES, ARG_ONE, &capacity, "its size; a bare number is bytes"),
	ROWS_END
};

static void
add_text(struct text *out, const char *element, const char *value)
{
	text_addf(out, "<%s>", element);
	text_add_said_xml(out, value, false);
	text_addf(out, "</%s>", element);
}

static void
add_format(struct text *out, const char *value)
{
	if (!value)
		return;
	text_add(out, "<format type='");
	text_add_said_xml(out, value, true);
	text_add(out, "'/>");
}

/* A backing volume is told by name, key or path, or is no volume but a path. */
static int
add_backing(struct text *out)
{
	auto_volume struct volume *volume = *backing == '/' ? NULL : volume_open(pool_name, backing);
	const struct volume_def *def = volume ? volume_def(volume) : NULL;

	if (*backing != '/' && !def)
		return fail_within("backing volume %s", quote(backing));
	text_add(out, "<backingStore>");
	add_text(out, "path", def ? def->target.path : backing);
	add_format(out, backing_format ? backing_format : def ? words_name(&volume_format_words, def->target.format) : NULL);
	text_add(out, "</backingStore>");
	return 0;
}

static char *
document(void)
{
	auto_text struct text out = { 0 };

	if (capacity > INT64_MAX)
		return fail(FAULT_OVERFLOW, "capacity is out of range"), NULL;
	text_add(&out, "<volume>");
	add_text(&out, "name", name);
	text_addf(&out, "<capacity>%llu</capacity>", (unsigned long long)capacity);
	if (allocation != UINT64_MAX)
		text_addf(&out, "<allocation>%llu</allocation>", (unsigned long long)allocation);
	text_add(&out, "<target>");
	add_format(&out, format);
	text_add(&out, "</target>");
	if (backing && add_backing(&out) < 0)
		return NULL;
	text_add(&out, "</volume>\n");
	return text_take(&out);
}

static int
create(void)
{
	auto_pool struct pool *pool = pool_open(pool_name, OBJECT_TO_READ);
	auto_free char *xml = pool ? document() : NULL;

	if (!xml)
		return -1;
	if (print_only) {
		answer("%s", xml);
		return 0;
	}
	if (volume_exists(pool, name)) {
		auto_free char *story = text_format("storage volume '%s' exists already", name);

		return already(story);
	}
	if (volume_create(pool, xml, name, preallocate ? VOLUME_PREALLOCATE : 0, NULL, NULL, NULL) < 0)
		return -1;
	say("created");
	return 0;
}

const struct command command = {
	.name      = "vol-create-as",
	.summary   = "make a storage volume that options tell",
	.virsh     = "vol-create-as",
	.example   = "vol-create-as images web1.qcow2 20G --format=qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = VOLUME_FAULTS | CAN(SCHEMA),
	.run       = create,
};
