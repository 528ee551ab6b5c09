/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stanzas - the files of /etc/network as lines: which of them are about an interface */
#include <fcntl.h>
#include <glob.h>

#include "base/fail.h"
#include "base/file.h"
#include "ifupdown.h"
#include "manager.h"

#define FOLDER "/etc/network"

/* Words that begin something new: what follows an iface line until then belongs to it. */
static const char *const heads[] = { "iface", "mapping", "auto", "source", "source-directory", "rename",
				     "no-auto-down", "no-scripts", "template" };

static void
line_done(struct stanza_line *line)
{
	free(line->raw);
	strings_done(&line->words);
}

void
stanzas_done(struct stanzas *stanzas)
{
	list_each(file, &stanzas->files) {
		list_each(line, &file->lines)
			line_done(line);
		free(file->lines.item);
		free(file->path);
	}
	free(stanzas->files.item);
}

/* ---- reading ---- */

/* Up to the line break that no backslash continues. */
static size_t
line_length(const char *text)
{
	size_t length = strcspn(text, "\n");

	while (length && text[length] && text[length - 1] == '\\')
		length += 1 + strcspn(text + length + 1, "\n");
	return length;
}

static void
split(const char *raw, struct strings *words)
{
	for (const char *at = raw; *at;) {
		size_t length;

		at += strspn(at, " \t\\\n");
		length = strcspn(at, " \t\\\n");
		if (length)
			strings_take(words, xstrndup(at, length));
		at += length;
	}
}

static bool
is_head(const char *word)
{
	for (unsigned i = 0; i < COUNT(heads); i++)
		if (strcmp(heads[i], word) == 0)
			return true;
	return text_starts(word, "allow-");
}

static int read_pattern(struct stanzas *stanzas, const char *pattern, bool plain, unsigned depth);

static int
read_file(struct stanzas *stanzas, const char *path, unsigned depth)
{
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);
	unsigned file = stanzas->files.n, inside = 0;

	if (!text && fail_fault())
		return -1;
	list_add(&stanzas->files)->path = xstrdup(path);
	for (const char *at = text; at && *at; at += *at == '\n') {
		size_t length = line_length(at);
		struct stanza_line line = { .raw = xstrndup(at, length) };

		at += length;
		split(line.raw, &line.words);
		if (line.words.n && is_head(line.words.item[0]))
			inside = strcmp(line.words.item[0], "iface") ? 0 : ++stanzas->count;
		line.stanza = inside;
		*list_add(&stanzas->files.item[file].lines) = line;
	}
	for (unsigned i = 0; i < stanzas->files.item[file].lines.n; i++) {
		const struct strings *words = &stanzas->files.item[file].lines.item[i].words;

		if (words->n == 2 && strcmp(words->item[0], "source") == 0 &&
		    read_pattern(stanzas, words->item[1], false, depth) < 0)
			return -1;
		if (words->n == 2 && strcmp(words->item[0], "source-directory") == 0) {
			auto_free char *pattern = text_format("%s/*", words->item[1]);

			if (read_pattern(stanzas, pattern, true, depth) < 0)
				return -1;
		}
	}
	return 0;
}

/* A file that is part of itself is an error of its writer; ifupdown stops somewhere too. */
enum { DEEPEST = 8 };

/* Of a whole directory ifupdown leaves out copies of editors and package managers, by their names. */
static bool
has_plain_name(const char *path)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
	const char *name = strrchr(path, '/') + 1;

	return name[strspn(name, letters)] == '\0';
}

