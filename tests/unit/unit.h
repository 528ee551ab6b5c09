/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unit - what a test program in C needs
 *
 *	static void
 *	test_sum(void)
 *	{
 *		CHECK(sum(2, 2) == 4);
 *		CHECK_TEXT(name(4), "four");
 *		CHECK_FAILS(divide(1, 0), FAULT_ARGUMENT, "divide by 0");
 *	}
 *
 *	TESTS(
 *		TEST("numbers are added", test_sum),
 *	)
 *
 * Prints TAP and ends with 1 when a test failed.  Each test begins without a
 * failure told, in a new empty directory that is removed afterwards. */
#ifndef UNIT_H
#define UNIT_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

struct test {
	const char *name;
	void (*run)(void);
};

/* Complaints of the running test: the comments behind its "not ok". */
static struct text unit_complaints;

static inline bool
unit_check(bool holds, const char *file, int line, const char *what)
{
	if (!holds)
		text_addf(&unit_complaints, "# %s:%d: %s\n", file, line, what);
	return holds;
}

static inline void
unit_check_text(const char *actual, const char *expected, const char *file, int line,
		const char *what)
{
	bool same = actual && expected ? strcmp(actual, expected) == 0 : actual == expected;

	if (!unit_check(same, file, line, what))
		text_addf(&unit_complaints, "#   actual:   %s\n#   expected: %s\n",
			  actual ? actual : "(null)", expected ? expected : "(null)");
}

/* Forgets the failure, so that the next check starts afresh. */
static inline void
unit_check_failure(bool failed, enum fault fault, const char *story, const char *file, int line,
		   const char *what)
{
	unit_check(failed, file, line, what);
	unit_check_text(fault_code(fail_fault()), fault_code(fault), file, line, what);
	unit_check_text(fail_story(), story, file, line, what);
	fail_forget();
}

#define CHECK(holds)                 unit_check((holds), __FILE__, __LINE__, #holds)
#define CHECK_TEXT(actual, expected) \
	unit_check_text((actual), (expected), __FILE__, __LINE__, #actual)
/* For a function that returns -1, and for one that returns NULL. */
#define CHECK_FAILS(call, fault, story) \
	unit_check_failure((call) < 0, (fault), (story), __FILE__, __LINE__, #call)
#define CHECK_NULL(call, fault, story)  \
	unit_check_failure(!(call), (fault), (story), __FILE__, __LINE__, #call)

static inline bool
unit_run(const struct test *test)
{
	char directory[] = "/tmp/unit.XXXXXX";
	int home = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	text_cut(&unit_complaints, 0);
	fail_forget();
	if (CHECK(mkdtemp(directory)) && CHECK(chdir(directory) == 0))
		test->run();
	CHECK(fchdir(home) == 0);
	close(home);
	CHECK(dir_remove(AT_FDCWD, directory) == 0);
	return !unit_complaints.length;
}

static inline int
unit_main(const struct test *tests, unsigned n)
{
	unsigned failed = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("1..%u\n", n);
	for (unsigned i = 0; i < n; i++) {
		bool good = unit_run(&tests[i]);

		printf("%s %u - %s\n%s", good ? "ok" : "not ok", i + 1, tests[i].name,
		       text_get(&unit_complaints));
		failed += !good;
	}
	text_done(&unit_complaints);
	return failed > 0;
}

#define TEST(name_, run_) { .name = (name_), .run = (run_) }
#define TESTS(...)                                              \
	static const struct test tests[] = { __VA_ARGS__ };     \
	int                                                     \
	main(void)                                              \
	{                                                       \
		return unit_main(tests, COUNT(tests));          \
	}

#endif
