/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_facts - what lists need of snapshots and checkpoints, kept so that nobody parses a thousand files */
#include "driver/moment_facts.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "driver/moment_file.h"
#include "driver/vm_inside.h"
#include "state/place.h"

/* Fields of a line, in this order; a tab between them. */
enum { FIELD_FILE, FIELD_STAMP, FIELD_NUMBERS, FIELD_NAME, FIELD_PARENT, FIELD_COUNT };

/* The first line: a file of another make is read as none at all. */
#define HEADING "virtutils moments 2\n"

struct moment_facts
moment_facts_of(const struct moment_kind *kind, const void *def, const char *file)
{
	struct moment_facts facts = {
		.file = xstrdup(file),
		.name = xstrdup(moment_name(kind, def)),
		.parent = xstrdup(*moment_parent(kind, def)),
		.creation_time = moment_time(kind, def),
	};

	if (kind->describe)
		kind->describe(def, &facts);
	return facts;
}

void
moment_facts_done(struct moment_facts *facts)
{
	free(facts->file);
	free(facts->name);
	free(facts->parent);
	*facts = (struct moment_facts) { 0 };
}

/* n numbers, a blank between them, and nothing else.  There are a thousand lines: sscanf() is too slow. */
static bool
read_numbers(const char *text, int64_t *ret_numbers, unsigned n)
{
	char *end = (char *)text;

	for (unsigned i = 0; i < n; i++) {
		if (i && *end++ != ' ')
			return false;
		text = end;
		ret_numbers[i] = strtoll(text, &end, 10);
		if (end == text)
			return false;
	}
	return !*end;
}

/* The file itself and its last change, however it was made. */
enum { STAMP_INODE, STAMP_SIZE, STAMP_SECONDS, STAMP_NANOSECONDS, STAMP_COUNT };

/* False when it is gone. */
static bool
look_at(int dir, const char *file, int64_t stamp[STAMP_COUNT])
{
	auto_free char *name = NULL;
	size_t length = strlen(file);
	struct stat st;

	name = xmalloc(length + sizeof ".xml");
	memcpy(name, file, length);
	memcpy(name + length, ".xml", sizeof ".xml");
	if (fstatat(dir, name, &st, 0) < 0)
		return false;
	stamp[STAMP_INODE] = (int64_t)st.st_ino;
	stamp[STAMP_SIZE] = st.st_size;
	stamp[STAMP_SECONDS] = st.st_ctim.tv_sec;
	stamp[STAMP_NANOSECONDS] = st.st_ctim.tv_nsec;
	return true;
}

static bool
is_stamp(const char *text, const int64_t stamp[STAMP_COUNT])
{
	int64_t told[STAMP_COUNT];

	return read_numbers(text, told, STAMP_COUNT) && memcmp(told, stamp, sizeof told) == 0;
}

static char *
stamp_text(const int64_t stamp[STAMP_COUNT])
{
	return text_format("%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, stamp[STAMP_INODE], stamp[STAMP_SIZE],
			   stamp[STAMP_SECONDS], stamp[STAMP_NANOSECONDS]);
}

static char *
index_path(const char *folder, const char *noun, const char *vm)
{
	return place_file(PLACE_CACHE, "%s/%ss/%s", folder, noun, vm);
}

void
moment_index_open(const struct moment_kind *kind, const char *vm, struct moment_index *ret_index)
{
	auto_free char *path = index_path(vm_folder(), kind->noun, vm);
	char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!text) {
		fail_forget();    /* without it, everything is read */
		text = xstrdup("");
	}
	*ret_index = (struct moment_index) {
		.kind = kind,
		.vm = vm,
		.before = text,
		.next = text_starts(text, HEADING) ? text + strlen(HEADING) : "",
	};
	text_add(&ret_index->now, HEADING);
}

