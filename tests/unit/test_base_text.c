/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_text - growing strings, lists of strings, quoting, numbers */
#include "unit.h"

#include <stdint.h>

static void
test_growing(void)
{
	auto_text struct text t = { 0 };

	CHECK_TEXT(text_get(&t), "");
	for (unsigned i = 0; i < 1000; i++)
		text_addf(&t, "%04u", i);
	CHECK(t.length == 4000);
	CHECK(strlen(text_get(&t)) == 4000);
	CHECK(text_ends(text_get(&t), "09980999"));
	text_cut(&t, 8);
	text_add_char(&t, '!');
	text_add_bytes(&t, "ab\0c", 4);
	CHECK(t.length == 13);
	CHECK(memcmp(t.data, "00000001!ab\0c", 14) == 0);
}

/* Every length around the points where room is made. */
static void
test_format_lengths(void)
{
	for (int length = 0; length < 300; length++) {
		auto_text struct text t = { 0 };
		auto_free char *formatted = text_format("%*s|", length, "");

		text_addf(&t, "%*s|", length, "");
		CHECK(t.length == (size_t)length + 1);
		CHECK_TEXT(text_get(&t), formatted);
		CHECK(formatted[length] == '|');
	}
}

static void
test_taking(void)
{
	struct text t = { 0 };
	auto_free char *nothing = text_take(&t);
	auto_free char *something = NULL;

	text_add(&t, "something");
	something = text_take(&t);
	CHECK_TEXT(nothing, "");
	CHECK_TEXT(something, "something");
	CHECK(!t.data && !t.length && !t.room);
}

static void
test_xml_escapes(void)
{
	auto_text struct text t = { 0 };

	text_add_xml(&t, "a<b>&'\"\n\t\r\x01z\xc3\xa9", false);
	CHECK_TEXT(text_get(&t), "a&lt;b&gt;&amp;&apos;&quot;\n\t&#13;z\xc3\xa9");
	text_cut(&t, 0);
	text_add_xml(&t, "<\n\t", true);
	CHECK_TEXT(text_get(&t), "&lt;&#10;&#9;");
	text_add_xml(&t, "", true);
	CHECK_TEXT(text_get(&t), "&lt;&#10;&#9;");
}

static void
test_comparing(void)
{
	CHECK(text_same(NULL, NULL) && text_same("a", "a"));
	CHECK(!text_same("a", NULL) && !text_same(NULL, "a") && !text_same("a", "b"));
	CHECK(text_starts("web.xml", "web") && !text_starts("we", "web") && text_starts("x", ""));
	CHECK(text_ends("web.xml", ".xml") && !text_ends("xml", ".xml") && text_ends("x", ""));
}

static void
test_quoting(void)
{
	static const struct {
		const char *name, *quoted;
	} rows[] = {
		{ "web1", "'web1'" },
		{ "", "''" },
		{ "it's", "'it\\'s'" },
		{ "a\\b", "'a\\\\b'" },
		{ "a\nb\tc\a", "'a\\nb\\tc\\a'" },
		{ "\033[31m\x7f", "'\\033[31m\\177'" },
		{ "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7", "'caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7'" },
		{ "\xff", "'\\377'" },
		{ "\xc3", "'\\303'" },                                /* cut off */
		{ "\xe2\x82", "'\\342\\202'" },
		{ "\xf0\x9f\x90", "'\\360\\237\\220'" },
		{ "\xc0\xaf", "'\\300\\257'" },                       /* overlong */
		{ "\xe0\x80\xaf", "'\\340\\200\\257'" },
		{ "\xed\xa0\x80", "'\\355\\240\\200'" },              /* surrogate */
		{ "\xf4\x90\x80\x80", "'\\364\\220\\200\\200'" },     /* over U+10FFFF */
		{ "\xc2\x9b" "31m", "'\\302\\23331m'" },              /* CSI of 8 bits */
	};

	for (unsigned i = 0; i < COUNT(rows); i++)
		CHECK_TEXT(quote(rows[i].name), rows[i].quoted);
}

static void
test_quoting_is_kept(void)
{
	const char *first = quote("first");

	for (unsigned i = 0; i < 7; i++)
		quote("another");
	CHECK_TEXT(first, "'first'");
}

