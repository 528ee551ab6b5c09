/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_kinds - what packets are compared with: values of a rule, or variables */
#include "model/nwfilter_kinds.h"

#include <ctype.h>
#include <strings.h>

#include "model/kinds.h"
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

/* A member takes a variable, or what the kind's own function makes of the text. */
static int
take(void *member, const char *text, bool (*usual)(const char *text, struct text *out))
{
	text_member *string = member;
	auto_text struct text out = { 0 };

	if (!(*text == '$' ? read_variable(text, &out) : usual(text, &out)))
		return -1;
	free(*string);
	*string = xstrdup(text_get(&out));
	return 0;
}

#define RULE_KIND(name_, what)                                                                   \
	static int                                                                               \
	take_##name_(void *member, const char *text, UNUSED const struct row *row,               \
		     UNUSED const xmlNode *at)                                                   \
	{                                                                                        \
		return take(member, text, name_##_usual);                                        \
	}                                                                                        \
	const struct kind kind_rule_##name_ = {                                                  \
		.name = what " or $variable", .fault = FAULT_INTERNAL,                           \
		.read = take_##name_, .write = string_write, .is_set = string_is_set,            \
		.done = string_done, .copy = string_copy, .json = text_json,                     \
		.from_json = text_from_json,                                                     \
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

	if (number_parse(text, 10, size * 8, &bits) == 0)
		ones = bits;
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

/* Decimal; what is none may be hexadecimal, and is then written so. */
static bool
number_in_range(const char *text, uint64_t min, uint64_t max, struct text *out)
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
		return number_in_range(text, min, max, out);            \
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

/* ---- numbers with names ---- */

struct name {
	int number;
	const char *name;
};

static const struct name ethertypes[] = {
	{ 0x0806, "arp" }, { 0x8035, "rarp" }, { 0x0800, "ipv4" }, { 0x86dd, "ipv6" },
	{ 0x8100, "vlan" }, { 0 }
};
static const struct name protocols[] = {
	{ 6, "tcp" }, { 17, "udp" }, { 136, "udplite" }, { 50, "esp" }, { 51, "ah" },
	{ 1, "icmp" }, { 2, "igmp" }, { 132, "sctp" }, { 58, "icmpv6" }, { 0 }
};
static const struct name opcodes[] = {
	{ 1, "Request" }, { 2, "Reply" }, { 3, "Request_Reverse" }, { 4, "Reply_Reverse" },
	{ 5, "DRARP_Request" }, { 6, "DRARP_Reply" }, { 7, "DRARP_Error" },
	{ 8, "InARP_Request" }, { 9, "ARP_NAK" }, { 0 }
};

static const struct name *
find_name(const struct name *names, const char *text)
{
	for (; names->name; names++)
		if (!strcasecmp(names->name, text))
			return names;
	return NULL;
}

/* A number that has a name is written by it. */
static bool
named_usual(const char *text, const struct name *names, uint64_t min, uint64_t max,
	    struct text *out)
{
	const struct name *name = find_name(names, text);

	if (!name && !number_in_range(text, min, max, out))
		return false;
	for (const struct name *other = names; !name && other->name; other++)
		if (other->number == (int)strtol(text_get(out), NULL, 0))
			name = other;
	if (name) {
		text_cut(out, 0);
		text_add(out, name->name);
	}
	return true;
}

#define NAMED_KIND(name_, names, min, max, what)                        \
	static bool                                                     \
	name_##_usual(const char *text, struct text *out)               \
	{                                                               \
		return named_usual(text, names, min, max, out);         \
	}                                                               \
	RULE_KIND(name_, what)
NAMED_KIND(ethertype,      ethertypes, 0x600, UINT16_MAX, "name or number of a protocol");
NAMED_KIND(vlan_ethertype, ethertypes, 0x3c,  UINT16_MAX, "name or number of a protocol");
NAMED_KIND(protocol,       protocols,  0,     UINT8_MAX,  "name or number of a protocol");
NAMED_KIND(arp_opcode,     opcodes,    0,     UINT16_MAX, "name or number of an operation");

int
rule_number(const struct kind *kind, const char *text)
{
	const struct name *names = kind == &kind_rule_protocol ? protocols :
				   kind == &kind_rule_arp_opcode ? opcodes : ethertypes;
	const struct name *name = find_name(names, text);

	if (*text == '$')
		return -1;
	return name ? name->number : (int)strtol(text, NULL, 0);
}

/* ---- words ---- */

static bool
bool_usual(const char *text, struct text *out)
{
	text_add(out, !strcmp(text, "true") || !strcmp(text, "1") || !strcmp(text, "yes") ?
			      "true" : "false");
	return true;
}
RULE_KIND(bool, "true or false");

/* Words with commas or blanks between, as bits. */
static bool
read_words(const char *text, size_t length, const struct name *names, unsigned *ret_bits)
{
	const char *end = text + length;

	*ret_bits = 0;
	for (text += strspn(text, ", \t\n"); text < end; text += strspn(text, ", \t\n")) {
		const struct name *name = names;

		while (name->name && strncasecmp(text, name->name, strlen(name->name)))
			name++;
		if (!name->name)
			return false;
		*ret_bits |= name->number;
		text += strlen(name->name);
	}
	return true;
}

static void
write_words(unsigned bits, const struct name *names, struct text *out)
{
	const char *between = "";

	for (; names->name; names++) {
		if (!names->number || (bits & names->number) != (unsigned)names->number)
			continue;
		text_addf(out, "%s%s", between, names->name);
		bits &= ~names->number;
		between = ",";
	}
}

enum { STATE_NONE = 1 << 4 };
static const struct name states[] = {
	{ 1 << 0, "NEW" }, { 1 << 1, "ESTABLISHED" }, { 1 << 2, "RELATED" }, { 1 << 3, "INVALID" },
	{ STATE_NONE, "NONE" }, { 0 }
};

static bool
state_usual(const char *text, struct text *out)
{
	unsigned bits;

	if (!read_words(text, strlen(text), states, &bits))
		return false;
	write_words(bits & STATE_NONE ? STATE_NONE : bits, states, out);
	return true;
}
RULE_KIND(state, "states of a connection");

static const struct name tcp_flags[] = {
	{ 0x3f, "ALL" }, { 0x01, "FIN" }, { 0x02, "SYN" }, { 0x04, "RST" }, { 0x08, "PSH" },
	{ 0x10, "ACK" }, { 0x20, "URG" }, { 0, "NONE" }, { 0 }
};

static void
write_flags(unsigned flags, struct text *out)
{
	if (flags)
		write_words(flags, tcp_flags, out);
	else
		text_add(out, "NONE");
}

static bool
tcp_flags_usual(const char *text, struct text *out)
{
	const char *slash = strchr(text, '/');
	unsigned mask, flags;

	if (!slash || !read_words(text, slash - text, tcp_flags, &mask) ||
	    !read_words(slash + 1, strlen(slash + 1), tcp_flags, &flags))
		return false;
	write_flags(mask, out);
	text_add_char(out, '/');
	write_flags(flags, out);
	return true;
}
RULE_KIND(tcp_flags, "TCP flags");

enum { IPSET_NAME = 31, IPSET_FLAGS = 6 };

static bool
ipset_usual(const char *text, struct text *out)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789_.:-+ ");

	text_add(out, text);
	return !text[length] && length <= IPSET_NAME;
}
RULE_KIND(ipset, "name of a set");

static bool
ipset_flags_usual(const char *text, struct text *out)
{
	for (unsigned i = 0; i < IPSET_FLAGS; i++, text += 4) {
		bool source = !strncasecmp(text, "src", 3);

		if (!source && strncasecmp(text, "dst", 3))
			return false;
		text_addf(out, "%s%s", i ? "," : "", source ? "src" : "dst");
		if (text[3] != ',')
			return !text[3];
	}
	return false;
}
RULE_KIND(ipset_flags, "up to six of src and dst");

enum { COMMENT_LENGTH = 256 };

static int
comment_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	text_member *string = member;

	free(*string);
	*string = xstrndup(text, COMMENT_LENGTH);
	return 0;
}

const struct kind kind_rule_comment = {
	.name = "text", .read = comment_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};
