/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_spec - a request for a snapshot or checkpoint put together from words of a command line */
#include "driver/moment_spec.h"

#include <string.h>

#include "base/fail.h"

/* What a key was given; a table of them ends with a NULL key. */
struct field {
	const char *key;
	char *value;
};

static void
fields_done(struct field *fields)
{
	for (; fields->key; fields++)
		free(fields->value);
}

/* Take the item up to the next single comma off *spec. */
static char *
next_item(const char **spec)
{
	struct text item = { 0 };

	for (; **spec; (*spec)++) {
		if (**spec == ',' && (*spec)[1] != ',') {
			(*spec)++;
			break;
		}
		*spec += **spec == ',';
		text_add_char(&item, **spec);
	}
	return item.data ? text_take(&item) : xstrdup("");
}

static int
put(struct field *fields, const char *key, const char *value)
{
	while (fields->key && strcmp(fields->key, key) != 0)
		fields++;
	if (!fields->key || fields->value)
		return fail(FAULT_USAGE, "%s is %s", quote(key), fields->key ? "given twice" : "not known");
	fields->value = xstrdup(value);
	return 0;
}

/* Put "key=value" items where the keys are; a path alone is for the first. */
static int
read_fields(const char *spec, struct field *fields)
{
	while (*spec) {
		auto_free char *item = next_item(&spec);
		char *equals = strchr(item, '=');
		int done;

		if (*item == '/')
			done = put(fields, fields->key, item);
		else if (equals)
			done = (*equals = '\0', put(fields, item, equals + 1));
		else
			done = put(fields, item, "");
		if (done < 0)
			return -1;
	}
	return 0;
}

static void
add_attribute(struct text *out, const char *name, const char *value)
{
	if (!value)
		return;
	text_addf(out, " %s='", name);
	text_add_said_xml(out, value, true);
	text_add_char(out, '\'');
}

static void
add_element(struct text *out, const char *name, const char *value)
{
	if (!value)
		return;
	text_addf(out, "  <%s>", name);
	text_add_said_xml(out, value, false);
	text_addf(out, "</%s>\n", name);
}

static int
add_memory(struct text *out, const char *spec)
{
	struct field fields[] = { { "file" }, { "snapshot" }, { 0 } };
	int done = read_fields(spec, fields);

	if (done == 0) {
		text_add(out, "  <memory");
		add_attribute(out, "snapshot", fields[1].value);
		add_attribute(out, "file", fields[0].value);
		text_add(out, "/>\n");
	}
	fields_done(fields);
	return done;
}

enum { FILE_, SNAPSHOT, DRIVER, STYPE };

static void
add_disk_children(struct text *out, const struct field *fields, bool block)
{
	text_add(out, ">\n");
	if (fields[DRIVER].value) {
		text_add(out, "      <driver");
		add_attribute(out, "type", fields[DRIVER].value);
		text_add(out, "/>\n");
	}
	if (fields[FILE_].value) {
		text_add(out, "      <source");
		add_attribute(out, block ? "dev" : "file", fields[FILE_].value);
		text_add(out, "/>\n");
	}
	text_add(out, "    </disk>\n");
}

static int
add_disk_fields(struct text *out, const char *disk, const struct field *fields)
{
	const char *type = fields[STYPE].value;

	if (type && !text_same(type, "file") && !text_same(type, "block"))
		return fail(FAULT_USAGE, "stype is file or block");
	text_add(out, "    <disk");
	add_attribute(out, "name", disk);
	add_attribute(out, "snapshot", fields[SNAPSHOT].value);
	add_attribute(out, "type", text_same(type, "block") ? type : NULL);
	if (fields[DRIVER].value || fields[FILE_].value)
		add_disk_children(out, fields, text_same(type, "block"));
	else
		text_add(out, "/>\n");
	return 0;
}

static int
add_snapshot_disk(struct text *out, const char *disk, const char *spec)
{
	struct field fields[] = {
		[FILE_] = { "file" }, [SNAPSHOT] = { "snapshot" }, [DRIVER] = { "driver" }, [STYPE] = { "stype" }, { 0 },
	};
	int done = read_fields(spec, fields) < 0 ? -1 : add_disk_fields(out, disk, fields);

	fields_done(fields);
	return done;
}

static int
add_checkpoint_disk(struct text *out, const char *disk, const char *spec)
{
	struct field fields[] = { { "checkpoint" }, { "bitmap" }, { 0 } };
	int done = read_fields(spec, fields);

	if (done == 0) {
		text_add(out, "    <disk");
		add_attribute(out, "name", disk);
		add_attribute(out, "checkpoint", fields[0].value);
		add_attribute(out, "bitmap", fields[1].value);
		text_add(out, "/>\n");
	}
	fields_done(fields);
	return done;
}

typedef int add_one(struct text *out, const char *disk, const char *spec);

static int
add_disk(struct text *out, const char *spec, add_one *add)
{
	const char *rest = spec;
	auto_free char *disk = next_item(&rest);
	int done = *disk ? add(out, disk, rest) : fail(FAULT_USAGE, "the disk is missing");

	return done < 0 ? fail_within("diskspec %s", quote(spec)) : 0;
}

static int
add_disks(struct text *out, const struct strings *specs, add_one *add)
{
	if (specs->n)
		text_add(out, "  <disks>\n");
	for (unsigned i = 0; i < specs->n; i++)
		if (add_disk(out, specs->item[i], add) < 0)
			return -1;
	if (specs->n)
		text_add(out, "  </disks>\n");
	return 0;
}

char *
snapshot_spec(const char *name, const char *description, const char *memspec,
	      const struct strings *diskspecs)
{
	auto_text struct text out = { 0 };

	text_add(&out, "<domainsnapshot>\n");
	add_element(&out, "name", name);
	add_element(&out, "description", description);
	if (memspec && add_memory(&out, memspec) < 0)
		return fail_within("memspec %s", quote(memspec)), NULL;
	if (add_disks(&out, diskspecs, add_snapshot_disk) < 0)
		return NULL;
	text_add(&out, "</domainsnapshot>\n");
	return text_take(&out);
}

char *
checkpoint_spec(const char *name, const char *description, const struct strings *diskspecs)
{
	auto_text struct text out = { 0 };

	text_add(&out, "<domaincheckpoint>\n");
	add_element(&out, "name", name);
	add_element(&out, "description", description);
	if (add_disks(&out, diskspecs, add_checkpoint_disk) < 0)
		return NULL;
	text_add(&out, "</domaincheckpoint>\n");
	return text_take(&out);
}
