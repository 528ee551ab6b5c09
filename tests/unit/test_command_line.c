/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_command_line - words of a command line become options, arguments and targets */
#include "unit.h"

#include "command/inside.h"

static bool paused;
static const char *mode, *modes, *first, *second, *note;
static unsigned count;
static int64_t offset, delay;
static uint64_t size, length;
static struct strings rest, notes;

static const char *const mode_words[] = { "acpi", "agent", "initctl", NULL };

static const struct option_row options[] = {
	OPT_FLAG ('p', "paused", &paused, "leave it paused"),
	OPT_WORD (0, "mode", &mode, "MODE", mode_words, "how"),
	{ .long_name = "modes", .kind = VALUE_WORDS, .into = &modes, .words = mode_words, .metavar = "LIST", .help = "how" },
	OPT_VALUE(0, "count", VALUE_UINT, &count, "N", "how many"),
	OPT_VALUE(0, "offset", VALUE_INT, &offset, "N", "how far"),
	OPT_VALUE(0, "size", VALUE_SIZE, &size, "SIZE", "how large"),
	OPT_VALUE(0, "length", VALUE_BYTES, &length, "SIZE", "how long"),
	OPT_VALUE(0, "delay", VALUE_DURATION, &delay, "TIME", "how late"),
	OPT_VALUE('e', "escape-note", VALUE_TEXT, &note, "TEXT", "a word"),
	OPT_VALUE(0, "note", VALUE_TEXTS, &notes, "TEXT", "words"),
	ROWS_END
};

static int
nothing(const char *target)
{
	(void)target;
	return 0;
}

static const struct argument_row many_then_one[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "guests"),
	ARG("TARGET", "target", VALUE_TEXT, ARG_ONE, &first, "where to"),
	ROWS_END
};
static const struct argument_row one_and_more[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "a guest"),
	ARG("NAME", "name", VALUE_TEXT, ARG_OPTIONAL, &first, "name"),
	ARG("TEXT", "text", VALUE_TEXT, ARG_OPTIONAL, &second, "text"),
	ARG("REST", "rest", VALUE_TEXT, ARG_ANY, &rest, "the rest"),
	ROWS_END
};

static struct command cmd = { .name = "unit", .summary = "a test", .options = options, .each = nothing };
static struct line line;
static struct strings targets;

/* Read a command line of words divided by single blanks; 0, or -1 after fail(). */
static int
read_line(const struct argument_row *arguments, const char *text)
{
	static char *argv[32];
	static struct strings words;
	int argc = 0;

	cmd.arguments = arguments;
	paused = false;
	mode = modes = first = second = note = settings.names_from = NULL;
	count = 0;
	offset = delay = 0;
	size = length = 0;
	strings_done(&rest);
	strings_done(&notes);
	strings_done(&words);
	parse_done(&line);
	targets = (struct strings){ 0 };
	strings_add(&words, "unit");
	if (*text && command_divide(text, &words) < 0)
		return -1;
	for (unsigned i = 0; i < words.n; i++)
		argv[argc++] = words.item[i];
	argv[argc] = NULL;
	if (parse(&cmd, argc, argv, &line) != PARSED)
		return -1;
	return arguments_take(&cmd, &line, &targets);
}

static const char *
joined(const struct strings *list)
{
	static struct text text;

	text_cut(&text, 0);
	text_add(&text, "");
	for (unsigned i = 0; i < list->n; i++)
		text_addf(&text, "%s%s", i ? "|" : "", list->item[i]);
	return text_get(&text);
}

static void
test_options(void)
{
	CHECK(read_line(many_then_one, "a b -p --mode=agent --count 3 --offset=-4 --delay 2m") == 0);
	CHECK(paused);
	CHECK_TEXT(mode, "agent");
	CHECK(count == 3 && offset == -4 && delay == 120000);
	CHECK_TEXT(joined(&line.options), "--paused|--mode=agent|--count=3|--offset=-4|--delay=2m");
}

static void
test_sizes(void)
{
	CHECK(read_line(many_then_one, "a b --size=4 --length=4") == 0);
	CHECK(size == 4096 && length == 4);
	CHECK(read_line(many_then_one, "a b --size=4M --length=4KB") == 0);
	CHECK(size == 4 << 20 && length == 4000);
	setenv("VIRTUTILS_UNITS", "strict", 1);
	CHECK_FAILS(read_line(many_then_one, "a b --size=4"), FAULT_USAGE, "--size: size '4' has no unit");
	CHECK(read_line(many_then_one, "a b --size=4k --length=4") == 0);
	unsetenv("VIRTUTILS_UNITS");
}

