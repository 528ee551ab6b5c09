/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_kinds - what packets are compared with: values of a rule, or variables */
#include "model/nwfilter_kinds_inside.h"

#include <ctype.h>
#include <strings.h>

#include "model/net_kinds.h"

/* ---- variables ---- */

static const char *
skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n");
}

/* An index or an iterator in brackets; iterator 0 is the usual one and not written. */
static bool
read_index(const char **text, struct text *out)
{
	const char *at = skip_blanks(*text + 1);
	bool iterator = *at == '@';
	unsigned long number;
	char *end;

	at += iterator;
	if (!isdigit((unsigned char)*at))
		return false;
	number = strtoul(at, &end, 10);
	at = skip_blanks(end);
	if (*at != ']' || number > 1000)
		return false;
	if (number || !iterator)
		text_addf(out, "[%s%lu]", iterator ? "@" : "", number);
	*text = at + 1;
	return true;
}

static bool
read_variable(const char *text, struct text *out)
{
	const char *name = skip_blanks(text + 1), *end = name;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	if (end == name)
		return false;
	text_addf(out, "$%.*s", (int)(end - name), name);
	end = skip_blanks(end);
	if (*end == '[' && !read_index(&end, out))
		return false;
	return !*skip_blanks(end);
}

int
rule_take(void *member, const char *text, bool (*usual)(const char *text, struct text *out))
{
	text_member *string = member;
	auto_text struct text out = { 0 };

	if (!(*text == '$' ? read_variable(text, &out) : usual(text, &out)))
		return -1;
	free(*string);
	*string = xstrdup(text_get(&out));
	return 0;
}

/* ---- addresses ---- */

static bool
mac_usual(const char *text, struct text *out)
{
	char *mac = NULL;

	if (kind_mac.read(&mac, text, NULL, NULL) < 0)
		return false;
	text_add(out, mac);
	free(mac);
	return true;
}
RULE_KIND(mac, "MAC address");

/* Ones, then zeros. */
static bool
mac_mask_usual(const char *text, struct text *out)
{
	uint64_t mask = 0, rest;

	if (!mac_usual(text, out))
		return false;
	for (const char *octet = text_get(out); ; octet += 3) {
		mask = mask << 8 | strtoul(octet, NULL, 16);
		if (!octet[2])
			break;
	}
	rest = ~mask & UINT64_C(0xffffffffffff);
	return (rest & (rest + 1)) == 0;
}
RULE_KIND(mac_mask, "mask of MAC addresses");

static bool
address_usual(const char *text, unsigned size, struct text *out)
{
	struct ip_address address;

	if (!ip_read(text, &address) || address.size != size)
		return false;
	ip_write(&address, out);
	return true;
}

/* As a number of bits, or as an address whose bits say it. */
static bool
mask_usual(const char *text, unsigned size, struct text *out)
{
	struct ip_address mask;
	uint64_t bits;
	int ones = -1;

	if (number_parse(text, 10, UINT64_MAX, &bits) == 0)
		ones = bits <= size * 8 ? (int)bits : -1;
	else if (ip_read(text, &mask) && mask.size == size)
		ones = ip_mask_bits(&mask);
	text_addf(out, "%d", ones);
	return ones >= 0;
}

static bool
ipv4_usual(const char *text, struct text *out)
{
	return address_usual(text, 4, out);
}
RULE_KIND(ipv4, "IPv4 address");

static bool
ipv4_mask_usual(const char *text, struct text *out)
{
	return mask_usual(text, 4, out);
}
RULE_KIND(ipv4_mask, "IPv4 mask");

static bool
ipv6_usual(const char *text, struct text *out)
{
	return address_usual(text, 16, out);
}
RULE_KIND(ipv6, "IPv6 address");

static bool
ipv6_mask_usual(const char *text, struct text *out)
{
	return mask_usual(text, 16, out);
}
RULE_KIND(ipv6_mask, "IPv6 mask");

/* ---- numbers ---- */

bool
rule_number_in_range(const char *text, uint64_t min, uint64_t max, struct text *out)
{
	const char *digits = strncasecmp(text, "0x", 2) ? text : text + 2;
	uint64_t number;
	char *end;

	if (number_parse(text, 10, max, &number) == 0) {
		text_addf(out, "%llu", (unsigned long long)number);
		return number >= min;
	}
	number = strtoull(digits, &end, 16);
	text_addf(out, "0x%llx", (unsigned long long)number);
	return isxdigit((unsigned char)*digits) && !*end && strlen(digits) <= 16 &&
	       number >= min && number <= max;
}

#define NUMBER_KIND(name_, min, max, what)                              \
	static bool                                                     \
	name_##_usual(const char *text, struct text *out)               \
	{                                                               \
		return rule_number_in_range(text, min, max, out);            \
	}                                                               \
	RULE_KIND(name_, what)
NUMBER_KIND(u8,   0, UINT8_MAX,  "number up to 255");
NUMBER_KIND(u16,  0, UINT16_MAX, "number up to 65535");
NUMBER_KIND(u32,  0, UINT32_MAX, "number");
NUMBER_KIND(dscp, 0, 63,         "number up to 63");
NUMBER_KIND(vlan, 0, 4095,       "number up to 4095");

static bool
count_usual(const char *text, struct text *out)
{
	uint64_t number;

	if (number_parse(text, 10, UINT16_MAX, &number) < 0)
		return false;
	text_addf(out, "%llu", (unsigned long long)number);
	return true;
}
RULE_KIND(count, "number up to 65535");
