/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_fail - stories of failures, and warnings */
#include "unit.h"

#include <errno.h>

static void
test_story(void)
{
	CHECK(fail_fault() == FAULT_NONE);
	CHECK_TEXT(fail_story(), "");
	CHECK(!fail_advice());
	CHECK(fail(FAULT_STATE, "%s is not running", quote("web")) == -1);
	CHECK_TEXT(fail_story(), "'web' is not running");
	CHECK(fail_within("machine %d", 7) == -1);
	CHECK(fail_within("host") == -1);
	CHECK_TEXT(fail_story(), "host: machine 7: 'web' is not running");
	CHECK(fail_fault() == FAULT_STATE);
	CHECK(fail_as(FAULT_BUSY) == -1 && fail_fault() == FAULT_BUSY);
	fail_forget();
	CHECK(fail_fault() == FAULT_NONE);
	CHECK_TEXT(fail_story(), "");
}

static void
test_errno(void)
{
	static const struct {
		int error;
		enum fault fault;
		const char *story;
	} rows[] = {
		{ ENOENT, FAULT_SYSTEM, "open /x: No such file or directory" },
		{ EACCES, FAULT_DENIED, "open /x: Permission denied" },
		{ EPERM,  FAULT_DENIED, "open /x: Operation not permitted" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++) {
		errno = rows[i].error;
		CHECK(fail_errno("open %s", "/x") == -1);
		CHECK(errno == rows[i].error && fail_errno_value() == rows[i].error);
		CHECK(fail_fault() == rows[i].fault);
		CHECK_TEXT(fail_story(), rows[i].story);
	}
	fail(FAULT_FAILED, "something else");
	CHECK(fail_errno_value() == 0);
}

static void
test_replaced(void)
{
	fail(FAULT_STATE, "first");
	fail_hint("try again");
	CHECK_TEXT(fail_advice(), "try again");
	fail_hint("or not");
	CHECK_TEXT(fail_advice(), "or not");
	/* The old story may be told within the new one. */
	fail(FAULT_BUSY, "second, for %s", fail_story());
	CHECK_TEXT(fail_story(), "second, for first");
	CHECK(!fail_advice());
}

/* One line, and no orders for the terminal, whatever the names are. */
static void
test_hostile_names(void)
{
	fail(FAULT_FAILED, "open %s", "/tmp/a\nb\033[2J\xff\\");
	CHECK_TEXT(fail_story(), "open /tmp/a\\nb\\033[2J\\377\\");
	fail_within("%s", "a\rb");
	CHECK_TEXT(fail_story(), "a\\rb: open /tmp/a\\nb\\033[2J\\377\\");
}

static void
test_long_name(void)
{
	char name[301];

	memset(name, 'n', 300);
	name[300] = '\0';
	fail(FAULT_MISSING, "no machine %s", quote(name));
	CHECK(strlen(fail_story()) == strlen("no machine ''") + 300);
}

static void
test_words_without_a_failure(void)
{
	CHECK_FAILS(fail_within("machine 7"), FAULT_INTERNAL, "machine 7");
}

static void
test_table(void)
{
	CHECK(fault_status(FAULT_NONE) == 0 && fault_status(FAULT_STATE) == 3);
	CHECK_TEXT(fault_code(FAULT_BUSY), "busy");
	for (enum fault f = FAULT_NONE; f < FAULT_COUNT; f++)
		CHECK(fault_code(f) && fault_meaning(f));
	for (enum fault f = FAULT_NONE + 1; f < FAULT_COUNT; f++)
		CHECK(fault_status(f) > 0);
}

static char warned[64];

static void
keep_warning(const char *message)
{
	snprintf(warned, sizeof warned, "%s", message);
}

static void
test_warnings(void)
{
	unsigned before = warn_count();

	warn("nobody hears this");
	warn_to(keep_warning);
	warn("unknown attribute '%s'", "tpye\n");
	CHECK_TEXT(warned, "unknown attribute 'tpye\\n'");
	warn_to(NULL);
	CHECK(warn_count() == before + 2);
	CHECK(fail_fault() == FAULT_NONE);
}

TESTS(
	TEST("a story grows from the inside out", test_story),
	TEST("errno becomes a fault and stays", test_errno),
	TEST("a second failure replaces the first", test_replaced),
	TEST("a story is one printable line", test_hostile_names),
	TEST("a story has room for long names", test_long_name),
	TEST("words without a failure are our own mistake", test_words_without_a_failure),
	TEST("every fault has code, status and meaning", test_table),
	TEST("warnings go to whoever listens", test_warnings),
)
