/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json - json-c, with our ownership and failures */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "base/text.h"

static inline void
json_put_at(struct json_object **object)
{
	json_object_put(*object);
}
#define auto_json __attribute__((cleanup(json_put_at)))

/* One JSON value that fills the whole text; nesting is limited to 64, size to
 * `size`.  NULL after fail(FAULT_XML, "WHENCE: ...").  Caller puts it. */
struct json_object *json_parse(const char *text, size_t size, const char *whence);

/* Members of an object by key; the object may be NULL or no object.  Missing,
 * or of another type: NULL, the fallback, false.  All borrowed. */
struct json_object *json_member(struct json_object *object, const char *key);
const char *json_string(struct json_object *object, const char *key);
int64_t json_number(struct json_object *object, const char *key, int64_t fallback);
bool json_boolean(struct json_object *object, const char *key);

/* How many items an array has; 0 of what is none. */
size_t json_length(struct json_object *array);

/* Build an object: key, value kind and value, in turn, until NULL.
 *	json_build("s:name", name, "i:id", (int64_t)3, "b:live", true, "o:more", object, NULL)
 * "s" with a NULL string adds null, "s?" leaves it out; "o" takes ownership. */
struct json_object *json_build(const char *key, ...);

/* An array of strings, and the strings of one added to a list; what is none is left out. */
struct json_object *json_from_strings(const struct strings *strings);
void json_to_strings(struct json_object *array, struct strings *strings);

/* One line of text, no spaces, slashes not escaped.  Borrowed from the object. */
const char *json_line(struct json_object *object);
const char *json_pretty(struct json_object *object);

#endif
