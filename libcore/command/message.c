/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message - what goes to standard error: TOOL: TARGET: message */
#include "command/inside.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"

static const char *target;

void
message_target(const char *name)
{
	target = name;
}

static bool
as_json(void)
{
	return settings.errors && strcmp(settings.errors, "json") == 0;
}

/* A plain name as it is, one that could be misread or steer a terminal quoted. */
static const char *
shown(const char *name)
{
	const char *quoted = quote(name);
	size_t length = strlen(name);
	bool plain = length && strlen(quoted) == length + 2 && name[0] != ' ' && name[length - 1] != ' ';

	return plain ? name : quoted;
}

/* How much of a text says what it is about: "web.xml:12: " does, and needs no target before it. */
static size_t
place_length(const char *text)
{
	size_t length = target ? strlen(target) : 0;
	const char *end;

	if (!length || strncmp(text, target, length) != 0 || text[length] != ':')
		return 0;
	end = strstr(text + length, ": ");
	return end ? (size_t)(end - text) + 2 : 0;
}

/* One write per line, so that lines of parallel programs do not mix. */
static void
print_line(struct text *line)
{
	text_add_char(line, '\n');
	fflush(stdout);
	/* Nowhere is left to tell that standard error cannot be written. */
	if (write_all(STDERR_FILENO, line->data, line->length) < 0)
		fail_forget();
}

static void
print(const char *kind, const char *text)
{
	auto_text struct text line = { 0 };
	size_t place = place_length(text);

	text_addf(&line, "%s: ", program->name);
	if (target && !place)
		text_addf(&line, "%s: ", shown(target));
	text_add_bytes(&line, text, place);
	text_addf(&line, "%s%s", kind, text + place);
	print_line(&line);
}

static void
print_json(const char *code, int error, const char *text, const char *hint)
{
	auto_json struct json_object *object = json_build(
		"s:tool", program->name, "s:target", target, "s:code", code,
		"o:errno", error ? json_object_new_int(error) : NULL,
		"s:message", text, "s:hint", hint, NULL);
	auto_text struct text line = { 0 };

	text_add(&line, json_line(object));
	print_line(&line);
}

int
message_failure(void)
{
	enum fault fault = fail_fault() ? fail_fault() : FAULT_FAILED;
	/* "No" is the answer of a predicate, told by the status alone where words are not wanted. */
	bool silent = fault == FAULT_NO && asked.quiet;

	if (!silent && as_json()) {
		print_json(fault_code(fault), fail_errno_value(), fail_story(), fail_advice());
	} else if (!silent) {
		print("", fail_story());
		if (fail_advice() && !asked.quiet)
			print("hint: ", fail_advice());
	}
	fail_forget();
	return fault_status(fault);
}

void
message_warning(const char *text)
{
	if (as_json())
		print_json("warning", 0, text, NULL);
	else
		print(asked.strict ? "" : "warning: ", text);
}

void
message_hint(const char *format, ...)
{
	auto_text struct text text = { 0 };
	va_list arguments;

	if (asked.quiet || as_json())
		return;
	va_start(arguments, format);
	text_addv(&text, format, arguments);
	va_end(arguments);
	print("hint: ", text_get(&text));
}

void
say(const char *format, ...)
{
	auto_text struct text text = { 0 }, safe = { 0 };
	va_list arguments;

	if (!asked.verbose || asked.quiet)
		return;
	va_start(arguments, format);
	text_addv(&text, format, arguments);
	va_end(arguments);
	text_add_safe(&safe, text_get(&text), "");
	print("", text_get(&safe));
}