static void
test_raw_and_shell(void)
{
	auto_free char *raw = text_raw("a b\\\n\xc3\xa9\xff-");
	auto_free char *plain = text_shell("/srv/img_1.qcow2");
	auto_free char *odd = text_shell("it's $HOME");
	auto_free char *empty = text_shell("");

	CHECK_TEXT(raw, "a\\x20b\\x5c\\x0a\xc3\xa9\\xff-");
	CHECK_TEXT(plain, "/srv/img_1.qcow2");
	CHECK_TEXT(odd, "'it'\\''s $HOME'");
	CHECK_TEXT(empty, "''");
}

static void
test_lists(void)
{
	auto_strings struct strings s = { 0 };

	strings_sort(&s);
	CHECK(!strings_have(&s, "b"));
	for (unsigned i = 0; i < 100; i++)
		strings_addf(&s, "%u", 99 - i);
	strings_add(&s, "B");
	strings_take(&s, xstrdup("b"));
	CHECK(s.n == 102 && !s.item[102]);
	strings_sort(&s);
	CHECK_TEXT(s.item[0], "0");
	CHECK_TEXT(s.item[2], "10");
	CHECK_TEXT(s.item[100], "B");
	CHECK(strings_have(&s, "b") && !strings_have(&s, "bb"));
	CHECK(!s.item[102]);
}

struct entry {
	int number;
};
LIST_OF(entry);

/* An array made elsewhere to measure can be added to. */
static void
test_growing_list(void)
{
	struct entry_list list = { .item = xcalloc(5, sizeof(struct entry)), .n = 5 };
	int sum = 0;

	for (int i = 0; i < 100; i++) {
		struct entry *added = list_add(&list);

		CHECK(added->number == 0);
		added->number = i;
	}
	list_each(entry, &list)
		sum += entry->number;
	CHECK(list.n == 105 && sum == 4950);
	free(list.item);
}

static void
test_numbers(void)
{
	uint64_t u = 7;
	int64_t i = 7;

	CHECK(text_to_u64("18446744073709551615", 10, &u) == 0 && u == UINT64_MAX);
	CHECK(text_to_u64("ff", 16, &u) == 0 && u == 255);
	CHECK(text_to_u64("0x1F", 0, &u) == 0 && u == 31);
	CHECK(text_to_i64("-9223372036854775808", &i) == 0 && i == INT64_MIN);
	CHECK(text_to_i64("9223372036854775807", &i) == 0 && i == INT64_MAX);
	CHECK(text_to_i64("-0", &i) == 0 && i == 0);
}

static void
test_no_numbers(void)
{
	static const char *const wrong[] = {
		"", " 1", "1 ", "+1", "--1", "- 1", "1x", "x", "0x1", "1.5", "\xd9\xa1", "\n",
	};
	uint64_t u = 7;
	int64_t i = 7;

	for (unsigned w = 0; w < COUNT(wrong); w++) {
		auto_free char *story = text_format("%s is not a number", quote(wrong[w]));

		CHECK_FAILS(text_to_u64(wrong[w], 10, &u), FAULT_USAGE, story);
		CHECK_FAILS(text_to_i64(wrong[w], &i), FAULT_USAGE, story);
	}
	CHECK_FAILS(text_to_u64("-1", 10, &u), FAULT_USAGE, "'-1' is not a number");
	CHECK_FAILS(text_to_i64("-1x", &i), FAULT_USAGE, "'-1x' is not a number");
	CHECK_FAILS(text_to_u64("18446744073709551616", 10, &u), FAULT_OVERFLOW,
		    "number '18446744073709551616' is too large");
	CHECK_FAILS(text_to_i64("9223372036854775808", &i), FAULT_OVERFLOW,
		    "number '9223372036854775808' is too large");
	CHECK_FAILS(text_to_i64("-9223372036854775809", &i), FAULT_OVERFLOW,
		    "number '-9223372036854775809' is too large");
	CHECK(u == 7 && i == 7);
}

static void
test_overlong_number(void)
{
	auto_text struct text digits = { 0 };
	uint64_t u = 7;

	for (unsigned i = 0; i < 100000; i++)
		text_add_char(&digits, '9');
	CHECK(text_to_size(text_get(&digits), 1, &u) < 0);
	CHECK(fail_fault() == FAULT_OVERFLOW);
	CHECK(u == 7);
}

