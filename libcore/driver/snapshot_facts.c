/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_facts - what lists need of snapshots, kept so that nobody parses a thousand files */
#include "driver/snapshot_facts.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "state/place.h"

/* Fields of a line, in this order; a tab between them. */
enum { FIELD_FILE, FIELD_STAMP, FIELD_NUMBERS, FIELD_NAME, FIELD_PARENT, FIELD_COUNT };

/* The first line: a file of another make is read as none at all. */
#define HEADING "virtutils snapshots 1\n"

struct snapshot_facts
snapshot_facts_of(const struct snapshot_def *def, const char *file)
{
	return (struct snapshot_facts) {
		.file = xstrdup(file),
		.name = xstrdup(def->name),
		.parent = xstrdup(def->parent),
		.state = def->state,
		.creation_time = def->creation_time.value,
		.external = snapshot_is_external(def),
		.active = def->active.value == 1,
	};
}

void
snapshot_facts_done(struct snapshot_facts *facts)
{
	free(facts->file);
	free(facts->name);
	free(facts->parent);
	*facts = (struct snapshot_facts) { 0 };
}

/* The file itself and its last change, however it was made.  "" when it is gone. */
static char *
stamp(int dir, const char *file)
{
	auto_free char *name = text_format("%s.xml", file);
	struct stat st;

	if (fstatat(dir, name, &st, 0) < 0)
		return xstrdup("");
	return text_format("%ju %jd %jd.%09ld", (uintmax_t)st.st_ino, (intmax_t)st.st_size,
			   (intmax_t)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

static char *
index_path(const char *folder, const char *vm)
{
	return place_file(PLACE_CACHE, "%s/snapshots/%s", folder, vm);
}

void
snapshot_index_open(const char *folder, const char *vm, struct snapshot_index *ret_index)
{
	auto_free char *path = index_path(folder, vm);
	char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!text) {
		fail_forget();    /* without it, everything is read */
		text = xstrdup("");
	}
	*ret_index = (struct snapshot_index) {
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
parse(char *fields[FIELD_COUNT], struct snapshot_facts *ret_facts)
{
	unsigned state, external, active;
	int64_t time;
	int end = 0;

	if (sscanf(fields[FIELD_NUMBERS], "%u %" SCNd64 " %u %u%n", &state, &time, &external, &active, &end) != 4 ||
	    fields[FIELD_NUMBERS][end])
		return false;
	if (state >= snapshot_state_count || !*fields[FIELD_NAME])
		return false;
	*ret_facts = (struct snapshot_facts) {
		.file = xstrdup(fields[FIELD_FILE]),
		.name = xstrdup(fields[FIELD_NAME]),
		.parent = *fields[FIELD_PARENT] ? xstrdup(fields[FIELD_PARENT]) : NULL,
		.state = (enum snapshot_state)state,
		.creation_time = time,
		.external = external,
		.active = active,
	};
	return true;
}

/* Take the line of that file off the index: both are in order.  NULL when it has none. */
static char *
take_line(struct snapshot_index *index, const char *file)
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
snapshot_index_find(struct snapshot_index *index, int dir, const char *file,
		    struct snapshot_facts *ret_facts, char **ret_stamp)
{
	auto_free char *line = take_line(index, file), *kept = line ? xstrdup(line) : NULL;
	char *fields[FIELD_COUNT];

	*ret_stamp = stamp(dir, file);
	if (!line || !split(line, fields) || !text_same(fields[FIELD_STAMP], *ret_stamp) ||
	    !parse(fields, ret_facts))
		return false;
	text_addf(&index->now, "%s\n", kept);
	return true;
}

/* What would break a line is not kept: such a snapshot is read each time. */
static bool
fits(const char *word)
{
	for (; word && *word; word++)
		if ((unsigned char)*word < ' ')
			return false;
	return true;
}

void
snapshot_index_add(struct snapshot_index *index, const char *made_from, const struct snapshot_facts *facts)
{
	if (!*made_from || !fits(facts->file) || !fits(facts->name) || !fits(facts->parent))
		return;
	text_addf(&index->now, "%s\t%s\t%u %" PRId64 " %u %u\t%s\t%s\n", facts->file, made_from, facts->state,
		  facts->creation_time, facts->external, facts->active, facts->name,
		  facts->parent ? facts->parent : "");
}

void
snapshot_index_close(struct snapshot_index *index, const char *folder, const char *vm)
{
	auto_free char *below = text_format("%s/snapshots", folder);
	bool none = !*index->before && index->now.length == strlen(HEADING);
	auto_close int dir = -1;

	if (!none && !text_same(index->before, text_get(&index->now))) {
		dir = place_open(PLACE_CACHE, below, true);
		if (dir < 0 || file_replace_volatile(dir, vm, index->now.data, index->now.length, 0600) < 0)
			fail_forget();    /* the next reader parses again */
	}
	free(index->before);
	text_done(&index->now);
}

void
snapshot_index_remove(const char *folder, const char *vm)
{
	auto_free char *path = index_path(folder, vm);

	unlink(path);
}
