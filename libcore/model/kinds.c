/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds - the kinds of member: one block each, every operation side by side.
 * Numbers are in kinds_number.c, those that hold objects in kinds_nested.c. */
#include "model/kinds.h"

#include <ctype.h>

#include "base/uuid.h"
#include "model/model_engine.h"

/* ---- text ---- */

int
string_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	text_member *string = member;

	free(*string);
	*string = xstrdup(text);
	return 0;
}

void
string_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	const char *string = *(const text_member *)member;

	if (string)
		text_add(out, string);
}

bool
string_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const text_member *)member;
}

void
string_done(void *member, UNUSED const struct row *row)
{
	text_member *string = member;

	free(*string);
	*string = NULL;
}

/* Two rows may share a member: what differs already is a copy. */
void
string_copy(void *copy, const void *member, UNUSED const struct row *row)
{
	text_member *string = copy;

	if (*string == *(const text_member *)member)
		*string = xstrdup(*string);
}

/* Also for all kinds whose JSON form is their text. */
struct json_object *
text_json(const void *member, const struct row *row)
{
	auto_text struct text text = { 0 };

	row->kind->write(member, row, &text);
	return json_object_new_string(text_get(&text));
}

int
text_from_json(void *member, const struct row *row, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_string))
		return -1;
	return row->kind->read(member, json_object_get_string(value), row, NULL);
}

const struct kind kind_string = {
	.name = "text", .read = string_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
	.has_zero = true,
};

/* ---- flag: the element is there or it is not ---- */

static int
flag_read(void *member, UNUSED const char *text, UNUSED const struct row *row,
	  UNUSED const xmlNode *at)
{
	*(bool *)member = true;
	return 0;
}

static void
flag_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	text_add(out, *(const bool *)member ? "yes" : "no");
}

static bool
flag_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const bool *)member;
}

static struct json_object *
flag_json(const void *member, UNUSED const struct row *row)
{
	return json_object_new_boolean(*(const bool *)member);
}

static int
flag_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_boolean))
		return -1;
	*(bool *)member = json_object_get_boolean(value);
	return 0;
}

const struct kind kind_flag = {
	.name = "present or absent", .read = flag_read, .write = flag_write, .is_set = flag_is_set,
	.json = flag_json, .from_json = flag_from_json, .empty = true,
};

/* ---- yes or no, on or off ---- */

static const char *const yesno_word[] = { [YES] = "yes", [NO] = "no" };
static const char *const onoff_word[] = { [YES] = "on", [NO] = "off" };
static const struct words yesno_words = { yesno_word, COUNT(yesno_word) };
static const struct words onoff_words = { onoff_word, COUNT(onoff_word) };

static int
word_read(void *member, const char *text, const struct words *words)
{
	int value = words_find(words, text);

	if (value < 0)
		return -1;
	*(word_member *)member = value;
	return 0;
}

static void
word_write(const void *member, const struct words *words, struct text *out)
{
	const char *word = words_name(words, *(const word_member *)member);

	if (word)
		text_add(out, word);
}

static int
yesno_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	return word_read(member, text, &yesno_words);
}

static int
onoff_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	return word_read(member, text, &onoff_words);
}

static void
yesno_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	word_write(member, &yesno_words, out);
}

void
onoff_write(const void *member, UNUSED const struct row *row, struct text *out)
{
	word_write(member, &onoff_words, out);
}

bool
tri_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const enum tri *)member != UNSAID;
}

struct json_object *
tri_json(const void *member, UNUSED const struct row *row)
{
	return json_object_new_boolean(*(const enum tri *)member == YES);
}

int
tri_from_json(void *member, UNUSED const struct row *row, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_boolean))
		return -1;
	*(enum tri *)member = json_object_get_boolean(value) ? YES : NO;
	return 0;
}

const struct kind kind_yesno = {
	.name = "yes or no", .pattern = "yes|no",
	.read = yesno_read, .write = yesno_write, .is_set = tri_is_set,
	.json = tri_json, .from_json = tri_from_json,
};
const struct kind kind_onoff = {
	.name = "on or off", .pattern = "on|off",
	.read = onoff_read, .write = onoff_write, .is_set = tri_is_set,
	.json = tri_json, .from_json = tri_from_json,
};

