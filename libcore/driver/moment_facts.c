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
#define HEADING "virtutils moments 1\n"

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
	unsigned state, external, active;
	int64_t time;
	int end = 0;

	if (sscanf(fields[FIELD_NUMBERS], "%u %" SCNd64 " %u %u%n", &state, &time, &external, &active, &end) != 4 ||
	    fields[FIELD_NUMBERS][end])
		return false;
	if (state >= snapshot_state_count || !*fields[FIELD_NAME])
		return false;
	*ret_facts = (struct moment_facts) {
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

	*ret_stamp = stamp(dir, file);
	if (!line || !split(line, fields) || !text_same(fields[FIELD_STAMP], *ret_stamp) ||
	    !parse(fields, ret_facts))
		return false;
	text_addf(&index->now, "%s\n", kept);
	return true;
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

	return dir < 0 ? -1 : file_replace_volatile(dir, index->vm, index->now.data, index->now.length, 0600);
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
