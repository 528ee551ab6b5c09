/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_kinds - kinds of member that only virtual machine definitions have */
#include "model/vm_kinds.h"

#include <ctype.h>
#include <inttypes.h>

#include "model/device_info.h"
#include "model/kinds.h"

/* ---- limit: a size for which 0 means something ---- */

static int
limit_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	uint64_t bytes;

	if (size_parse(text, row, at, INT64_MAX, &bytes) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(bytes);
	return 0;
}

static void
limit_write(const void *member, const struct row *row, struct text *out)
{
	size_print(((const struct number *)member)->value, row, out);
}

const struct kind kind_limit = {
	.name = "size with a unit", .pattern = "[0-9]+", .read = limit_read, .write = limit_write,
	.beside = size_beside, .sibling = "unit", .is_set = number_is_set, .json = number_json,
	.from_json = natural_from_json,
};

/* ---- usage: what is less than a unit is lost ---- */

static int
usage_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	return size_parse(text, row, at, UINT64_MAX, member);
}

static void
usage_write(const void *member, const struct row *row, struct text *out)
{
	text_addf(out, "%" PRIu64, *(const uint64_t *)member / unit_bytes(row->format));
}

static void
usage_beside(UNUSED const void *member, const struct row *row, struct text *out)
{
	text_addf(out, " units='%s'", row->format);
}

const struct kind kind_usage = {
	.name = "size with units", .pattern = "[0-9]+", .read = usage_read, .write = usage_write,
	.beside = usage_beside, .sibling = "units", .is_set = u64_is_set, .json = u64_json,
	.from_json = u64_from_json,
};

/* ---- round size: written in the largest unit that divides it ---- */

static const char *
round_unit(uint64_t bytes)
{
	static const char *const units[] = { "EiB", "PiB", "TiB", "GiB", "MiB", "KiB" };

	for (unsigned i = 0; i < COUNT(units); i++)
		if (bytes % unit_bytes(units[i]) == 0)
			return units[i];
	return "B";
}

static void
round_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	uint64_t bytes = *(const uint64_t *)member;

	text_addf(out, "%" PRIu64, bytes / unit_bytes(round_unit(bytes)));
}

static void
round_beside(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, " unit='%s'", round_unit(*(const uint64_t *)member));
}

static int
round_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	uint64_t bytes;

	if (size_parse(text, row, at, INT64_MAX, &bytes) < 0 || !bytes)
		return -1;
	*(uint64_t *)member = bytes;
	return 0;
}

const struct kind kind_round_size = {
	.name = "size with a unit", .pattern = "[0-9]+", .read = round_read, .write = round_write,
	.beside = round_beside, .sibling = "unit", .is_set = u64_is_set, .json = u64_json,
	.from_json = u64_from_json,
};

/* ---- set of numbers ---- */

/* One number of a set; *text moves behind it. */
static int
set_number(const char **text)
{
	unsigned long number;
	char *end;

	if (!isdigit((unsigned char)**text))
		return -1;
	number = strtoul(*text, &end, 10);
	*text = end;
	return number < SET_LIMIT ? (int)number : -1;
}

/* The last number of a range, -1 when it is none. */
static int
set_range(const char **text, unsigned char mask[SET_LIMIT / 8])
{
	bool out = **text == '^';
	int first, last;

	*text += out;
	first = last = set_number(text);
	if (first >= 0 && **text == '-' && !out) {
		++*text;
		last = set_number(text);
	}
	if (first < 0 || last < first)
		return -1;
	for (int i = first; i <= last; i++)
		mask[i / 8] = out ? mask[i / 8] & ~(1 << i % 8) : mask[i / 8] | 1 << i % 8;
	return last;
}

static const char *
skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n");
}

static bool
mask_has(const unsigned char *mask, int number)
{
	return mask[number / 8] >> number % 8 & 1;
}

int
set_read(const char *text, unsigned char mask[SET_LIMIT / 8])
{
	int end = 0;

	memset(mask, 0, SET_LIMIT / 8);
	for (text = skip_blanks(text); *text; text = skip_blanks(text)) {
		int last = set_range(&text, mask);

		if (last < 0)
			return -1;
		end = last < end ? end : last + 1;
		text = skip_blanks(text);
		if (*text && *text++ != ',')
			return -1;
	}
	while (end && !mask_has(mask, end - 1))
		end--;
	return end ? end : -1;
}

