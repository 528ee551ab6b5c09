/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_kinds_words - values of a rule that have names: protocols, states, flags, sets */
#include "model/nwfilter_kinds_inside.h"

#include <strings.h>

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

	if (!name && !rule_number_in_range(text, min, max, out))
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
