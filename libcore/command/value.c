/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* value - the text of an option or argument, checked and stored by its kind */
#include "command/inside.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "command/objects.h"

bool
value_is_object(enum value_kind kind)
{
	return objects_of(kind);
}

bool
value_is_file(enum value_kind kind)
{
	return kind == VALUE_FILE || kind == VALUE_DIRECTORY;
}

static bool
is_word(const char *const *words, const char *text, size_t length)
{
	for (; *words; words++)
		if (strlen(*words) == length && strncmp(*words, text, length) == 0)
			return true;
	return false;
}

static int
no_word(const char *const *words, const char *text, size_t length)
{
	auto_free char *given = xstrndup(text, length);
	auto_text struct text choices = { 0 };

	for (; *words; words++)
		text_addf(&choices, "%s%s", choices.length ? ", " : "", *words);
	return fail(FAULT_USAGE, "%s is not one of %s", quote(given), text_get(&choices));
}

static int
store_words(const char *const *words, const char **into, const char *text)
{
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");

		if (!is_word(words, at, length))
			return no_word(words, at, length);
		at += length;
		if (!*at)
			break;
	}
	*into = text;
	return 0;
}

static int
store_uint(unsigned *into, const char *text)
{
	uint64_t number;

	if (text_to_u64(text, 10, &number) < 0)
		return -1;
	if (number > UINT_MAX)
		return fail(FAULT_OVERFLOW, "number %s is too large", quote(text));
	*into = (unsigned)number;
	return 0;
}

/* A bare number means KiB, which surprises: scripts may forbid it, people are told. */
static int
store_size(uint64_t *into, const char *text)
{
	bool bare = *text && strspn(text, "0123456789") == strlen(text);
	const char *units = getenv("VIRTUTILS_UNITS");

	if (bare && units && strcmp(units, "strict") == 0)
		return fail(FAULT_USAGE, "size %s has no unit", quote(text));
	if (text_to_size(text, 1024, into) < 0)
		return -1;
	if (bare && isatty(STDERR_FILENO))
		message_hint("%s means %s KiB", text, text);
	return 0;
}

int
value_store(enum value_kind kind, const char *const *words, void *into, const char *text)
{
	switch (kind) {
	case VALUE_NONE:
		*(bool *)into = true;
		return 0;
	case VALUE_COUNT:
		++*(unsigned *)into;
		return 0;
	case VALUE_TEXTS:
		strings_add(into, text);
		return 0;
	case VALUE_WORD:
		if (!is_word(words, text, strlen(text)))
			return no_word(words, text, strlen(text));
		*(const char **)into = text;
		return 0;
	case VALUE_WORDS:
		return store_words(words, into, text);
	case VALUE_UINT:
		return store_uint(into, text);
	case VALUE_INT:
		return text_to_i64(text, into);
	case VALUE_SIZE:
		return store_size(into, text);
	case VALUE_BYTES:
		return text_to_size(text, 1, into);
	case VALUE_DURATION:
		return text_to_duration(text, into);
	case VALUE_TEXT:
	case VALUE_FILE:
	case VALUE_DIRECTORY:
	case VALUE_URI:
	case VALUE_VM:
	case VALUE_VM_ACTIVE:
	case VALUE_VM_INACTIVE:
	case VALUE_SNAPSHOT:
	case VALUE_CHECKPOINT:
	case VALUE_NETWORK:
	case VALUE_NETWORK_ACTIVE:
	case VALUE_NETWORK_INACTIVE:
	case VALUE_NODEDEV:
	case VALUE_NODEDEV_ACTIVE:
	case VALUE_NODEDEV_INACTIVE:
	case VALUE_INTERFACE:
	case VALUE_INTERFACE_ACTIVE:
	case VALUE_INTERFACE_INACTIVE:
	case VALUE_POOL:
	case VALUE_POOL_ACTIVE:
	case VALUE_POOL_INACTIVE:
	case VALUE_SECRET:
	case VALUE_NWFILTER:
	case VALUE_NWFILTER_BINDING:
		*(const char **)into = text;
		return 0;
	}
	return fail(FAULT_INTERNAL, "option of unknown kind %d", kind);
}
