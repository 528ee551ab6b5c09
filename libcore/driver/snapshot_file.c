/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_file - the files behind snapshots, and the note of an unfinished change */
#include "driver/snapshot_file.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "state/place.h"
#include "state/store.h"

int
snapshot_directory(const char *folder, const char *vm, bool make)
{
	auto_free char *below = text_format("%s/snapshot/%s", folder, vm);

	return place_open(PLACE_ETC, below, make);
}

int
snapshot_save(const char *folder, const char *vm, const struct snapshot_def *def)
{
	auto_close int dir = snapshot_directory(folder, vm, true);
	auto_free char *file = text_format("%s.xml", def->name);
	auto_free char *xml = snapshot_def_text(def, VIEW_FILE | VIEW_SECRET);

	if (dir < 0 || file_replace(dir, file, xml, strlen(xml), 0600) < 0)
		return fail_within("snapshot %s", quote(def->name));
	return 0;
}

int
snapshot_remove_file(const char *folder, const char *vm, const char *name)
{
	auto_close int dir = snapshot_directory(folder, vm, false);
	auto_free char *file = text_format("%s.xml", name);

	return dir < 0 ? 0 : file_remove(dir, file);
}

int
snapshot_mark_current(const char *folder, const char *vm, struct snapshot_tree *tree,
		      struct snapshot_def *current)
{
	if (current) {
		current->active = NUMBER_OF(1);
		if (snapshot_save(folder, vm, current) < 0)
			return -1;
	}
	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = tree->item[i];
		struct snapshot_def *def;

		if (!s->facts.active || (current && text_same(s->facts.name, current->name)))
			continue;
		def = snapshot_read(folder, vm, s);
		if (!def)
			return -1;
		def->active = NUMBER_OF(0);
		if (snapshot_save(folder, vm, def) < 0)
			return -1;
	}
	return 0;
}

/* --- the note --- */

static char *
note_name(const char *vm)
{
	return text_format("%s.snapshot", vm);
}

int
snapshot_note_write(const char *folder, const char *vm, const struct snapshot_note *note)
{
	auto_close int dir = place_open(PLACE_RUN, folder, true);
	auto_free char *file = note_name(vm);
	auto_json struct json_object *json = json_build(
		"i:operation", (int64_t)note->operation, "s:name", note->name, "b:resume", note->resume,
		"b:past", note->past, "i:how", (int64_t)note->how, NULL);
	const char *line = json_line(json);

	if (dir < 0 || file_replace_volatile(dir, file, line, strlen(line), 0600) < 0)
		return fail_within("note of the change");
	return 0;
}

int
snapshot_note_read(const char *folder, const char *vm, struct snapshot_note *ret_note)
{
	auto_close int dir = place_open(PLACE_RUN, folder, false);
	auto_free char *file = note_name(vm);
	auto_free char *line = dir < 0 ? NULL : file_read_if_any(dir, file, FILE_LIMIT, NULL);
	auto_json struct json_object *json = NULL;

	*ret_note = (struct snapshot_note) { 0 };
	if (!line)
		return fail_fault() ? -1 : 0;
	json = json_parse(line, strlen(line), file);
	if (!json)
		return -1;
	*ret_note = (struct snapshot_note) {
		.operation = json_number(json, "operation", SNAPSHOT_NOTHING),
		.name = xstrdup(json_string(json, "name")),
		.resume = json_boolean(json, "resume"),
		.past = json_boolean(json, "past"),
		.how = json_number(json, "how", 0),
	};
	return 0;
}

void
snapshot_note_clear(const char *folder, const char *vm)
{
	auto_close int dir = place_open(PLACE_RUN, folder, false);
	auto_free char *file = note_name(vm);

	if (dir >= 0)
		unlinkat(dir, file, 0);
}

/* spec 4.6 */
int
snapshot_name_check(const char *name)
{
	if (strchr(name, '/'))
		return fail(FAULT_DETAIL, "snapshot name %s contains '/'", quote(name));
	if (*name == '.')
		return fail(FAULT_DETAIL, "snapshot name %s starts with '.'", quote(name));
	if (strlen(name) > 255 - strlen(".xml.new") - 1)
		return fail(FAULT_DETAIL, "snapshot name is longer than %zu bytes", 255 - strlen(".xml.new") - 1);
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return fail(FAULT_DETAIL, "snapshot name %s contains a control character", quote(name));
	return 0;
}
