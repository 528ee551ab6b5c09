/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_journal - changes of several steps, on record until they are done
 *
 *	{"do":"rename","name":"web","new":"www"}
 *	{"do":"undefine","name":"web","how":3,"xml":"<domain ..."}
 *
 * One step of each makes it visible at once: the rename or the removal of NAME.xml.
 * A record whose NAME.xml is still there is of a change that did not happen; else
 * the rest of it is left to do. */
#include "driver/vm_inside.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"

static const char folder_name[] = "journal";

static int
journal_open(const char *folder, bool make)
{
	auto_free char *below = text_format("%s/%s", folder, folder_name);

	return place_open(PLACE_ETC, below, make);
}

int
journal_write(const char *folder, const char *name, struct json_object *record)
{
	auto_close int dir = journal_open(folder, true);
	const char *line = json_line(record);

	return dir < 0 ? -1 : file_replace(dir, name, line, strlen(line), 0600);
}

int
journal_clear(const char *folder, const char *name)
{
	auto_close int dir = journal_open(folder, false);

	if (dir < 0)
		return errno == ENOENT ? 0 : -1;
	return file_remove(dir, name);
}

/* NULL without a failure when it is gone, or is none of ours. */
static struct json_object *
record_read(const char *folder, const char *name)
{
	auto_close int dir = journal_open(folder, false);
	size_t size = 0;
	auto_free char *line = dir < 0 ? NULL : file_read_if_any(dir, name, FILE_LIMIT, &size);
	struct json_object *record = line ? json_parse(line, size, name) : NULL;

	if (line && !record)
		fail_forget();    /* records are replaced whole: this one is not of our making */
	return record;
}

/* What was made for a change that did not happen: the mark of a name nobody got. */
static int
undo(const char *folder, struct json_object *record)
{
	const char *new_name = json_string(record, "new");

	if (!new_name || store_has(PLACE_ETC, folder, new_name))
		return 0;
	return store_set_autostart(folder, new_name, false);
}

static int
finish(const char *folder, struct json_object *record)
{
	const char *what = json_string(record, "do");
	const char *name = json_string(record, "name");

	if (store_has(PLACE_ETC, folder, name))
		return undo(folder, record);
	if (text_same(what, "rename"))
		return vm_rename_finish(folder, name, json_string(record, "new"));
	return vm_undefine_finish(folder, name, (enum vm_undefine_how)json_number(record, "how", 0),
				  json_string(record, "xml"));
}

static bool
makes_sense(struct json_object *record)
{
	const char *what = json_string(record, "do");
	const char *name = json_string(record, "name");
	const char *new_name = json_string(record, "new");

	if (!name || !store_name_fits(name))
		return false;
	if (text_same(what, "rename"))
		return new_name && store_name_fits(new_name);
	return text_same(what, "undefine") && json_string(record, "xml");
}

/* Both names of a rename, in the order in which locks are taken. */
static int
try_locks(const char *folder, struct json_object *record, int locks[2])
{
	const char *name = json_string(record, "name");
	const char *new_name = json_string(record, "new");
	bool turned = new_name && strcmp(new_name, name) < 0;

	locks[0] = store_try_lock(folder, turned ? new_name : name);
	if (locks[0] >= 0 && new_name)
		locks[1] = store_try_lock(folder, turned ? name : new_name);
	return locks[0] < 0 || (new_name && locks[1] < 0) ? -1 : 0;
}

static int
settle(const char *folder, const char *name)
{
	auto_json struct json_object *before = record_read(folder, name);
	auto_json struct json_object *record = NULL;
	auto_close int first = -1;
	auto_close int second = -1;
	int locks[2] = { -1, -1 }, taken;

	if (!before || !makes_sense(before))
		return fail_fault() == FAULT_NONE ? journal_clear(folder, name) : -1;
	taken = try_locks(folder, before, locks);
	first = locks[0];
	second = locks[1];
	if (taken < 0 && fail_fault() != FAULT_BUSY)
		return -1;
	if (taken < 0) {
		fail_forget();    /* somebody is working at it */
		return 0;
	}
	record = record_read(folder, name);
	if (!record || strcmp(json_line(record), json_line(before)) != 0)
		return fail_fault() == FAULT_NONE ? 0 : -1;
	if (finish(folder, record) < 0)
		return fail_within("finish what was begun with '%s'", name);
	return journal_clear(folder, name);
}

static bool
has_part(struct json_object *record, const char *name)
{
	return text_same(json_string(record, "name"), name) ||
	       text_same(json_string(record, "new"), name);
}

/* What cannot be settled holds up only those it concerns. */
int
journal_settle(const char *folder, const char *name)
{
	auto_free char *path = place_file(PLACE_ETC, "%s/%s", folder, folder_name);
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, path, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_json struct json_object *record = NULL;

		if (settle(folder, names.item[i]) == 0)
			continue;
		record = record_read(folder, names.item[i]);
		if (!record || has_part(record, name))
			return -1;
		fail_forget();
	}
	return 0;
}

int
journal_concerns(const char *folder, const char *name)
{
	auto_free char *path = place_file(PLACE_ETC, "%s/%s", folder, folder_name);
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, path, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_json struct json_object *record = record_read(folder, names.item[i]);

		if (fail_fault() != FAULT_NONE)
			return -1;
		if (has_part(record, name))
			return 1;
	}
	return 0;
}
