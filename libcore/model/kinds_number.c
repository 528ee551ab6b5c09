/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds_number - the kinds of member that are numbers: one block each */
#include "model/kinds.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>

/* ---- numbers ---- */

static const char *
behind_blanks(const char *text)
{
	return text + strspn(text, " \t\n\v\f\r");
}

int
number_parse(const char *text, int base, uint64_t maximum, uint64_t *ret_number)
{
	char *end;
	uint64_t number;

	text = behind_blanks(text);
	text += *text == '+';
	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	number = strtoull(text, &end, base);
	if (*end || errno || number > maximum)
		return -1;
	*ret_number = number;
	return 0;
}

static int
unsigned_from_json(struct json_object *value, uint64_t maximum, uint64_t *ret_number)
{
	if (!json_object_is_type(value, json_type_int) || json_object_get_int64(value) < 0 ||
	    json_object_get_uint64(value) > maximum)
		return -1;
	*ret_number = json_object_get_uint64(value);
	return 0;
}

static int
uint_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	uint64_t number;

	if (number_parse(text, 10, UINT32_MAX, &number) < 0)
		return -1;
	*(unsigned *)member = number;
	return 0;
}

static void
uint_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "%u", *(const unsigned *)member);
}

static bool
uint_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const unsigned *)member;
}

static struct json_object *
uint_json(const void *member, UNUSED const struct row *row)
{
	return json_object_new_int64(*(const unsigned *)member);
}

static int
uint_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	uint64_t number;

	if (unsigned_from_json(value, UINT32_MAX, &number) < 0)
		return -1;
	*(unsigned *)member = number;
	return 0;
}

const struct kind kind_uint = {
	.name = "number", .pattern = "[0-9]+",
	.read = uint_read, .write = uint_write, .is_set = uint_is_set,
	.json = uint_json, .from_json = uint_from_json, .has_zero = true,
};

static int
u64_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	return number_parse(text, 10, UINT64_MAX, member);
}

static void
u64_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "%" PRIu64, *(const uint64_t *)member);
}

bool
u64_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const uint64_t *)member;
}

struct json_object *
u64_json(const void *member, UNUSED const struct row *row)
{
	return json_object_new_uint64(*(const uint64_t *)member);
}

int
u64_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	return unsigned_from_json(value, UINT64_MAX, member);
}

const struct kind kind_u64 = {
	.name = "number", .pattern = "[0-9]+",
	.read = u64_read, .write = u64_write, .is_set = u64_is_set,
	.json = u64_json, .from_json = u64_from_json, .has_zero = true,
};

static int
number_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	const char *begin = behind_blanks(text);
	bool minus = *begin == '-';
	uint64_t number;

	if (minus && !isdigit((unsigned char)begin[1]))
		return -1;
	if (number_parse(begin + minus, 10, INT64_MAX, &number) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(minus ? -(int64_t)number : (int64_t)number);
	return 0;
}

static void
number_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "%" PRId64, ((const struct number *)member)->value);
}

bool
number_is_set(const void *member, UNUSED const struct row *row)
{
	return ((const struct number *)member)->given;
}

struct json_object *
number_json(const void *member, UNUSED const struct row *row)
{
	return json_object_new_int64(((const struct number *)member)->value);
}

int
number_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_int))
		return -1;
	*(struct number *)member = NUMBER_OF(json_object_get_int64(value));
	return 0;
}

const struct kind kind_number = {
	.name = "number, may be negative", .pattern = "-?[0-9]+",
	.read = number_read, .write = number_write,
	.is_set = number_is_set, .json = number_json, .from_json = number_from_json,
	.has_zero = true,
};

static int
hex_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	uint64_t number;

	if (number_parse(text, 0, INT64_MAX, &number) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(number);
	return 0;
}

static void
hex_write(const void *member, const struct row *row, struct text *out)
{
	text_addf(out, row->format, (unsigned long long)((const struct number *)member)->value);
}

int
natural_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	uint64_t number;

	if (unsigned_from_json(value, INT64_MAX, &number) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(number);
	return 0;
}

const struct kind kind_hex = {
	.name = "number in any base", .pattern = "[0-9]+|0[xX][0-9a-fA-F]+",
	.read = hex_read, .write = hex_write, .is_set = number_is_set,
	.json = number_json, .from_json = natural_from_json, .has_zero = true,
};

/* ---- size: kept in bytes, written in the row's unit, rounded up ---- */

static uint64_t
size_unit(const struct row *row)
{
	auto_free char *unit = xstrndup(row->format, strcspn(row->format, "!"));

	return unit_bytes(unit);
}

int
size_parse(const char *text, const struct row *row, const xmlNode *at, uint64_t maximum,
	   uint64_t *ret_bytes)
{
	const char *said = claim_sibling(row, at);
	uint64_t unit = said ? unit_bytes(said) : size_unit(row);
	uint64_t number;

	if (!unit || number_parse(text, 10, maximum / unit, &number) < 0)
		return -1;
	*ret_bytes = number * unit;
	return 0;
}

void
size_print(uint64_t bytes, const struct row *row, struct text *out)
{
	uint64_t unit = size_unit(row);

	text_addf(out, "%" PRIu64, bytes / unit + (bytes % unit > 0));
}

static int
size_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	return size_parse(text, row, at, UINT64_MAX, member);
}

static void
size_write(const void *member, const struct row *row, struct text *out)
{
	size_print(*(const uint64_t *)member, row, out);
}

void
size_beside(UNUSED const void *member, const struct row *row, struct text *out)
{
	if (!strchr(row->format, '!'))
		text_addf(out, " unit='%s'", row->format);
}

const struct kind kind_size = {
	.name = "size with a unit", .pattern = "[0-9]+",
	.read = size_read, .write = size_write, .beside = size_beside,
	.sibling = "unit", .is_set = u64_is_set, .json = u64_json, .from_json = u64_from_json,
	.has_zero = true,
};
