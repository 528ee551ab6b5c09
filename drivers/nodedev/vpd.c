/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vpd - the vital product data in a PCI device's memory
 *
 * Resources follow each other: the name of the product, fields that are fixed, fields that the
 * owner may write.  A field is two letters, a length and its text.  A device may hold anything:
 * what makes no sense ends it. */
#include <ctype.h>

#include "device.h"
#include "sysfs.h"

enum { TAG_END = 0x78, TAG_NAME = 0x82, TAG_FIXED = 0x90, TAG_WRITABLE = 0x91, IS_LARGE = 0x80 };

/* Fields with a member of their own. */
#define T struct vpd_fields
static const struct {
	const char *keyword;
	unsigned tag;
	size_t member;
} known[] = {
	{ "EC", TAG_FIXED,    offsetof(T, change_level) },
	{ "MN", TAG_FIXED,    offsetof(T, manufacture_id) },
	{ "PN", TAG_FIXED,    offsetof(T, part_number) },
	{ "SN", TAG_FIXED,    offsetof(T, serial_number) },
	{ "YA", TAG_WRITABLE, offsetof(T, asset_tag) },
};
#undef T

/* NULL for what cannot be shown.  Caller frees. */
static char *
text_of(const unsigned char *data, size_t size)
{
	auto_free char *raw = xstrndup((const char *)data, size);
	auto_free char *text = text_trimmed(raw);

	for (const char *at = text; *at; at++)
		if (!isprint((unsigned char)*at) || !isascii((unsigned char)*at))
			return NULL;
	return steal(text);
}

static void
add_lettered(struct vpd_field_list *fields, char letter, char *value)
{
	struct vpd_field *field = list_add(fields);

	field->index = text_format("%c", letter);
	field->value = value;
}

/* Takes the value. */
static void
add_field(struct vpd_fields *fields, unsigned tag, const char *keyword, char *value)
{
	for (unsigned i = 0; i < COUNT(known); i++)
		if (known[i].tag == tag && text_same(known[i].keyword, keyword)) {
			char **member = (char **)((char *)fields + known[i].member);

			free(*member);
			*member = value;
			return;
		}
	if (keyword[0] == 'V' && isalnum((unsigned char)keyword[1]))
		add_lettered(&fields->vendor, keyword[1], value);
	else if (keyword[0] == 'Y' && isalnum((unsigned char)keyword[1]) && tag == TAG_WRITABLE)
		add_lettered(&fields->system, keyword[1], value);
	else
		free(value);
}

static void
read_fields(const unsigned char *data, size_t size, unsigned tag, struct nodedev_nested *vpd)
{
	struct vpd_fields *fields = list_add(&vpd->vpd.fields);

	fields->access = xstrdup(tag == TAG_FIXED ? "readonly" : "readwrite");
	for (size_t at = 0; at + 3 <= size; at += 3u + data[at + 2]) {
		const char keyword[] = { (char)data[at], (char)data[at + 1], '\0' };
		char *value;

		/* RV and RW: the check sum, and what is free. */
		if (at + 3 + data[at + 2] > size || text_same(keyword, "RV") || text_same(keyword, "RW"))
			break;
		value = text_of(data + at + 3, data[at + 2]);
		if (value)
			add_field(fields, tag, keyword, value);
	}
}

void
add_vpd(const unsigned char *data, size_t size, struct nodedev_capability *capability)
{
	struct nodedev_nested vpd = { .type = NESTED_VPD };

	for (size_t at = 0; at + 3 <= size && data[at] != TAG_END;) {
		unsigned tag = data[at];
		size_t length = tag & IS_LARGE ? data[at + 1] | (size_t)data[at + 2] << 8 : tag & 7;
		size_t head = tag & IS_LARGE ? 3 : 1;

		if (at + head + length > size)
			break;
		if (tag == TAG_NAME && !vpd.vpd.name)
			vpd.vpd.name = text_of(data + at + head, length);
		else if (tag == TAG_FIXED || tag == TAG_WRITABLE)
			read_fields(data + at + head, length, tag, &vpd);
		at += head + length;
	}
	if (vpd.vpd.name || vpd.vpd.fields.n)
		*list_add(&capability->nested) = vpd;
}
