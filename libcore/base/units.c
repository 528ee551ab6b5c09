/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* units - numbers, sizes and durations as people write them */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/text.h"

/* Powers of 1024 or 1000, in this order, after the bare byte. */
static const char prefixes[] = "kmgtpe";

static int
too_large(const char *text)
{
	return fail(FAULT_OVERFLOW, "number %s is too large", quote(text));
}

/* Leading digits only: strtoull() itself would take blanks and signs. */
static int
leading_u64(const char *text, int base, uint64_t *ret_number, char **ret_rest)
{
	unsigned long long number;

	if (!isalnum((unsigned char)*text))
		return fail(FAULT_USAGE, "%s is not a number", quote(text));
	errno = 0;
	number = strtoull(text, ret_rest, base);
	if (*ret_rest == text)
		return fail(FAULT_USAGE, "%s is not a number", quote(text));
	if (errno == ERANGE)
		return too_large(text);
	*ret_number = number;
	return 0;
}

static int
hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

int
text_to_octet(const char *text)
{
	int high = hex_digit(text[0]), low = high < 0 ? -1 : hex_digit(text[1]);

	return low < 0 ? -1 : high << 4 | low;
}

int
text_to_u64(const char *text, int base, uint64_t *ret_number)
{
	uint64_t number;
	char *rest;

	if (leading_u64(text, base, &number, &rest) < 0)
		return -1;
	if (*rest)
		return fail(FAULT_USAGE, "%s is not a number", quote(text));
	*ret_number = number;
	return 0;
}

int
text_to_i64(const char *text, int64_t *ret_number)
{
	bool negative = *text == '-';
	uint64_t number;

	if (text_to_u64(text + negative, 10, &number) < 0)
		return fail_fault() == FAULT_OVERFLOW ? too_large(text) :
		       fail(FAULT_USAGE, "%s is not a number", quote(text));
	if (number > (uint64_t)INT64_MAX + negative)
		return too_large(text);
	*ret_number = (int64_t)(negative ? -number : number);
	return 0;
}

static uint64_t
power(uint64_t base, unsigned exponent)
{
	uint64_t result = 1;

	while (exponent--)
		result *= base;
	return result;
}

uint64_t
unit_bytes(const char *unit)
{
	const char *prefix;
	unsigned exponent;

	if (!strcasecmp(unit, "b") || !strcasecmp(unit, "byte") || !strcasecmp(unit, "bytes"))
		return 1;
	prefix = *unit ? strchr(prefixes, tolower((unsigned char)*unit)) : NULL;
	if (!prefix)
		return 0;
	exponent = (unsigned)(prefix - prefixes) + 1;
	if (!unit[1] || !strcasecmp(unit + 1, "ib"))
		return power(1024, exponent);
	return strcasecmp(unit + 1, "b") ? 0 : power(1000, exponent);
}

int
text_to_size(const char *text, uint64_t bare, uint64_t *ret_bytes)
{
	uint64_t number, unit;
	char *rest;

	if (leading_u64(text, 10, &number, &rest) < 0)
		return -1;
	unit = *rest ? unit_bytes(rest) : bare;
	if (!unit)
		return fail(FAULT_USAGE, "unknown unit %s in size %s", quote(rest), quote(text));
	if (__builtin_mul_overflow(number, unit, &number))
		return too_large(text);
	*ret_bytes = number;
	return 0;
}

/* Milliseconds of one unit of time, 0 when there is none of that name. */
static int64_t
unit_ms(const char *unit)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = {
		{ "",  1000 },
		{ "s", 1000 },
		{ "m", 60 * 1000 },
		{ "h", 60 * 60 * 1000 },
		{ "d", 24 * 60 * 60 * 1000 },
	};

	for (unsigned i = 0; i < COUNT(units); i++)
		if (strcmp(unit, units[i].unit) == 0)
			return units[i].ms;
	return 0;
}

int
text_to_duration(const char *text, int64_t *ret_ms)
{
	uint64_t number;
	int64_t unit, ms;
	char *rest;

	if (strcmp(text, "inf") == 0) {
		*ret_ms = INT64_MAX;
		return 0;
	}
	if (leading_u64(text, 10, &number, &rest) < 0)
		return -1;
	unit = unit_ms(rest);
	if (!unit)
		return fail(FAULT_USAGE, "unknown unit %s in time %s", quote(rest), quote(text));
	if (__builtin_mul_overflow(number, unit, &ms))
		return too_large(text);
	*ret_ms = ms;
	return 0;
}
