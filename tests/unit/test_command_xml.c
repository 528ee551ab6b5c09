/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_command_xml - documents as JSON, and what the options of states mean */
#include "unit.h"

#include "base/json.h"
#include "command/inside.h"

/* A document as one line of JSON.  Borrowed until the next call. */
static const char *
mapped(const char *document)
{
	static char *line;
	auto_json struct json_object *object = xml_to_json(document);

	free(line);
	line = xstrdup(object ? json_line(object) : "");
	return line;
}

static void
test_elements(void)
{
	CHECK_TEXT(mapped("<a/>"), "{\"a\":null}");
	CHECK_TEXT(mapped("<a>text</a>"), "{\"a\":\"text\"}");
	CHECK_TEXT(mapped("<a> <b> x </b>\n<c> </c></a>"), "{\"a\":{\"b\":\" x \",\"c\":null}}");
	CHECK_TEXT(mapped("<a> mixed <b/> text </a>"), "{\"a\":{\"#text\":\"mixed  text\",\"b\":null}}");
	CHECK_TEXT(mapped("<a><!-- c --><b>1</b><d/><b>2</b><b/></a>"), "{\"a\":{\"b\":[\"1\",\"2\",null],\"d\":null}}");
}

static void
test_attributes(void)
{
	CHECK_TEXT(mapped("<a x='1' y=''>t</a>"), "{\"a\":{\"@x\":\"1\",\"@y\":\"\",\"#text\":\"t\"}}");
	CHECK_TEXT(mapped("<a x='&lt;&amp;&#10;\"'/>"), "{\"a\":{\"@x\":\"<&\\n\\\"\"}}");
	CHECK_TEXT(mapped("<q:a xmlns:q='urn:q' q:x='1' x='2'><q:b/><b/></q:a>"),
		   "{\"q:a\":{\"@xmlns:q\":\"urn:q\",\"@q:x\":\"1\",\"@x\":\"2\",\"q:b\":null,\"b\":null}}");
}

static void
test_bad_document(void)
{
	CHECK(!xml_to_json("<a>"));
	CHECK(fail_fault() == FAULT_XML);
	fail_forget();
}

/* What asked_states() says: L and C for the definitions that are meant. */
static const char *
states(struct asked what, bool active, bool stored, bool to_change)
{
	static char result[3];
	bool live, config;

	asked = what;
	if (asked_states(active, stored, to_change, &live, &config) < 0)
		return fail_story();
	result[0] = live ? 'L' : '-';
	result[1] = config ? 'C' : '-';
	return result;
}

static void
test_states(void)
{
	struct asked nothing = { 0 }, live = { .live = true }, config = { .config = true };
	struct asked both = { .live = true, .config = true }, persistent = { .persistent = true };

	CHECK_TEXT(states(nothing, true, true, true), "L-");
	CHECK_TEXT(states(nothing, false, true, true), "-C");
	CHECK_TEXT(states(live, true, true, true), "L-");
	CHECK_TEXT(states(config, true, true, true), "-C");
	CHECK_TEXT(states(both, true, true, true), "LC");
	CHECK_TEXT(states(persistent, true, true, true), "LC");
	CHECK_TEXT(states(persistent, false, true, true), "-C");
	CHECK_TEXT(states(persistent, true, true, false), "-C");
	CHECK_TEXT(states(live, false, true, true), "not running");
	CHECK_TEXT(states(both, false, true, true), "not running");
	CHECK_TEXT(states(config, true, false, true), "has no stored definition");
	CHECK_TEXT(states(persistent, true, false, true), "has no stored definition");
	CHECK_TEXT(states(both, true, true, false), "--live and --config cannot be shown together");
	fail_forget();
}

static void
test_already(void)
{
	asked = (struct asked){ 0 };
	CHECK_FAILS(already("already so"), FAULT_STATE, "already so");
	asked.if_needed = true;
	CHECK(already("already so") == 0);
}

static void
test_tallies(void)
{
	struct tally same = { 0 }, mixed = { 0 }, partly = { 0 }, good = { 0 };

	tally_add(&same, 4), tally_add(&same, 4);
	tally_add(&mixed, 4), tally_add(&mixed, 3), tally_add(&mixed, 4);
	tally_add(&partly, 0), tally_add(&partly, 4);
	tally_add(&good, 0);
	CHECK(tally_status(&same) == 4);
	CHECK(tally_status(&mixed) == 64);
	CHECK(tally_status(&partly) == 64);
	CHECK(tally_status(&good) == 0);
}

TESTS(
	TEST("elements become strings, objects, arrays and null", test_elements),
	TEST("attributes begin with @, prefixes stay", test_attributes),
	TEST("a bad document is no JSON", test_bad_document),
	TEST("--live, --config, --persistent and none choose definitions", test_states),
	TEST("already so is a failure unless --if-needed", test_already),
	TEST("several targets have one status", test_tallies),
)
