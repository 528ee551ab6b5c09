/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_memory - allocation and its end */
#include "unit.h"

#include <errno.h>
#include <stdint.h>
#include <sys/wait.h>

#include "base/memory.h"

/* AddressSanitizer would end the program before we can. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
test_nothing(void)
{
	auto_free void *empty = xmalloc(0), *zero = xcalloc(0, 8), *shrunk = xrealloc(xmalloc(8), 0, 8);
	auto_free void *copy = xmemdup("", 0);

	CHECK(empty && zero && shrunk && copy);
	CHECK(!xstrdup(NULL));
}

static void
test_copies(void)
{
	auto_free char *whole = xstrdup("whole"), *part = xstrndup("part of it", 4);
	auto_free char *bytes = xmemdup("a\0b", 4);
	char *kept = steal(whole);

	CHECK(!whole);
	CHECK_TEXT(kept, "whole");
	CHECK_TEXT(part, "part");
	CHECK(memcmp(bytes, "a\0b", 4) == 0);
	free(kept);
}

static void
test_out_of_memory(void)
{
	auto_free char *expected = text_format("%s: out of memory\n", program_invocation_short_name);
	char said[8192] = "";
	int ends[2], status = 0;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		xrealloc(NULL, SIZE_MAX / 2, 16);
		_exit(0);
	}
	close(ends[1]);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	CHECK(read(ends[0], said, sizeof said - 1) > 0);
	/* The sanitizer warns before us. */
	CHECK(text_ends(said, expected));
	close(ends[0]);
}

TESTS(
	TEST("nothing is something", test_nothing),
	TEST("copies are whole or cut", test_copies),
	TEST("out of memory ends the program with one line", test_out_of_memory),
)
