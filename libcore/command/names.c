/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* names - the objects that words, patterns and streams of names stand for */
#include "command/inside.h"

#include <errno.h>
#include <string.h>

#include "base/json.h"
#include "command/objects.h"

enum { JSON_DEPTH = 64 };

static const struct visitor *visitor;
static enum value_kind kind;

static bool
reads_names(const char *word)
{
	return !value_is_file(kind) && strcmp(word, "-") == 0;
}

static bool
is_pattern(const char *word)
{
	return value_is_object(kind) && strpbrk(word, "*?[");
}

static int
none_matches(const struct objects *objects)
{
	return fail(objects->missing, "no %s%s matches", asked.if_needed ? "" : objects->which, objects->noun);
}

/* Is there an object of exactly this name?  -1 after a failure. */
static int
is_exact(const struct objects *objects, const char *word)
{
	auto_strings struct strings found = { 0 };
	auto_text struct text literal = { 0 };

	for (const char *at = word; *at; at++) {
		if (strchr("*?[]\\", *at))
			text_add_char(&literal, '\\');
		text_add_char(&literal, *at);
	}
	if (objects_names(objects, true, text_get(&literal), &found) < 0)
		return -1;
	return strings_have(&found, word);
}

/* A pattern stands for the objects that the program can do something with; where being so already
 * is success, for all. */
static bool
visit_pattern(const char *pattern)
{
	const struct objects *objects = objects_of(kind);
	auto_strings struct strings found = { 0 };
	int exact = is_exact(objects, pattern);

	if (exact > 0)
		return visitor->visit(pattern);
	if (exact < 0 || objects_names(objects, asked.if_needed, pattern, &found) < 0)
		return visitor->missing(pattern);
	if (!found.n) {
		none_matches(objects);
		return visitor->missing(pattern);
	}
	for (unsigned i = 0; i < found.n; i++)
		if (!visitor->visit(found.item[i]))
			return false;
	return true;
}

static bool
visit_word(const char *word)
{
	return is_pattern(word) ? visit_pattern(word) : visitor->visit(word);
}

/* An object with a name, a name alone, or an array of these. */
static bool
visit_json(struct json_object *value, const char *whence)
{
	const char *name = json_object_is_type(value, json_type_string)
		? json_object_get_string(value) : json_string(value, "name");

	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_length(value); i++)
			if (!visit_json(json_object_array_get_idx(value, i), whence))
				return false;
		return true;
	}
	if (name)
		return visitor->visit(name);
	fail(FAULT_XML, "JSON without a \"name\"");
	return visitor->missing(whence);
}

static const char blanks[] = " \t\r\n";

/* Values one after the other, each handled as soon as it is complete; *midway: the
 * last one goes on in the next line.  False: stop. */
static bool
visit_json_line(struct json_tokener *tokener, const char *line, size_t length, const char *whence, bool *midway)
{
	for (size_t at = *midway ? 0 : strspn(line, blanks); at < length; at += strspn(line + at, blanks)) {
		auto_json struct json_object *value =
			json_tokener_parse_ex(tokener, line + at, (int)(length - at));
		enum json_tokener_error error = json_tokener_get_error(tokener);

		*midway = error == json_tokener_continue;
		if (*midway)
			return true;
		if (error != json_tokener_success) {
			fail(FAULT_XML, "JSON: %s", json_tokener_error_desc(error));
			visitor->missing(whence);
			return false;
		}
		if (!visit_json(value, whence))
			return false;
		at += json_tokener_get_parse_end(tokener);
	}
	return true;
}

struct stream {
	FILE *file;
	const char *whence;
	char *line;
	size_t room;
};

static bool
visit_json_stream(struct stream *stream)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH);
	bool midway = false, go_on = true;
	ssize_t length;

	while (go_on && (length = getline(&stream->line, &stream->room, stream->file)) >= 0)
		go_on = visit_json_line(tokener, stream->line, (size_t)length, stream->whence, &midway);
	json_tokener_free(tokener);
	if (!go_on || !midway)
		return go_on;
	fail(FAULT_XML, "JSON ends too early");
	return visitor->missing(stream->whence);
}

static void
trim(char *line, size_t length)
{
	while (length && strchr(" \t\r\n", line[length - 1]))
		line[--length] = '\0';
	memmove(line, line + strspn(line, " \t"), length + 1 - strspn(line, " \t"));
}

static bool
visit_lines(struct stream *stream)
{
	ssize_t length;

	while ((length = getdelim(&stream->line, &stream->room, asked.null ? '\0' : '\n', stream->file)) >= 0) {
		if (!asked.null)
			trim(stream->line, (size_t)length);
		if (!asked.null && (!*stream->line || *stream->line == '#'))
			continue;
		if (!(asked.null ? visitor->visit : visit_word)(stream->line))
			return false;
	}
	return true;
}

static bool
visit_stream(FILE *file, const char *whence)
{
	struct stream stream = { .file = file, .whence = whence };
	int first = getc(file);
	bool go_on;

	if (first != EOF)
		ungetc(first, file);
	go_on = (first == '{' || first == '[') && !asked.null ? visit_json_stream(&stream) : visit_lines(&stream);
	free(stream.line);
	if (go_on && ferror(file)) {
		fail_errno("read names");
		return visitor->missing(whence);
	}
	return go_on;
}

static bool
visit_file(const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file;
	bool go_on;

	if (standard && input_claim() < 0)
		return visitor->missing(path);
	file = standard ? stdin : fopen(path, "re");
	if (!file) {
		fail_errno("open");
		return visitor->missing(path);
	}
	go_on = visit_stream(file, input_name(path));
	if (!standard)
		fclose(file);
	return go_on;
}

void
names_visit(const struct command *cmd, const struct strings *words, const struct visitor *by)
{
	visitor = by;
	kind = cmd->arguments[0].kind;
	for (unsigned i = 0; i < words->n; i++)
		if (!(reads_names(words->item[i]) ? visit_file : visit_word)(words->item[i]))
			return;
	if (settings.names_from)
		visit_file(settings.names_from);
}

bool
names_are_many(const struct command *cmd, const struct strings *words)
{
	kind = cmd->arguments[0].kind;
	return words->n + (settings.names_from != NULL) > 1 || settings.names_from ||
	       (words->n && (reads_names(words->item[0]) || is_pattern(words->item[0])));
}