static void
test_sizes(void)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} rows[] = {
		{ "5", 5 * 1024 }, { "5b", 5 }, { "5byte", 5 }, { "5BYTES", 5 }, { "0", 0 },
		{ "1k", 1024 }, { "1K", 1024 }, { "1KiB", 1024 }, { "1kb", 1000 }, { "1KB", 1000 },
		{ "2M", UINT64_C(2) << 20 }, { "2MB", 2000000 }, { "2g", UINT64_C(2) << 30 },
		{ "3TiB", UINT64_C(3) << 40 }, { "3pib", UINT64_C(3) << 50 },
		{ "15E", UINT64_C(15) << 60 }, { "18EB", UINT64_C(18000000000000000000) },
	};
	uint64_t bytes = 0;

	for (unsigned i = 0; i < COUNT(rows); i++) {
		CHECK(text_to_size(rows[i].text, 1024, &bytes) == 0);
		if (!CHECK(bytes == rows[i].bytes))
			printf("# %s\n", rows[i].text);
	}
	CHECK_FAILS(text_to_size("16E", 1, &bytes), FAULT_OVERFLOW, "number '16E' is too large");
	CHECK_FAILS(text_to_size("1 K", 1, &bytes), FAULT_USAGE, "unknown unit ' K' in size '1 K'");
	CHECK_FAILS(text_to_size("1Kx", 1, &bytes), FAULT_USAGE, "unknown unit 'Kx' in size '1Kx'");
	CHECK_FAILS(text_to_size("1bb", 1, &bytes), FAULT_USAGE, "unknown unit 'bb' in size '1bb'");
	CHECK_FAILS(text_to_size("1.5G", 1, &bytes), FAULT_USAGE, "unknown unit '.5G' in size '1.5G'");
	CHECK_FAILS(text_to_size("-1", 1, &bytes), FAULT_USAGE, "'-1' is not a number");
	CHECK_FAILS(text_to_size("K", 1, &bytes), FAULT_USAGE, "'K' is not a number");
	CHECK(unit_bytes("") == 0 && unit_bytes("bit") == 0 && unit_bytes("GiB") == 1 << 30);
}

static void
test_durations(void)
{
	int64_t ms = 0;

	CHECK(text_to_duration("90", &ms) == 0 && ms == 90000);
	CHECK(text_to_duration("90s", &ms) == 0 && ms == 90000);
	CHECK(text_to_duration("5m", &ms) == 0 && ms == 300000);
	CHECK(text_to_duration("2h", &ms) == 0 && ms == 7200000);
	CHECK(text_to_duration("3d", &ms) == 0 && ms == 259200000);
	CHECK(text_to_duration("0", &ms) == 0 && ms == 0);
	CHECK(text_to_duration("inf", &ms) == 0 && ms == INT64_MAX);
	CHECK_FAILS(text_to_duration("5w", &ms), FAULT_USAGE, "unknown unit 'w' in time '5w'");
	CHECK_FAILS(text_to_duration("9223372036854775807", &ms), FAULT_OVERFLOW,
		    "number '9223372036854775807' is too large");
	CHECK_FAILS(text_to_duration("infinite", &ms), FAULT_USAGE, "'infinite' is not a number");
}

TESTS(
	TEST("strings grow", test_growing),
	TEST("formatted text of every length fits", test_format_lengths),
	TEST("a string is taken and leaves nothing", test_taking),
	TEST("XML is escaped as libvirt does", test_xml_escapes),
	TEST("strings are compared", test_comparing),
	TEST("names are quoted so that no terminal obeys them", test_quoting),
	TEST("eight quoted names live at once", test_quoting_is_kept),
	TEST("raw and shell forms", test_raw_and_shell),
	TEST("lists of strings end in NULL and sort by bytes", test_lists),
	TEST("arrays of any origin grow", test_growing_list),
	TEST("numbers up to their limits", test_numbers),
	TEST("what is no number is refused", test_no_numbers),
	TEST("a number of 100000 digits is refused", test_overlong_number),
	TEST("sizes have virsh's suffixes", test_sizes),
	TEST("durations", test_durations),
)
