/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net_kinds - kinds of member that say network addresses */
#include "model/net_kinds.h"

#include <arpa/inet.h>

#include "model/kinds.h"

/* ---- addresses ---- */

bool
ip_read(const char *text, struct ip_address *ret_address)
{
	struct ip_address address = { 0 };

	if (!text[strspn(text, "0123456789abcdefABCDEFxX.")] && *text &&
	    inet_aton(text, (struct in_addr *)address.byte))
		address.size = 4;
	else if (inet_pton(AF_INET6, text, address.byte) == 1)
		address.size = 16;
	else
		return false;
	*ret_address = address;
	return true;
}

void
ip_write(const struct ip_address *address, struct text *out)
{
	char text[INET6_ADDRSTRLEN];

	if (inet_ntop(address->size == 4 ? AF_INET : AF_INET6, address->byte, text, sizeof(text)))
		text_add(out, text);
}

bool
ip_same(const char *a, const char *b)
{
	struct ip_address one, other;

	return a && b && ip_read(a, &one) && ip_read(b, &other) && ip_share_network(&one, &other, one.size * 8);
}

bool
ip_is_v4(const char *text)
{
	struct ip_address address;

	return text && ip_read(text, &address) && address.size == 4;
}

bool
ip_is_v6(const char *text)
{
	struct ip_address address;

	return text && ip_read(text, &address) && address.size == 16;
}

static bool
bit(const struct ip_address *address, unsigned i)
{
	return address->byte[i / 8] >> (7 - i % 8) & 1;
}

int
ip_mask_bits(const struct ip_address *mask)
{
	unsigned bits = 0;

	while (bits < mask->size * 8 && bit(mask, bits))
		bits++;
	for (unsigned i = bits; i < mask->size * 8; i++)
		if (bit(mask, i))
			return -1;
	return bits;
}

bool
ip_share_network(const struct ip_address *a, const struct ip_address *b, unsigned bits)
{
	if (a->size != b->size)
		return false;
	for (unsigned i = 0; i < bits && i < a->size * 8; i++)
		if (bit(a, i) != bit(b, i))
			return false;
	return true;
}

bool
ip_is_at_most(const struct ip_address *a, const struct ip_address *b)
{
	return a->size == b->size && memcmp(a->byte, b->byte, a->size) <= 0;
}

/* ---- kinds ---- */

static int
read_address(void *member, const char *text, unsigned size)
{
	text_member *string = member;
	auto_text struct text usual = { 0 };
	struct ip_address address;

	if (!ip_read(text, &address) || (size && address.size != size))
		return -1;
	ip_write(&address, &usual);
	free(*string);
	*string = text_take(&usual);
	return 0;
}

static int
kind_ip_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	return read_address(member, text, 0);
}

static int
kind_ipv4_read(void *member, const char *text, UNUSED const struct row *row,
	       UNUSED const xmlNode *at)
{
	return read_address(member, text, 4);
}

const struct kind kind_ip = {
	.name = "IP address", .pattern = "[0-9a-fA-F:.]+",
	.read = kind_ip_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};
const struct kind kind_ipv4 = {
	.name = "IPv4 address", .pattern = "[0-9]+(\\.[0-9]+){3}",
	.read = kind_ipv4_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};

static int
stp_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	*(enum tri *)member = !strcmp(text, "on") ? YES : !strcmp(text, "off") ? NO : UNSAID;
	return 0;
}

const struct kind kind_stp = {
	.name = "on or off", .pattern = "on|off", .read = stp_read, .write = onoff_write,
	.is_set = tri_is_set, .json = tri_json, .from_json = tri_from_json,
};