static void
test_bad_values(void)
{
	CHECK_FAILS(read_line(many_then_one, "a b --mode=apm"), FAULT_USAGE,
		    "--mode: 'apm' is not one of acpi, agent, initctl");
	CHECK(read_line(many_then_one, "a b --modes=acpi,initctl") == 0);
	CHECK_FAILS(read_line(many_then_one, "a b --modes=acpi,"), FAULT_USAGE,
		    "--modes: '' is not one of acpi, agent, initctl");
	CHECK_FAILS(read_line(many_then_one, "a b --count=-1"), FAULT_USAGE, "--count: '-1' is not a number");
	CHECK_FAILS(read_line(many_then_one, "a b --count=4294967296"), FAULT_OVERFLOW,
		    "--count: number '4294967296' is too large");
	CHECK_FAILS(read_line(many_then_one, "a b --paused=yes"), FAULT_USAGE, "option '--paused=yes' takes no value");
	CHECK_FAILS(read_line(many_then_one, "a b --count"), FAULT_USAGE, "option '--count' needs a value");
	CHECK_FAILS(read_line(many_then_one, "a b --pau"), FAULT_USAGE, "unknown option '--pau'");
}

static void
test_old_spellings(void)
{
	CHECK(read_line(many_then_one, "a b --escape_note=x_y") == 0);
	CHECK_TEXT(note, "x_y");
	/* A value is not an option, whatever it looks like. */
	CHECK(read_line(many_then_one, "a b --escape-note --un_known") == 0);
	CHECK_TEXT(note, "--un_known");
	CHECK(read_line(many_then_one, "a b -pe --un_known") == 0);
	CHECK_TEXT(note, "--un_known");
	CHECK(read_line(many_then_one, "a -- --x_y") == 0);
	CHECK_TEXT(first, "--x_y");
}

static void
test_many_leaves_enough(void)
{
	CHECK(read_line(many_then_one, "a b c mem") == 0);
	CHECK_TEXT(joined(&targets), "a|b|c");
	CHECK_TEXT(first, "mem");
	CHECK_FAILS(read_line(many_then_one, "a"), FAULT_USAGE, "missing TARGET");
	CHECK_FAILS(read_line(many_then_one, ""), FAULT_USAGE, "missing VM");
	CHECK(read_line(many_then_one, "--target=mem a b") == 0);
	CHECK_TEXT(joined(&targets), "a|b");
	CHECK_TEXT(first, "mem");
}

static void
test_optional_ones(void)
{
	CHECK(read_line(one_and_more, "a") == 0);
	CHECK(!first && !second && !rest.n);
	CHECK(read_line(one_and_more, "a n t r1 r2") == 0);
	CHECK_TEXT(joined(&targets), "a");
	CHECK_TEXT(first, "n");
	CHECK_TEXT(second, "t");
	CHECK_TEXT(joined(&rest), "r1|r2");
	CHECK(read_line(one_and_more, "--name=n a t") == 0);
	CHECK_TEXT(first, "n");
	CHECK_TEXT(second, "t");
	CHECK(read_line(one_and_more, "--domain=a n") == 0);
	CHECK_TEXT(joined(&targets), "a");
	CHECK_TEXT(first, "n");
	CHECK_FAILS(read_line(one_and_more, "a --text=1 --text=2"), FAULT_USAGE, "TEXT is given twice");
}

static void
test_names_from_stands_for_the_first(void)
{
	CHECK(read_line(many_then_one, "--names-from=list mem") == 0);
	CHECK(targets.n == 0);
	CHECK_TEXT(first, "mem");
	CHECK_TEXT(settings.names_from, "list");
}

static void
test_repeated_texts(void)
{
	CHECK(read_line(many_then_one, "a b --note=1 --note 2") == 0);
	CHECK_TEXT(joined(&notes), "1|2");
}

static void
test_lines_are_divided(void)
{
	struct strings words = { 0 };

	CHECK(command_divide("list --all 'a b' c\\ d", &words) == 0);
	CHECK_TEXT(joined(&words), "list|--all|a b|c d");
	strings_done(&words);
	CHECK_FAILS(command_divide("ends \\", &words), FAULT_USAGE, "'ends \\\\': error in parameter quoting");
	strings_done(&words);
}

TESTS(
	TEST("options of every kind are stored", test_options),
	TEST("a bare size is KiB, or refused", test_sizes),
	TEST("bad values are refused with the option's name", test_bad_values),
	TEST("old spellings are accepted, values left alone", test_old_spellings),
	TEST("an argument that takes many leaves enough for the others", test_many_leaves_enough),
	TEST("optional arguments take what there is", test_optional_ones),
	TEST("--names-from stands for the first argument", test_names_from_stands_for_the_first),
	TEST("an option may be repeated", test_repeated_texts),
	TEST("a line is divided as by a shell", test_lines_are_divided),
)