/* ---- state: an element that may say it is off ---- */

const char *
claim_sibling(const struct row *row, const xmlNode *at)
{
	xmlAttr *attribute = at ? xml_attribute(at, row->kind->sibling) : NULL;

	if (!attribute)
		return NULL;
	model_claim((const xmlNode *)attribute);
	return xml_value(at, row->kind->sibling);
}

/* A DEFAULT() has no element: its text is the state. */
int
state_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	const char *state = at ? claim_sibling(row, at) : text;

	return word_read(member, state ? state : "on", &onoff_words);
}

static void
state_beside(const void *member, UNUSED const struct row *row, struct text *out)
{
	if (*(const enum tri *)member == NO)
		text_add(out, " state='off'");
}

const struct kind kind_state = {
	.name = "on or off", .pattern = "on|off",
	.read = state_read, .write = onoff_write, .beside = state_beside,
	.sibling = "state", .is_set = tri_is_set, .json = tri_json, .from_json = tri_from_json,
	.empty = true,
};

/* ---- one of a few words ---- */

static int
enum_read(void *member, const char *text, const struct row *row, UNUSED const xmlNode *at)
{
	return word_read(member, text, row->words);
}

static void
enum_write(const void *member, const struct row *row, struct text *out)
{
	word_write(member, row->words, out);
}

/* Where zero has a word, it says something. */
static bool
enum_is_set(const void *member, const struct row *row)
{
	return words_name(row->words, *(const word_member *)member);
}

const struct kind kind_enum = {
	.name = "word", .read = enum_read, .write = enum_write, .is_set = enum_is_set,
	.json = text_json, .from_json = text_from_json,
};

/* ---- hardware address ---- */

static int
mac_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	auto_text struct text usual = { 0 };

	for (unsigned i = 0; i < 6; i++) {
		char *end;
		unsigned long octet;

		if (!isxdigit((unsigned char)*text))
			return -1;
		octet = strtoul(text, &end, 16);
		if (end - text > 2 || *end != (i < 5 ? ':' : '\0'))
			return -1;
		text_addf(&usual, "%s%02lx", i ? ":" : "", octet);
		text = end + 1;
	}
	return string_read(member, text_get(&usual), row, at);
}

const struct kind kind_mac = {
	.name = "hardware address", .pattern = "[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}",
	.read = mac_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};

/* ---- UUID ---- */

static int
uuid_member_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	char usual[UUID_TEXT];

	if (!uuid_read(text, false, usual))
		return -1;
	return string_read(member, usual, row, at);
}

const struct kind kind_uuid = {
	.name = "UUID", .pattern = "[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}",
	.read = uuid_member_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};

/* ---- a subtree that is not ours, kept as text ---- */

static int
xml_read(void *member, UNUSED const char *text, const struct row *row, const xmlNode *at)
{
	auto_text struct text tree = { 0 };

	claim_tree(at);
	xml_print(at, 0, &tree);
	return string_read(member, text_get(&tree), row, at);
}

static void
xml_print_member(const void *member, UNUSED const struct row *row, unsigned level, struct text *out)
{
	const char *tree = *(const text_member *)member;
	auto_xml xmlDoc *doc = xml_parse(tree, strlen(tree), NULL);

	if (doc)
		xml_print(xml_root(doc), level, out);
}

static int
xml_from_json(void *member, const struct row *row, struct json_object *value)
{
	const char *tree = json_object_get_string(value);
	auto_xml xmlDoc *doc = json_object_is_type(value, json_type_string) ?
			       xml_parse(tree, strlen(tree), NULL) : NULL;
	struct step step = { 0 };

	if (!doc)
		return -1;
	for (const char *path = row->path; path; )
		step = path_step(&path);
	if (!step_is(step, (const char *)xml_root(doc)->name))
		return -1;
	return xml_read(member, NULL, row, xml_root(doc));
}

const struct kind kind_xml = {
	.name = "any XML", .read = xml_read, .write = string_write, .print = xml_print_member,
	.is_set = string_is_set, .done = string_done, .copy = string_copy, .json = text_json,
	.from_json = xml_from_json,
};
