/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* marks - what is not whole yet, for backends that have no place for a note of their own */
#include "marks.h"

#include <fcntl.h>

#include "base/file.h"
#include "state/place.h"
#include "tool.h"

#define DRAFT "draft-"
#define TORN  "torn-"

static char *
folder_of(const struct pool_def *pool)
{
	return text_format("storage/marks/%s", pool->name);
}

static int
put(const struct pool_def *pool, const char *mark, const char *text)
{
	auto_free char *folder = folder_of(pool);
	auto_close int dir = place_open(PLACE_VAR, folder, true);

	return dir < 0 ? -1 : file_replace(dir, mark, text, strlen(text), 0600);
}

static int
drop(const struct pool_def *pool, const char *mark)
{
	auto_free char *folder = folder_of(pool);
	auto_close int dir = place_open(PLACE_VAR, folder, true);

	return dir < 0 ? -1 : file_remove(dir, mark);
}

static bool
is_there(const struct pool_def *pool, const char *mark)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *path = place_file(PLACE_VAR, "%s/%s", folder, mark);

	return file_exists(AT_FDCWD, path);
}

/* Who made the mark has ended; false without the mark. */
static bool
is_left_over(const struct pool_def *pool, const char *mark)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *path = place_file(PLACE_VAR, "%s/%s", folder, mark);
	auto_free char *maker = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	return maker && !tool_maker_lives(maker);
}

int
marks_begin(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = text_format(DRAFT "%s", name);
	auto_free char *maker = tool_maker();

	return put(pool, mark, maker);
}

int
marks_done(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = text_format(DRAFT "%s", name);

	return drop(pool, mark);
}

bool
marks_are_of_draft(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = text_format(DRAFT "%s", name);

	return is_there(pool, mark);
}

int
marks_clean(const struct pool_def *pool, int (*unmake)(const struct pool_def *pool, const char *name))
{
	auto_free char *folder = folder_of(pool);
	auto_free char *path = place_file(PLACE_VAR, "%s", folder);
	auto_strings struct strings marks = { 0 };

	if (dir_names(AT_FDCWD, path, NULL, &marks) < 0)
		return -1;
	for (unsigned i = 0; i < marks.n; i++) {
		const char *name = marks.item[i] + strlen(DRAFT);

		if (text_starts(marks.item[i], DRAFT) && is_left_over(pool, marks.item[i]) &&
		    (unmake(pool, name) < 0 || marks_done(pool, name) < 0))
			return -1;
	}
	return 0;
}

int
marks_set_torn(const struct pool_def *pool, const char *name, bool torn)
{
	auto_free char *mark = text_format(TORN "%s", name);
	auto_free char *writer = tool_maker();

	return torn ? put(pool, mark, writer) : drop(pool, mark);
}

bool
marks_is_torn(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = text_format(TORN "%s", name);

	return is_there(pool, mark);
}

bool
marks_are_cut_short(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = text_format(TORN "%s", name);

	return is_left_over(pool, mark);
}
