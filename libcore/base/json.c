/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json - json-c, with our ownership and failures */
#include "base/json.h"

#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include "base/fail.h"

enum { JSON_DEPTH = 64 };

static void
tokener_free_at(struct json_tokener **tokener)
{
	json_tokener_free(*tokener);
}
#define auto_tokener __attribute__((cleanup(tokener_free_at)))

static bool
blank(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (!strchr(" \t\r\n", text[i]) || !text[i])
			return false;
	return true;
}

struct json_object *
json_parse(const char *text, size_t size, const char *whence)
{
	auto_tokener struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH);
	auto_json struct json_object *value = NULL;
	enum json_tokener_error error;
	size_t end;

	if (size > INT_MAX)
		return fail(FAULT_XML, "%s: larger than %d bytes", whence, INT_MAX), NULL;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(tokener, text, (int)size);
	end = json_tokener_get_parse_end(tokener);
	error = json_tokener_get_error(tokener);
	if (error == json_tokener_continue) {
		/* A number ends where something else begins: here, the NUL. */
		value = json_tokener_parse_ex(tokener, "", 1);
		error = json_tokener_get_error(tokener);
	}
	if (error != json_tokener_success)
		return fail(FAULT_XML, "%s: byte %zu: %s", whence, end + 1,
			    json_tokener_error_desc(error)), NULL;
	if (!blank(text + end, size - end))
		return fail(FAULT_XML, "%s: byte %zu: text behind the value", whence, end + 1), NULL;
	if (!value)
		return fail(FAULT_XML, "%s: null where a value is due", whence), NULL;
	return steal(value);
}

struct json_object *
json_member(struct json_object *object, const char *key)
{
	struct json_object *member;

	if (!json_object_is_type(object, json_type_object))
		return NULL;
	return json_object_object_get_ex(object, key, &member) ? member : NULL;
}

/* NULL unless the member is of that type. */
static struct json_object *
member_of_type(struct json_object *object, const char *key, json_type type)
{
	struct json_object *member = json_member(object, key);

	return json_object_is_type(member, type) ? member : NULL;
}

const char *
json_string(struct json_object *object, const char *key)
{
	struct json_object *member = member_of_type(object, key, json_type_string);

	return member ? json_object_get_string(member) : NULL;
}

int64_t
json_number(struct json_object *object, const char *key, int64_t fallback)
{
	struct json_object *member = member_of_type(object, key, json_type_int);

	return member ? json_object_get_int64(member) : fallback;
}

bool
json_boolean(struct json_object *object, const char *key)
{
	return json_object_get_boolean(member_of_type(object, key, json_type_boolean));
}

size_t
json_length(struct json_object *array)
{
	return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

static void
add_string(struct json_object *object, const char *name, const char *value, bool needed)
{
	if (value || needed)
		json_object_object_add(object, name, value ? json_object_new_string(value) : NULL);
}

struct json_object *
json_build(const char *key, ...)
{
	struct json_object *object = json_object_new_object();
	va_list arguments;

	va_start(arguments, key);
	for (; key; key = va_arg(arguments, const char *)) {
		const char *name = strchr(key, ':') + 1;

		switch (*key) {
		case 's':
			add_string(object, name, va_arg(arguments, const char *), key[1] != '?');
			break;
		case 'i':
			json_object_object_add(object, name,
					       json_object_new_int64(va_arg(arguments, int64_t)));
			break;
		case 'b':
			json_object_object_add(object, name,
					       json_object_new_boolean(va_arg(arguments, int)));
			break;
		case 'o':
			json_object_object_add(object, name,
					       va_arg(arguments, struct json_object *));
			break;
		default:
			abort();
		}
	}
	va_end(arguments);
	return object;
}

const char *
json_line(struct json_object *object)
{
	return json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

const char *
json_pretty(struct json_object *object)
{
	return json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_SPACED |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

struct json_object *
json_from_strings(const struct strings *strings)
{
	struct json_object *array = json_object_new_array();

	for (unsigned i = 0; i < strings->n; i++)
		json_object_array_add(array, json_object_new_string(strings->item[i]));
	return array;
}

void
json_to_strings(struct json_object *array, struct strings *strings)
{
	for (size_t i = 0; i < json_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);

		if (json_object_is_type(item, json_type_string))
			strings_add(strings, json_object_get_string(item));
	}
}
