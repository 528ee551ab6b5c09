/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ini - files of [sections] with KEY=VALUE lines, changed line by line */
#include "ini.h"

#include <fcntl.h>
#include <strings.h>

#include "base/fail.h"
#include "base/file.h"
#include "manager.h"

static void
line_done(struct ini_line *line)
{
	free(line->section);
	free(line->key);
	free(line->value);
	free(line->raw);
}

void
ini_done(struct ini *ini)
{
	list_each(line, &ini->lines)
		line_done(line);
	free(ini->lines.item);
}

static void
read_line(struct ini *ini, const char *text, char **section)
{
	struct ini_line *line = list_add(&ini->lines);
	auto_free char *trimmed = text_trimmed(text);
	const char *equals = strchr(trimmed, '=');

	line->raw = xstrdup(text);
	if (*trimmed == '[') {
		free(*section);
		*section = xstrndup(trimmed + 1, strcspn(trimmed + 1, "]"));
	} else if (equals && !strchr("#;", *trimmed)) {
		auto_free char *key = xstrndup(trimmed, (size_t)(equals - trimmed));

		line->key = text_trimmed(key);
		line->value = text_trimmed(equals + 1);
	}
	line->section = xstrdup(*section);
}

int
ini_read(const char *path, struct ini *ret_ini)
{
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_free char *section = NULL;

	if (!text)
		return fail_fault() ? -1 : 0;
	for (const char *at = text; *at; at += *at == '\n') {
		size_t length = strcspn(at, "\n");
		auto_free char *line = xstrndup(at, length);

		read_line(ret_ini, line, &section);
		at += length;
	}
	return 0;
}

int
ini_write(const struct ini *ini, const char *path, unsigned mode)
{
	auto_text struct text out = { 0 };

	list_each(line, &ini->lines)
		text_addf(&out, "%s\n", line->raw);
	return manager_write(path, &out, mode);
}

const char *
ini_get(const struct ini *ini, const char *section, const char *key)
{
	list_each(line, &ini->lines)
		if (line->key && text_same(line->section, section) && strcmp(line->key, key) == 0)
			return line->value;
	return NULL;
}

/* Behind the last line of the section that says something; a new section is at the end. */
static unsigned
place_in(struct ini *ini, const char *section)
{
	unsigned place = 0;

	for (unsigned i = 0; i < ini->lines.n; i++)
		if (text_same(ini->lines.item[i].section, section) && *ini->lines.item[i].raw)
			place = i + 1;
	if (place)
		return place;
	if (ini->lines.n) {
		struct ini_line *blank = list_add(&ini->lines);

		blank->raw = xstrdup("");
	}
	*list_add(&ini->lines) = (struct ini_line) {
		.section = xstrdup(section), .raw = text_format("[%s]", section),
	};
	return ini->lines.n;
}

void
ini_add(struct ini *ini, const char *section, const char *key, const char *value)
{
	unsigned place = place_in(ini, section);

	list_add(&ini->lines);
	memmove(&ini->lines.item[place + 1], &ini->lines.item[place],
		(ini->lines.n - 1 - place) * sizeof *ini->lines.item);
	ini->lines.item[place] = (struct ini_line) {
		.section = xstrdup(section), .key = xstrdup(key), .value = xstrdup(value),
		.raw = text_format("%s=%s", key, value),
	};
}

void
ini_remove(struct ini *ini, const char *section, const char *key, const char *value)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < ini->lines.n; i++) {
		struct ini_line *line = &ini->lines.item[i];

		if (line->key && text_same(line->section, section) && strcmp(line->key, key) == 0 &&
		    (!value || strcmp(line->value, value) == 0))
			line_done(line);
		else
			ini->lines.item[kept++] = *line;
	}
	ini->lines.n = kept;
}

bool
ini_is_true(const char *value)
{
	static const char *const words[] = { "yes", "true", "on", "1" };

	for (unsigned i = 0; i < COUNT(words) && value; i++)
		if (strcasecmp(words[i], value) == 0)
			return true;
	return false;
}