/* plain: only files with such names. */
static int
read_pattern(struct stanzas *stanzas, const char *pattern, bool plain, unsigned depth)
{
	auto_free char *path = *pattern == '/' ? manager_path("%s", pattern) : manager_path(FOLDER "/%s", pattern);
	auto_free char *folder = manager_path(FOLDER "/interfaces.d/*");
	glob_t found = { 0 };
	int result = 0;

	if (depth == DEEPEST)
		return fail(FAULT_CONFIG, "%s: files include each other too deeply", pattern);
	stanzas->has_folder |= strcmp(path, folder) == 0;
	if (glob(path, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc && result == 0; i++)
			if (!plain || has_plain_name(found.gl_pathv[i]))
				result = read_file(stanzas, found.gl_pathv[i], depth + 1);
	globfree(&found);
	return result;
}

int
stanzas_read(struct stanzas *ret_stanzas)
{
	auto_free char *path = manager_path(FOLDER "/interfaces");

	return read_file(ret_stanzas, path, 0);
}

/* ---- writing ---- */

/* A part of which nothing is left goes. */
static int
write_file(const struct stanza_file *file, bool is_part)
{
	auto_text struct text out = { 0 };

	list_each(line, &file->lines)
		text_addf(&out, "%s\n", line->raw);
	while (out.length > 1 && out.data[out.length - 2] == '\n')
		text_cut(&out, out.length - 1);
	if (is_part && out.length <= 1)
		return file_remove(AT_FDCWD, file->path);
	return manager_write(file->path, &out, 0644);
}

int
stanzas_write(struct stanzas *stanzas)
{
	for (unsigned i = 0; i < stanzas->files.n; i++) {
		struct stanza_file *file = &stanzas->files.item[i];

		if (file->changed && write_file(file, i > 0) < 0)
			return -1;
		file->changed = false;
	}
	return 0;
}

bool
stanza_is_head(const struct stanza_line *line, const char *name)
{
	return line->words.n >= 2 && strcmp(line->words.item[0], "iface") == 0 && strcmp(line->words.item[1], name) == 0;
}

static bool
is_auto(const struct stanza_line *line)
{
	return line->words.n && (strcmp(line->words.item[0], "auto") == 0 || text_starts(line->words.item[0], "allow-"));
}

/* "auto eth0 eth1" without one of them; false when nothing is left. */
static bool
without_name(struct stanza_line *line, const char *name)
{
	auto_text struct text raw = { 0 };
	unsigned left = 0;

	for (unsigned i = 0; i < line->words.n; i++) {
		if (i && strcmp(line->words.item[i], name) == 0)
			continue;
		text_addf(&raw, "%s%s", i ? " " : "", line->words.item[i]);
		left += i > 0;
	}
	free(line->raw);
	line->raw = text_take(&raw);
	strings_done(&line->words);
	line->words = (struct strings) { 0 };
	split(line->raw, &line->words);
	return left;
}

/* Comments and blank lines between stanzas stay. */
static bool
is_kept(struct stanza_line *line, unsigned going, const char *name, bool *changed)
{
	if (line->stanza && line->stanza == going && line->words.n && *line->words.item[0] != '#') {
		*changed = true;
		return false;
	}
	if (!is_auto(line) || !strings_have(&line->words, name))
		return true;
	*changed = true;
	return without_name(line, name);
}

/* Returns where the first of what went was, or n. */
static unsigned
drop(struct stanza_file *file, const char *name)
{
	unsigned kept = 0, going = 0, first = file->lines.n;

	for (unsigned i = 0; i < file->lines.n; i++) {
		struct stanza_line *line = &file->lines.item[i];

		if (line->words.n && strcmp(line->words.item[0], "iface") == 0)
			going = stanza_is_head(line, name) ? line->stanza : 0;
		if (is_kept(line, going, name, &file->changed)) {
			file->lines.item[kept++] = *line;
			continue;
		}
		if (first == file->lines.n)
			first = kept;
		line_done(line);
	}
	if (first > kept)
		first = kept;
	file->lines.n = kept;
	return first;
}

/* At the end, an empty line is between it and what was there. */
static void
insert(struct stanza_file *file, unsigned at, const char *text)
{
	if (at && at == file->lines.n && *file->lines.item[at - 1].raw) {
		*list_add(&file->lines) = (struct stanza_line) { .raw = xstrdup("") };
		at++;
	}
	list_add(&file->lines);
	memmove(&file->lines.item[at + 1], &file->lines.item[at], (file->lines.n - 1 - at) * sizeof *file->lines.item);
	file->lines.item[at] = (struct stanza_line) { .raw = text_trimmed(text) };
	file->changed = true;
}

/* One of its own where files of the folder are read, whose names may not hold a dot; else the main one. */
static struct stanza_file *
file_for(struct stanzas *stanzas, const char *name)
{
	auto_free char *path = manager_path(FOLDER "/interfaces.d/%s", name);
	struct stanza_file *file;

	if (!stanzas->has_folder || strchr(name, '.'))
		return &stanzas->files.item[0];
	/* What others are told of in the file of that name stays. */
	list_each(there, &stanzas->files)
		if (strcmp(there->path, path) == 0)
			return there;
	file = list_add(&stanzas->files);
	file->path = steal(path);
	return file;
}

void
stanzas_replace(struct stanzas *stanzas, const char *name, const char *text)
{
	struct stanza_file *place = NULL;
	unsigned at = 0;

	list_each(file, &stanzas->files) {
		bool before = file->changed;
		unsigned n = file->lines.n, first;

		file->changed = false;
		first = drop(file, name);
		if (!place && file->lines.n < n) {
			place = file;
			at = first;
		}
		file->changed |= before;
	}
	if (!text)
		return;
	if (!place) {
		place = file_for(stanzas, name);
		at = place->lines.n;
	}
	insert(place, at, text);
}
