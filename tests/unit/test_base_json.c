/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_json - JSON and UUIDs */
#include "unit.h"

#include "base/json.h"
#include "base/uuid.h"

static void
test_parse(void)
{
	static const char text[] = "{\"s\":\"x/y\",\"n\":-5,\"b\":true,\"z\":null,\"o\":{\"a\":[1,2]},"
				   "\"big\":9223372036854775807,\"f\":1.5}";
	auto_json struct json_object *value = json_parse(text, strlen(text), "reply");

	CHECK(value);
	CHECK_TEXT(json_string(value, "s"), "x/y");
	CHECK(json_number(value, "n", 7) == -5 && json_number(value, "big", 7) == INT64_MAX);
	CHECK(json_boolean(value, "b"));
	CHECK(json_member(json_member(value, "o"), "a") && !json_member(value, "z"));
	CHECK(json_length(json_member(json_member(value, "o"), "a")) == 2);
	CHECK_TEXT(json_line(value), text);
}

/* Missing and mistyped members are told apart from nothing by nobody. */
static void
test_fallbacks(void)
{
	auto_json struct json_object *value = json_build("s:s", "text", "i:n", (int64_t)1, NULL);

	CHECK(!json_string(value, "n") && !json_string(value, "x") && !json_string(NULL, "x"));
	CHECK(json_number(value, "s", 7) == 7 && json_number(value, "x", 8) == 8);
	CHECK(json_number(NULL, "x", 9) == 9 && !json_boolean(value, "s") && !json_boolean(NULL, "x"));
	CHECK(!json_member(json_member(value, "s"), "x"));
	CHECK(json_length(NULL) == 0 && json_length(value) == 0 && json_length(json_member(value, "s")) == 0);
}

static void
test_scalars(void)
{
	auto_json struct json_object *number = json_parse(" 123 ", 5, "x");
	auto_json struct json_object *cut = json_parse("1234", 3, "x");
	auto_json struct json_object *text = json_parse("\"a\"\n", 4, "x");

	CHECK_TEXT(json_line(number), "123");
	CHECK_TEXT(json_line(cut), "123");
	CHECK_TEXT(json_line(text), "\"a\"");
}

static void
test_malformed(void)
{
	static const struct {
		const char *text, *story;
	} rows[] = {
		{ "", "q: byte 1: unexpected end of data" },
		{ "{\"a\":", "q: byte 6: unexpected end of data" },
		{ "\"abc", "q: byte 5: unexpected end of data" },
		{ "null", "q: null where a value is due" },
		{ "{} {}", "q: byte 4: unexpected character" },
		{ "[1,]", "q: byte 4: unexpected character" },
		{ "\"\xff\"", "q: byte 2: invalid utf-8 string" },
		{ "nul", "q: byte 4: unexpected end of data" },
		{ "{1:2}", "q: byte 2: quoted object property name expected" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++)
		CHECK_NULL(json_parse(rows[i].text, strlen(rows[i].text), "q"), FAULT_XML,
			   rows[i].story);
	CHECK(!json_parse("1\0002", 3, "q") && fail_fault() == FAULT_XML);
}

static void
test_depth(void)
{
	auto_text struct text deep = { 0 };
	auto_json struct json_object *fits = NULL;

	for (unsigned i = 0; i < 100000; i++)
		text_add_char(&deep, '[');
	CHECK(!json_parse(deep.data, deep.length, "q") && fail_fault() == FAULT_XML);
	text_cut(&deep, 63);
	for (unsigned i = 0; i < 63; i++)
		text_add_char(&deep, ']');
	fits = json_parse(deep.data, deep.length, "q");
	CHECK(fits);
}

static void
test_build(void)
{
	struct json_object *inner = json_build(NULL, NULL);
	auto_json struct json_object *value =
		json_build("s:name", "w/b\"\n", "s:none", NULL, "s?:left-out", NULL, "s?:kept", "k",
			   "i:id", INT64_MIN, "b:live", true, "o:more", inner, "o:nothing", NULL, NULL);

	CHECK_TEXT(json_line(value), "{\"name\":\"w/b\\\"\\n\",\"none\":null,\"kept\":\"k\","
		   "\"id\":-9223372036854775808,\"live\":true,\"more\":{},\"nothing\":null}");
	CHECK(text_starts(json_pretty(value), "{\n  \"name\": \"w/b"));
}

static void
test_uuid(void)
{
	char a[UUID_TEXT], b[UUID_TEXT];

	uuid_make(a);
	uuid_make(b);
	CHECK(strlen(a) == 36 && a[14] == '4' && strchr("89ab", a[19]));
	CHECK(strcmp(a, b) != 0);
	CHECK(uuid_read(a, true, b));
	CHECK_TEXT(b, a);
}

static void
test_uuid_forms(void)
{
	static const char good[] = "c7a5fdbd-edaf-9455-926a-d65c16db1809";
	static const char *const forms[] = {
		"c7a5fdbd-edaf-9455-926a-d65c16db1809", "C7A5FDBDEDAF9455926AD65C16DB1809",
		"c7a5-fdbdedaf-9455926ad65c16db-1809", " \nc7a5fdbd-edaf-9455-926a-d65c16db1809\t",
	};
	static const char *const wrong[] = {
		"", "web", "c7a5fdbd-edaf-9455-926a-d65c16db180", "c7a5fdbd-edaf-9455-926a-d65c16db18091",
		"c7a5fdbd-edaf-9455-926a-d65c16db180g", "c7a5fdbd-edaf-9455-926a-d65c16db1809 x",
		"-c7a5fdbdedaf9455926ad65c16db1809", "c7a5fdbdedaf9455926ad65c16db1809-",
		"c-7a5fdbdedaf9455926ad65c16db1809", "0xa5fdbdedaf9455926ad65c16db18090",
	};
	char text[UUID_TEXT] = "untouched";

	for (unsigned i = 0; i < COUNT(wrong); i++)
		CHECK(!uuid_read(wrong[i], false, text));
	CHECK_TEXT(text, "untouched");
	for (unsigned i = 0; i < COUNT(forms); i++) {
		CHECK(uuid_read(forms[i], true, text));
		CHECK_TEXT(text, good);
	}
}

static void
test_uuid_strict(void)
{
	static const char nil[] = "00000000-0000-0000-0000-000000000000";
	static const char max[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
	char text[UUID_TEXT];

	CHECK(!uuid_read(nil, true, text) && uuid_read(nil, false, text));
	CHECK(!uuid_read(max, true, text) && uuid_read(max, false, text));
	CHECK(uuid_read("00000000-0000-0000-0000-000000000001", true, text));
	CHECK(uuid_read("11111111-1111-1111-1111-111111111111", true, text));
}

TESTS(
	TEST("a value is parsed and printed", test_parse),
	TEST("members that are not there", test_fallbacks),
	TEST("a lone number or string is a value", test_scalars),
	TEST("malformed text is refused with its place", test_malformed),
	TEST("deep nesting is refused", test_depth),
	TEST("objects are built", test_build),
	TEST("a new UUID is random and of version 4", test_uuid),
	TEST("UUIDs are read in all their forms", test_uuid_forms),
	TEST("nil and max are no identity", test_uuid_strict),
)
