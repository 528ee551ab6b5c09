/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_command_names - the objects that words, patterns and streams of names stand for */
#include "unit.h"

#include "command/inside.h"
#include "driver/vm.h"
#include "state/store.h"

static struct text visited;
static unsigned visits_left;

static bool
visit(const char *name)
{
	text_addf(&visited, "%s|", name);
	return --visits_left > 0;
}

static bool
missing(const char *word)
{
	text_addf(&visited, "!%s: %s|", word, fail_story());
	fail_forget();
	return true;
}

/* A driver with files and nothing else: guests that are defined are stopped ones. */
static int
open_host(struct host *host)
{
	host->folder = xstrdup("unit");
	return 0;
}

static int
probe(struct vm *vm)
{
	vm->active = false;
	return 0;
}

static const struct vm_ops vm_ops = { .probe = probe };
static const struct driver driver = { .interface = DRIVER_INTERFACE, .name = "unit", .open = open_host, .vm = &vm_ops };

static void
given_guests(const char *const *names)
{
	auto_free char *here = getcwd(NULL, 0);

	setenv("VIRTUTILS_ROOT", here, 1);
	host_use(&driver);
	host_choose("unit:///system");
	CHECK(dir_make("etc/unit", 0700) == 0);
	for (; *names; names++) {
		auto_free char *file = text_format("etc/unit/%s.xml", *names);

		CHECK(file_replace(AT_FDCWD, file, "<domain/>", 9, 0600) == 0);
	}
}

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "guests"),
	ROWS_END
};
static const struct argument_row running_ones[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "guests"),
	ROWS_END
};
static const struct argument_row files[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_MANY, NULL, "files"),
	ROWS_END
};

/* What is visited for some words, divided by blanks.  Borrowed. */
static const char *
names_of(const struct argument_row *rows, const char *text)
{
	const struct visitor visitor = { .visit = visit, .missing = missing };
	const struct command cmd = { .arguments = rows };
	auto_strings struct strings words = { 0 };

	text_cut(&visited, 0);
	text_add(&visited, "");
	CHECK(command_divide(text, &words) == 0);
	names_visit(&cmd, &words, &visitor);
	return text_get(&visited);
}

/* The same from a file. */
static const char *
names_in(const void *data, size_t size)
{
	const char *result;

	visits_left = 100;
	CHECK(file_replace(AT_FDCWD, "names", data, size, 0600) == 0);
	settings.names_from = "names";
	result = names_of(arguments, "");
	settings.names_from = NULL;
	return result;
}

static void
test_words(void)
{
	visits_left = 100;
	CHECK_TEXT(names_of(arguments, "b a 'c d'"), "b|a|c d|");
	CHECK_TEXT(names_of(files, "* -"), "*|-|");
	visits_left = 2;
	CHECK_TEXT(names_of(arguments, "a b c"), "a|b|");
}

static void
test_patterns(void)
{
	static const char *const names[] = { "web1", "web2", "db", "w[ab]*", NULL };

	given_guests(names);
	visits_left = 100;
	CHECK_TEXT(names_of(arguments, "web?"), "web1|web2|");
	CHECK_TEXT(names_of(arguments, "w[ab]*"), "w[ab]*|");
	CHECK_TEXT(names_of(arguments, "w[aeb]*"), "web1|web2|");
	CHECK_TEXT(names_of(arguments, "x* db"), "!x*: no virtual machine matches|db|");
	CHECK_TEXT(names_of(running_ones, "web*"), "!web*: no running virtual machine matches|");
	asked.if_needed = true;
	CHECK_TEXT(names_of(running_ones, "web*"), "web1|web2|");
	asked.if_needed = false;
	visits_left = 1;
	CHECK_TEXT(names_of(arguments, "web*"), "web1|");
}

#define NAMES_IN(text) names_in((text), sizeof (text) - 1)

static void
test_lines(void)
{
	CHECK_TEXT(NAMES_IN("a\n\n  # no\n\t b c \r\nd"), "a|b c|d|");
	CHECK_TEXT(NAMES_IN(""), "");
	CHECK_TEXT(NAMES_IN("\n#\n"), "");
	asked.null = true;
	CHECK_TEXT(NAMES_IN("a \0#b\0\nc*"), "a |#b|\nc*|");
	asked.null = false;
}

static void
test_json(void)
{
	CHECK_TEXT(NAMES_IN("[{\"name\":\"a\",\"id\":1},{\"name\":\"b c\"}]"), "a|b c|");
	CHECK_TEXT(NAMES_IN("{\"name\":\"a\"}\n\n{\n \"name\":\n\"b*\"\n}{\"name\":\"c\"}\n\n"), "a|b*|c|");
	CHECK_TEXT(NAMES_IN("[]"), "");
	CHECK_TEXT(NAMES_IN("[\"a\"]"), "a|");
	CHECK_TEXT(NAMES_IN("{\"id\":1}\n{\"name\":\"a\"}"), "!names: JSON without a \"name\"|a|");
	CHECK_TEXT(NAMES_IN("{\"name\":\"a\"}\n{\"name\""), "a|!names: JSON ends too early|");
	CHECK_TEXT(NAMES_IN("{\"name\":\"a\"} x"), "a|!names: JSON: unexpected character|");
}

static void
test_files(void)
{
	visits_left = 100;
	settings.names_from = "nothing";
	CHECK_TEXT(names_of(arguments, "a"), "a|!nothing: open: No such file or directory|");
	settings.names_from = ".";
	CHECK_TEXT(names_of(arguments, ""), "!.: read names: Is a directory|");
	settings.names_from = NULL;
}

TESTS(
	TEST("words are names in the order given, until told to stop", test_words),
	TEST("a pattern stands for guests that make sense, an exact name for itself", test_patterns),
	TEST("lines are names, without blanks and comments; with NUL they are literal", test_lines),
	TEST("JSON objects, lines of them and arrays are names", test_json),
	TEST("a file that cannot be read is told", test_files),
)
