/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store - named objects as files */
#include "state/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "state/store_index.h"

/* What the longest file name made from a name adds to it. */
enum { LONGEST_SUFFIX = sizeof ".events.qmp" - 1 };

/* Why it cannot be a name, or NULL. */
static const char *
name_fault(const char *name)
{
	auto_text struct text safe = { 0 };

	if (!*name)
		return "is empty";
	if (*name == '.')
		return "begins with a dot";
	if (strchr(name, '/'))
		return "holds a slash";
	if (strlen(name) > NAME_MAX - LONGEST_SUFFIX)
		return "is too long";
	/* The control socket of "web.events" would be the event socket of "web". */
	if (text_ends(name, ".events"))
		return "ends in '.events'";
	text_add_safe(&safe, name, "");
	return text_same(text_get(&safe), name) ? NULL : "holds a control character or is not UTF-8";
}

bool
store_name_fits(const char *name)
{
	return !name_fault(name);
}

int
store_name_check(const char *name)
{
	const char *why = name_fault(name);

	return why ? fail(FAULT_XML, "name %s %s", quote(name), why) : 0;
}

static char *
object_path(enum place place, const char *folder, const char *name)
{
	return place_file(place, "%s/%s.xml", folder, name);
}

static char *
object_file(const char *name)
{
	return text_format("%s.xml", name);
}

int
store_names(enum place place, const char *folder, struct strings *ret_names)
{
	auto_free char *path = place_file(place, "%s", folder);

	return dir_names(AT_FDCWD, path, ".xml", ret_names);
}

bool
store_has(enum place place, const char *folder, const char *name)
{
	auto_free char *path = object_path(place, folder, name);
	struct stat st;

	return stat(path, &st) == 0;
}

char *
store_read(enum place place, const char *folder, const char *name)
{
	auto_free char *path = object_path(place, folder, name);
	char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!xml && fail_errno_value() == ENOENT)
		fail_as(FAULT_MISSING);
	return xml;
}

static void
drop_autostart(int dir, const char *file)
{
	auto_free char *mark = text_format("autostart/%s", file);

	unlinkat(dir, mark, 0);
}

int
store_write(enum place place, const char *folder, const char *name,
	    const char *uuid, const char *xml)
{
	auto_close int dir = place_open(place, folder, true);
	auto_free char *file = object_file(name);
	int done;

	if (dir < 0)
		return -1;
	if (place == PLACE_ETC && !file_exists(dir, file))
		drop_autostart(dir, file);
	done = place == PLACE_ETC ? file_replace(dir, file, xml, strlen(xml), 0600)
				  : file_replace_volatile(dir, file, xml, strlen(xml), 0600);
	if (done < 0)
		return fail_within("%s", place_path(place));
	index_point(dir, uuid, name);
	return 0;
}

int
store_remove(enum place place, const char *folder, const char *name, const char *uuid)
{
	auto_close int dir = place_open(place, folder, false);
	auto_free char *file = object_file(name);

	if (dir < 0)
		return errno == ENOENT ? 0 : -1;
	if (place == PLACE_ETC && file_remove(dir, file) < 0)
		return -1;
	index_drop(dir, uuid, name);
	if (place == PLACE_ETC)
		drop_autostart(dir, file);
	else if (unlinkat(dir, file, 0) < 0 && errno != ENOENT)
		return fail_errno("remove %s", file);
	return 0;
}

int
store_rename(const char *folder, const char *name, const char *new_name, const char *uuid)
{
	auto_close int dir = place_open(PLACE_ETC, folder, false);
	auto_free char *file = object_file(name);
	auto_free char *new_file = object_file(new_name);

	if (dir < 0)
		return errno == ENOENT ? fail_errno("open %s", folder) : -1;
	if (store_set_autostart(folder, new_name, store_autostart(folder, name)) < 0 ||
	    file_rename(dir, file, new_file) < 0)
		return -1;
	index_point(dir, uuid, new_name);
	return 0;
}

bool
store_autostart(const char *folder, const char *name)
{
	auto_free char *path = place_file(PLACE_ETC, "%s/autostart/%s.xml", folder, name);

	return access(path, F_OK) == 0;
}

int
store_set_autostart(const char *folder, const char *name, bool on)
{
	auto_free char *below = text_format("%s/autostart", folder);
	auto_close int dir = place_open(PLACE_ETC, below, on);
	auto_free char *file = object_file(name);
	auto_free char *target = text_format("../%s", file);

	if (dir < 0)
		return !on && errno == ENOENT ? 0 : -1;
	if (!on)
		return file_remove(dir, file);
	if (file_replace_link(dir, file, target) < 0)
		return -1;
	return file_sync_dir(dir);
}
