/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_file - the files behind snapshots and checkpoints, and the note of an unfinished change */
#include "driver/moment_file.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "driver/vm_inside.h"
#include "state/place.h"

int
moment_directory(const struct moment_kind *kind, const char *vm, bool make)
{
	auto_free char *below = text_format("%s/%s/%s", vm_folder(), kind->noun, vm);

	return place_open(PLACE_ETC, below, make);
}

int
moment_save(const struct moment_kind *kind, const char *vm, const void *def)
{
	auto_close int dir = moment_directory(kind, vm, true);
	auto_free char *file = text_format("%s.xml", moment_name(kind, def));
	auto_free char *xml = model_text(kind->type, def, VIEW_FILE | VIEW_SECRET);

	if (dir < 0 || file_replace(dir, file, xml, strlen(xml), 0600) < 0)
		return fail_within("%s %s", kind->noun, quote(moment_name(kind, def)));
	return 0;
}

int
moment_remove_file(const struct moment_kind *kind, const char *vm, const char *file)
{
	auto_close int dir = moment_directory(kind, vm, false);
	auto_free char *name = text_format("%s.xml", file);

	return dir < 0 ? 0 : file_remove(dir, name);
}

/* --- the note --- */

static char *
note_name(const struct moment_kind *kind, const char *vm)
{
	return text_format("%s.%s", vm, kind->noun);
}

int
moment_note_write(const struct moment_kind *kind, const char *vm, const struct moment_note *note)
{
	auto_close int dir = place_open(PLACE_RUN, vm_folder(), true);
	auto_free char *file = note_name(kind, vm);
	auto_json struct json_object *json = json_build(
		"i:operation", (int64_t)note->operation, "s:name", note->name, "b:resume", note->resume,
		"i:phase", (int64_t)note->phase, "i:how", (int64_t)note->how, "s?:document", note->document, NULL);
	const char *line;

	if (note->overlays)
		json_object_object_add(json, "overlays", json_object_get(note->overlays));
	if (note->doomed.n)
		json_object_object_add(json, "doomed", json_from_strings(&note->doomed));
	line = json_line(json);
	if (dir < 0 || file_replace_volatile(dir, file, line, strlen(line), 0600) < 0)
		return fail_within("note of the change");
	return 0;
}

int
moment_note_read(const struct moment_kind *kind, const char *vm, struct moment_note *ret_note)
{
	auto_close int dir = place_open(PLACE_RUN, vm_folder(), false);
	auto_free char *file = note_name(kind, vm);
	auto_free char *line = dir < 0 ? NULL : file_read_if_any(dir, file, FILE_LIMIT, NULL);
	auto_json struct json_object *json = NULL;

	*ret_note = (struct moment_note) { 0 };
	if (!line)
		return fail_fault() ? -1 : 0;
	json = json_parse(line, strlen(line), file);
	if (!json)
		return -1;
	*ret_note = (struct moment_note) {
		.operation = json_number(json, "operation", MOMENT_NOTHING),
		.name = xstrdup(json_string(json, "name")),
		.resume = json_boolean(json, "resume"),
		.phase = json_number(json, "phase", MOMENT_BEGUN),
		.how = json_number(json, "how", 0),
		.document = xstrdup(json_string(json, "document")),
		.overlays = json_object_get(json_member(json, "overlays")),
	};
	json_to_strings(json_member(json, "doomed"), &ret_note->doomed);
	return 0;
}

void
moment_note_done(struct moment_note *note)
{
	free(note->name);
	free(note->document);
	strings_done(&note->doomed);
	json_object_put(note->overlays);
	*note = (struct moment_note) { 0 };
}

void
moment_note_clear(const struct moment_kind *kind, const char *vm)
{
	auto_close int dir = place_open(PLACE_RUN, vm_folder(), false);
	auto_free char *file = note_name(kind, vm);

	if (dir >= 0)
		unlinkat(dir, file, 0);
}

/* spec 4.6 */
int
moment_name_check(const struct moment_kind *kind, const char *name)
{
	static const size_t longest = 255 - sizeof "..xml.new" + 1;

	if (strchr(name, '/'))
		return fail(FAULT_DETAIL, "%s name %s contains '/'", kind->noun, quote(name));
	if (*name == '.')
		return fail(FAULT_DETAIL, "%s name %s starts with '.'", kind->noun, quote(name));
	if (strlen(name) > longest)
		return fail(FAULT_DETAIL, "%s name is longer than %zu bytes", kind->noun, longest);
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return fail(FAULT_DETAIL, "%s name %s contains a control character", kind->noun, quote(name));
	return 0;
}
