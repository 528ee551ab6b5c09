/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_settings - files of KEY = VALUE lines */
#include "base/settings.h"

#include "unit.h"

static void
test_quoted(void)
{
	static const char text[] =
		"# a comment\n"
		"a = \"one # two\"   # three\n"
		"b='x\"y'; c = -12\n"
		"\n"
		"d = \"\"\"first\n"
		"sec\"ond\"\"\"\n"
		"e = [ 'p', [ 1, \"q\" ],\n"
		"      'r', ]\n"
		"a = 'again'";
	auto_settings struct settings s = { 0 };
	const struct setting *list;
	int64_t number = 7;

	CHECK(settings_read(text, "t", SETTINGS_QUOTED, &s) == 0);
	CHECK_TEXT(settings_text(&s, "a"), "one # two");
	CHECK_TEXT(settings_text(&s, "b"), "x\"y");
	CHECK(settings_number(&s, "c", &number) == 0 && number == -12);
	CHECK_TEXT(settings_text(&s, "d"), "first\nsec\"ond");
	CHECK(!settings_text(&s, "e"));
	list = settings_find(&s, "%c", 'e');
	CHECK(list && list->line == 7 && list->list.n == 3);
	CHECK_TEXT(list->list.item[1].list.item[1].text, "q");
	CHECK(list->list.item[2].line == 8);
	CHECK(!settings_find(&s, "A"));
}

static void
test_raw(void)
{
	auto_settings struct settings s = { 0 };

	CHECK(settings_read("a.b = x \"y\" # z \t\r\nc=\n", "t", SETTINGS_RAW, &s) == 0);
	CHECK_TEXT(settings_text(&s, "a.b"), "x \"y\" # z");
	CHECK_TEXT(settings_text(&s, "c"), "");
}

static void
test_any_case(void)
{
	auto_settings struct settings s = { 0 };
	bool truth = false;

	CHECK(settings_read("Scsi0:1.Present = \"TRUE\"\nno = 0\n", "t", SETTINGS_ANY_CASE, &s) == 0);
	CHECK(settings_truth(&s, "scsi0:1.present", &truth) == 0 && truth);
	CHECK(settings_truth(&s, "NO", &truth) == 0 && !truth);
	truth = true;
	CHECK(settings_truth(&s, "other", &truth) == 0 && truth);
}

static void
test_refused(void)
{
	static const struct { const char *text, *story; } wrong[] = {
		{ "a",                 "f:1: a name is followed by =" },
		{ "\n\n= 1",           "f:3: a name is expected" },
		{ "a = ",              "f:1: a text in quotes, a number or a list is expected" },
		{ "a = b",             "f:1: a text in quotes, a number or a list is expected" },
		{ "a = 'b",            "f:1: text without its closing quote" },
		{ "a = \"b\nc\"",      "f:1: text without its closing quote" },
		{ "a = \"\"\"b\n",     "f:1: text without its closing quote" },
		{ "a = 1 2",           "f:1: more than a value" },
		{ "a = [ 1\n2 ]",      "f:2: list without its closing bracket" },
		{ "a = [[[[[[[[[[1]]]]]]]]]]", "f:1: too many lists in one another" },
	};

	for (unsigned i = 0; i < COUNT(wrong); i++) {
		auto_settings struct settings s = { 0 };

		fail_forget();
		CHECK_FAILS(settings_read(wrong[i].text, "f", SETTINGS_QUOTED, &s), FAULT_XML, wrong[i].story);
	}
}

static void
test_values_refused(void)
{
	auto_settings struct settings s = { 0 };
	int64_t number = 7;
	bool truth = true;

	CHECK(settings_read("a = 'x'\nb = []\n", "f", SETTINGS_QUOTED, &s) == 0);
	CHECK_FAILS(settings_number(&s, "a", &number), FAULT_XML, "f:1: a is a number");
	CHECK_FAILS(settings_number(&s, "b", &number), FAULT_XML, "f:2: b is a number");
	CHECK_FAILS(settings_truth(&s, "a", &truth), FAULT_XML, "f:1: a is true or false");
	CHECK(number == 7 && truth);
	CHECK_FAILS(settings_fail(&s, NULL, "no %s", "x"), FAULT_XML, "f: no x");
}

TESTS(
	TEST("texts, numbers and lists", test_quoted),
	TEST("a value is the rest of its line", test_raw),
	TEST("keys in any case", test_any_case),
	TEST("what is no setting is told with its line", test_refused),
	TEST("what is no number is told with its line", test_values_refused),
)