bool
set_has(const char *text, unsigned number)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = text ? set_read(text, mask) : -1;

	return end > 0 && number < (unsigned)end && mask_has(mask, (int)number);
}

unsigned
set_last(const char *text)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = text ? set_read(text, mask) : -1;

	return end > 0 ? (unsigned)end - 1 : 0;
}

unsigned
set_count(const char *text)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = text ? set_read(text, mask) : -1;
	unsigned count = 0;

	for (int i = 0; i < end; i++)
		count += mask_has(mask, i);
	return count;
}

static char *
mask_text(const unsigned char *mask, int end)
{
	struct text text = { 0 };

	for (int i = 0, last; i < end; i = last + 1) {
		last = i;
		if (!mask_has(mask, i))
			continue;
		while (last + 1 < end && mask_has(mask, last + 1))
			last++;
		text_addf(&text, last > i ? "%s%d-%d" : "%s%d", text.length ? "," : "", i, last);
	}
	return text_take(&text);
}

char *
set_below(const char *text, unsigned limit)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = text ? set_read(text, mask) : -1;
	auto_free char *below = mask_text(mask, end > 0 && (unsigned)end > limit ? (int)limit : end);

	return below && *below ? steal(below) : NULL;
}

static int
kind_set_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = set_read(text, mask);
	text_member *set = member;

	if (end < 0)
		return -1;
	free(*set);
	*set = mask_text(mask, end);
	return 0;
}

const struct kind kind_set = {
	.name = "set of numbers", .fault = FAULT_VALUE, .read = kind_set_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};

/* ---- switch: an element that says its state ---- */

static void
switch_beside(const void *member, const struct row *row, struct text *out)
{
	text_add(out, " state='");
	onoff_write(member, row, out);
	text_add_char(out, '\'');
}

const struct kind kind_switch = {
	.name = "on or off", .pattern = "on|off", .read = state_read, .write = onoff_write,
	.beside = switch_beside, .sibling = "state", .is_set = tri_is_set, .json = tri_json,
	.from_json = tri_from_json, .empty = true,
};

/* ---- constant ---- */

static int
constant_read(UNUSED void *member, const char *text, const struct row *row, UNUSED const xmlNode *at)
{
	return strcmp(text, row->format) ? -1 : 0;
}

static void
constant_write(UNUSED const void *member, const struct row *row, struct text *out)
{
	text_add(out, row->format);
}

static bool
constant_is_set(UNUSED const void *member, UNUSED const struct row *row)
{
	return true;
}

const struct kind kind_constant = {
	.name = "one word", .read = constant_read, .write = constant_write, .is_set = constant_is_set,
	.json = text_json, .from_json = text_from_json,
};

/* ---- octal ---- */

static int
octal_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	uint64_t number;

	if (number_parse(text, 8, 0777, &number) < 0)
		return -1;
	*(struct number *)member = NUMBER_OF(number);
	return 0;
}

static void
octal_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_addf(out, "%04o", (unsigned)((const struct number *)member)->value);
}

const struct kind kind_octal = {
	.name = "octal number", .pattern = "[0-7]+", .read = octal_read,
	.write = octal_write, .is_set = number_is_set,
	.json = number_json, .from_json = number_from_json,
};

/* ---- aliases: two rows of one member; each knows only its own sort ---- */

static int
live_alias_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	return alias_is_user(text) ? 0 : kind_string.read(member, text, row, at);
}

static int
user_alias_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	return alias_is_user(text) ? kind_string.read(member, text, row, at) : 0;
}

static bool
live_alias_is_set(const void *member, UNUSED const struct row *row)
{
	const char *alias = *(const text_member *)member;

	return alias && !alias_is_user(alias);
}

static bool
user_alias_is_set(const void *member, UNUSED const struct row *row)
{
	const char *alias = *(const text_member *)member;

	return alias && alias_is_user(alias);
}

const struct kind kind_live_alias = {
	.name = "text", .read = live_alias_read, .write = string_write, .is_set = live_alias_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};
const struct kind kind_user_alias = {
	.name = "text that starts with ua-", .read = user_alias_read, .write = string_write,
	.is_set = user_alias_is_set, .done = string_done, .copy = string_copy, .json = text_json,
	.from_json = text_from_json,
};
