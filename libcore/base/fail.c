/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fail - the story of what went wrong, told once, where it is known */
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static const struct {
	const char *code, *meaning;
	int status;
} faults[FAULT_COUNT] = {
#define FAULT_ROW(id, code_, status_, meaning_) \
	[id] = { .code = code_, .status = status_, .meaning = meaning_ },
	[FAULT_NONE] = { .code = "none", .status = 0, .meaning = "success" },
	FAULTS(FAULT_ROW)
#undef FAULT_ROW
};

static struct failure failure;

static void (*warning_sink)(const char *message);
static unsigned warnings;

const char *
fault_code(enum fault fault)
{
	return faults[fault].code;
}

int
fault_status(enum fault fault)
{
	return faults[fault].status;
}

const char *
fault_meaning(enum fault fault)
{
	return faults[fault].meaning;
}

/* Names and paths in a message come from anywhere: whatever they hold, a
 * message is one line and cannot steer a terminal. */
static char *
message(const char *format, va_list arguments)
{
	auto_text struct text raw = { 0 };
	struct text safe = { 0 };

	text_addv(&raw, format, arguments);
	text_add_safe(&safe, text_get(&raw), "");
	return text_take(&safe);
}

/* Takes ownership of the story. */
static int
tell(enum fault fault, int error, char *story)
{
	fail_forget();
	failure.fault = fault;
	failure.error = error;
	failure.story = story;
	return -1;
}

int
fail(enum fault fault, const char *format, ...)
{
	va_list arguments;
	char *story;

	va_start(arguments, format);
	story = message(format, arguments);
	va_end(arguments);
	return tell(fault, 0, story);
}

int
fail_errno(const char *format, ...)
{
	int error = errno;
	bool denied = error == EACCES || error == EPERM;
	auto_free char *attempted = NULL;
	va_list arguments;

	va_start(arguments, format);
	attempted = message(format, arguments);
	va_end(arguments);
	tell(denied ? FAULT_DENIED : FAULT_SYSTEM, error,
	     text_format("%s: %s", attempted, strerror(error)));
	errno = error;
	return -1;
}

int
fail_within(const char *format, ...)
{
	auto_free char *within = NULL;
	auto_free char *story = steal(failure.story);
	va_list arguments;

	va_start(arguments, format);
	within = message(format, arguments);
	va_end(arguments);
	failure.story = story ? text_format("%s: %s", within, story) : steal(within);
	if (!failure.fault)
		failure.fault = FAULT_INTERNAL;
	return -1;
}

void
fail_hint(const char *format, ...)
{
	va_list arguments;

	free(failure.advice);
	va_start(arguments, format);
	failure.advice = message(format, arguments);
	va_end(arguments);
}

struct failure
fail_aside(void)
{
	struct failure aside = failure;

	failure = (struct failure) { FAULT_NONE };
	return aside;
}

int
fail_again(struct failure *aside)
{
	fail_forget();
	failure = *aside;
	*aside = (struct failure) { FAULT_NONE };
	return failure.fault ? -1 : 0;
}

int
fail_as(enum fault fault)
{
	failure.fault = fault;
	return -1;
}

void
fail_forget(void)
{
	free(failure.story);
	free(failure.advice);
	failure = (__typeof__(failure)){ 0 };
}

enum fault
fail_fault(void)
{
	return failure.fault;
}

int
fail_errno_value(void)
{
	return failure.error;
}

const char *
fail_story(void)
{
	return failure.story ? failure.story : "";
}

const char *
fail_advice(void)
{
	return failure.advice;
}

void
warn(const char *format, ...)
{
	auto_free char *warning = NULL;
	va_list arguments;

	warnings++;
	if (!warning_sink)
		return;
	va_start(arguments, format);
	warning = message(format, arguments);
	va_end(arguments);
	warning_sink(warning);
}

void
warn_to(void (*sink)(const char *message))
{
	warning_sink = sink;
}

unsigned
warn_count(void)
{
	return warnings;
}
