/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds - operations that several kinds of member share, for files that define kinds */
#ifndef MODEL_KINDS_H
#define MODEL_KINDS_H

#include "model/model.h"

#define UNUSED __attribute__((unused))

/* Members are reached through their offset, whatever their exact type. */
typedef char *text_member __attribute__((may_alias));
typedef unsigned word_member __attribute__((may_alias));

/* char * */
int string_read(void *member, const char *text, const struct row *row, const xmlNode *at);
void string_write(const void *member, const struct row *row, struct text *out);
bool string_is_set(const void *member, const struct row *row);
void string_done(void *member, const struct row *row);
void string_copy(void *copy, const void *member, const struct row *row);

/* Any member whose JSON form is its text. */
struct json_object *text_json(const void *member, const struct row *row);
int text_from_json(void *member, const struct row *row, struct json_object *value);

/* enum tri */
void onoff_write(const void *member, const struct row *row, struct text *out);
bool tri_is_set(const void *member, const struct row *row);
struct json_object *tri_json(const void *member, const struct row *row);
int tri_from_json(void *member, const struct row *row, struct json_object *value);

/* enum tri as the @state of an element, "on" where it is not said */
int state_read(void *member, const char *text, const struct row *row, const xmlNode *at);

/* struct number */
bool number_is_set(const void *member, const struct row *row);
struct json_object *number_json(const void *member, const struct row *row);
int number_from_json(void *member, const struct row *row, struct json_object *value);
int natural_from_json(void *member, const struct row *row, struct json_object *value); /* no sign */

/* The value of the attribute that belongs to the same member (kind->sibling), now
 * claimed; NULL when it is not there, or at is NULL. */
const char *claim_sibling(const struct row *row, const xmlNode *at);

/* uint64_t */
bool u64_is_set(const void *member, const struct row *row);
struct json_object *u64_json(const void *member, const struct row *row);
int u64_from_json(void *member, const struct row *row, struct json_object *value);

/* Digits, up to a maximum; as for strtoull(), blanks and a plus before them are nothing. */
int number_parse(const char *text, int base, uint64_t maximum, uint64_t *ret_number);

/* A count of units in bytes: the unit is the element's @unit, or else the row's. */
int size_parse(const char *text, const struct row *row, const xmlNode *at, uint64_t maximum,
	       uint64_t *ret_bytes);
void size_print(uint64_t bytes, const struct row *row, struct text *out);       /* rounded up */
void size_beside(const void *member, const struct row *row, struct text *out);

#endif