/* Divide a line in place.  False when there are too few fields or too many. */
static bool
split(char *line, char *fields[FIELD_COUNT])
{
	unsigned n = 0;
	char *field;

	while ((field = strsep(&line, "\t"))) {
		if (n == FIELD_COUNT)
			return false;
		fields[n++] = field;
	}
	return n == FIELD_COUNT;
}

static bool
parse(char *fields[FIELD_COUNT], struct moment_facts *ret_facts)
{
	enum { STATE, TIME, EXTERNAL, ACTIVE, NUMBERS };
	int64_t n[NUMBERS];

	if (!read_numbers(fields[FIELD_NUMBERS], n, NUMBERS))
		return false;
	if (n[STATE] < 0 || n[STATE] >= snapshot_state_count || !*fields[FIELD_NAME])
		return false;
	*ret_facts = (struct moment_facts) {
		.file = xstrdup(fields[FIELD_FILE]),
		.name = xstrdup(fields[FIELD_NAME]),
		.parent = *fields[FIELD_PARENT] ? xstrdup(fields[FIELD_PARENT]) : NULL,
		.state = (enum snapshot_state)n[STATE],
		.creation_time = n[TIME],
		.external = n[EXTERNAL],
		.active = n[ACTIVE],
	};
	return true;
}

/* Take the line of that file off the index: both are in order.  NULL when it has none. */
static char *
take_line(struct moment_index *index, const char *file)
{
	size_t length = strlen(file);
	const char *line, *end;

	while ((end = strchr(index->next, '\n'))) {
		size_t name = strcspn(index->next, "\t\n");
		int order = memcmp(index->next, file, name < length ? name : length);

		if (order == 0)
			order = name < length ? -1 : name > length;
		if (order > 0)
			return NULL;
		line = index->next;
		index->next = end + 1;
		if (order == 0)
			return xstrndup(line, (size_t)(end - line));
	}
	return NULL;
}

bool
moment_index_find(struct moment_index *index, int dir, const char *file,
		    struct moment_facts *ret_facts, char **ret_stamp)
{
	auto_free char *line = take_line(index, file), *kept = line ? xstrdup(line) : NULL;
	char *fields[FIELD_COUNT];
	int64_t stamp[STAMP_COUNT];
	bool there = look_at(dir, file, stamp);

	if (there && line && split(line, fields) && is_stamp(fields[FIELD_STAMP], stamp) && parse(fields, ret_facts)) {
		text_add(&index->now, kept);
		text_add(&index->now, "\n");
		return true;
	}
	*ret_stamp = there ? stamp_text(stamp) : xstrdup("");
	return false;
}

/* What would break a line is not kept: such a moment is read each time. */
static bool
fits(const char *word)
{
	for (; word && *word; word++)
		if ((unsigned char)*word < ' ')
			return false;
	return true;
}

void
moment_index_add(struct moment_index *index, const char *made_from, const struct moment_facts *facts)
{
	if (!*made_from || !fits(facts->file) || !fits(facts->name) || !fits(facts->parent))
		return;
	text_addf(&index->now, "%s\t%s\t%u %" PRId64 " %u %u\t%s\t%s\n", facts->file, made_from, facts->state,
		  facts->creation_time, facts->external, facts->active, facts->name,
		  facts->parent ? facts->parent : "");
}

static int
write_back(const struct moment_index *index)
{
	auto_free char *below = text_format("%s/%ss", vm_folder(), index->kind->noun);
	auto_close int dir = place_open(PLACE_CACHE, below, true);

	return dir < 0 ? -1 : file_replace_cached(dir, index->vm, index->now.data, index->now.length, 0600);
}

void
moment_index_close(struct moment_index *index)
{
	bool none = !*index->before && index->now.length == strlen(HEADING);

	if (!none && !text_same(index->before, text_get(&index->now)) && write_back(index) < 0)
		fail_forget();    /* the next reader parses again */
	free(index->before);
	text_done(&index->now);
}

void
moment_index_remove(const char *folder, const char *noun, const char *vm)
{
	auto_free char *path = index_path(folder, noun, vm);

	unlink(path);
}
