/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* field - one comparison of a rule, in nftables' words */
#include "field.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "model/net_kinds.h"

/* What is being written: of a field, its name in this direction, its value and what is beside. */
struct comparison {
	const struct field *field;
	const char *name, *value, *beside;
	bool differs;                    /* packets that are not so */
	struct text *out;
};

static bool
is_raw(const struct comparison *c)
{
	return *c->name == '@';
}

static const char *
sign(const struct comparison *c, const char *equal)
{
	return c->differs ? " != " : equal;
}

/* ---- numbers ---- */

static void
add_number(const struct comparison *c, const char *value)
{
	bool named = c->field->kind == &kind_rule_ethertype || c->field->kind == &kind_rule_vlan_ethertype ||
		     c->field->kind == &kind_rule_protocol || c->field->kind == &kind_rule_arp_opcode;

	if (named)
		text_addf(c->out, "%#x", (unsigned)rule_number(c->field->kind, value));
	else
		text_add(c->out, value);
}

static int
write_number(const struct comparison *c)
{
	text_addf(c->out, " %s%s", c->name, sign(c, " "));
	add_number(c, c->value);
	if (c->beside && !text_same(c->beside, c->value)) {
		text_add_char(c->out, '-');
		add_number(c, c->beside);
	}
	return 0;
}

/* ---- addresses ---- */

static uint64_t
mac_number(const char *mac)
{
	uint64_t number = 0;

	for (; *mac; mac += 2 + (mac[2] == ':'))
		number = number << 8 | strtoul(mac, NULL, 16);
	return number;
}

static void
add_mac(const struct comparison *c, uint64_t mac)
{
	if (is_raw(c))
		text_addf(c->out, "0x%012" PRIx64, mac);
	for (int shift = 40; !is_raw(c) && shift >= 0; shift -= 8)
		text_addf(c->out, "%02x%s", (unsigned)(mac >> shift & 0xff), shift ? ":" : "");
}

static int
write_mac(const struct comparison *c)
{
	uint64_t all = UINT64_C(0xffffffffffff), mask = c->beside ? mac_number(c->beside) : all;

	text_addf(c->out, " %s", c->name);
	if (mask != all) {
		text_add(c->out, " & ");
		add_mac(c, mask);
	}
	text_add(c->out, sign(c, mask == all ? " " : " == "));
	add_mac(c, mac_number(c->value) & mask);
	return 0;
}

/* Only IPv4 addresses have raw fields. */
static void
add_raw_address(const struct comparison *c, unsigned bits)
{
	struct ip_address address;
	uint32_t mask = bits ? UINT32_MAX << (32 - bits) : 0, number = 0;

	if (!ip_read(c->value, &address))
		return;
	for (unsigned i = 0; i < 4; i++)
		number = number << 8 | address.byte[i];
	text_addf(c->out, " %s & 0x%08" PRIx32 "%s0x%08" PRIx32, c->name, mask, sign(c, " == "), number & mask);
}

/* Addresses that are learned are in a set, and those in a set are whole. */
static int
check_learned(const struct comparison *c)
{
	if (!is_raw(c) && (!c->beside || text_same(c->beside, "32")))
		return 0;
	return fail(FAULT_UNSUPPORTED, "an address that is learned is compared as it is, without a mask, "
		    "and not in RARP: give variable 'IP' a value");
}

static int
write_address(const struct comparison *c)
{
	if (c->value == values_learned && check_learned(c) < 0)
		return -1;
	if (is_raw(c)) {
		add_raw_address(c, c->beside ? (unsigned)strtoul(c->beside, NULL, 10) : 32);
		return 0;
	}
	text_addf(c->out, " %s%s%s", c->name, sign(c, " "), c->value);
	if (c->beside && c->value != values_learned)
		text_addf(c->out, "/%s", c->beside);
	return 0;
}

/* ---- TCP ---- */

static int
write_option(const struct comparison *c)
{
	text_addf(c->out, " %s %s %s", c->name, c->value, c->differs ? "missing" : "exists");
	return 0;
}

static unsigned
flags_number(const char *words)
{
	static const struct { const char *word; unsigned number; } flags[] = {
		{ "ALL", 0x3f }, { "FIN", 0x01 }, { "SYN", 0x02 }, { "RST", 0x04 }, { "PSH", 0x08 },
		{ "ACK", 0x10 }, { "URG", 0x20 }, { "NONE", 0 },
	};
	unsigned number = 0;

	for (; isupper((unsigned char)*words); words += strcspn(words, ",/"), words += *words == ',')
		for (unsigned i = 0; i < COUNT(flags); i++)
			if (text_starts(words, flags[i].word))
				number |= flags[i].number;
	return number;
}

static int
write_flags(const struct comparison *c)
{
	text_addf(c->out, " %s & %#x%s%#x", c->name, flags_number(c->value), sign(c, " == "),
		  flags_number(strchr(c->value, '/') + 1));
	return 0;
}

/* ---- all of them ---- */

static int (*const write_form[])(const struct comparison *) = {
	[FIELD_NUMBER]  = write_number,
	[FIELD_MAC]     = write_mac,
	[FIELD_ADDRESS] = write_address,
	[FIELD_OPTION]  = write_option,
	[FIELD_FLAGS]   = write_flags,
};

static const char *
value(const struct nwfilter_match *match, size_t member, const struct kind *kind, struct values *values)
{
	return values_get(values, *(char *const *)((const char *)match + member), kind);
}

int
field_write(const struct field *field, const struct nwfilter_match *match, bool back,
	    struct values *values, struct text *out)
{
	struct comparison c = {
		.field = field, .name = back ? field->back : field->ahead, .out = out,
		.differs = match->match == NO,
		.value = value(match, field->member, field->kind, values),
	};

	if (c.value && field->has_beside)
		c.beside = value(match, field->beside, field->beside_kind, values);
	if (values->failed)
		return -1;
	return c.value && c.name ? write_form[field->form](&c) : 0;
}
