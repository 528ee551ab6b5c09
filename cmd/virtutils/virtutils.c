/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virtutils - find and run a program by its own name or by virsh's
 *
 * A symbolic link to it called virsh keeps old scripts running: options that
 * stand before virsh's command are taken, a single word may hold the whole line. */
#include "command/command.h"
#include "command/installed.h"
#include "driver/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

static struct strings words;
static bool list_programs;

/* Of virsh's own, the ones that mean nothing here. */
static bool readonly, timing, no_pkttyagent;
static const char *debug, *log_file, *keepalive_interval, *keepalive_count, *escape;

#define SWALLOWED_FLAG(s, l, p) \
	{ .short_name = (s), .long_name = (l), .into = (p), .hidden = true }
#define SWALLOWED(s, l, p) \
	{ .short_name = (s), .long_name = (l), .kind = VALUE_TEXT, .into = (p), .metavar = "V", .hidden = true }

static const struct option_row options[] = {
	OPT_FLAG(0, "list-programs", &list_programs, "the names of all programs, one per line"),
	SWALLOWED_FLAG('r', "readonly", &readonly),
	SWALLOWED_FLAG('t', "timing", &timing),
	SWALLOWED_FLAG(0, "no-pkttyagent", &no_pkttyagent),
	SWALLOWED('d', "debug", &debug),
	SWALLOWED('l', "log", &log_file),
	SWALLOWED('k', "keepalive-interval", &keepalive_interval),
	SWALLOWED('K', "keepalive-count", &keepalive_count),
	SWALLOWED('e', "escape", &escape),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("COMMAND", NULL, VALUE_TEXT, ARG_ANY, &words, "a program, or virsh's name for it, and its arguments"),
	ROWS_END
};

/* Nouns of two words; any other is what stands before the first dash. */
static const char *const long_nouns[] = { "vm-snapshot", "vm-checkpoint", "vm-backup", "net-port" };

/* A line of programs.tsv. */
struct listed {
	char *name, *virsh, *summary;
};
LIST_OF(listed);

static struct listed_list programs;

/* Up to the character; what is behind it is the rest. */
static char *
cut(char **rest, char at)
{
	char *start = *rest, *end = strchr(start, at);

	*rest = end ? end + 1 : start + strlen(start);
	if (end)
		*end = '\0';
	return start;
}

/* The table lies in the tree that the program itself is in; kept for the life of the program. */
static int
load_programs(void)
{
	static char *text;
	auto_free char *path = installed_share("programs.tsv");
	char *rest;

	text = path ? file_read(AT_FDCWD, path, FILE_LIMIT, NULL) : NULL;
	if (!text)
		return -1;
	for (rest = text; *rest; ) {
		char *line = cut(&rest, '\n');
		struct listed *program = list_add(&programs);

		program->name = cut(&line, '\t');
		program->virsh = cut(&line, '\t');
		program->summary = line;
	}
	return 0;
}

static size_t
noun_length(const char *name)
{
	for (unsigned i = 0; i < COUNT(long_nouns); i++)
		if (text_starts(name, long_nouns[i]))
			return strlen(long_nouns[i]);
	return strcspn(name, "-");
}

static bool
same_noun(const char *a, const char *b)
{
	return noun_length(a) == noun_length(b) && strncmp(a, b, noun_length(a)) == 0;
}

static int
print_programs(void)
{
	const char *noun = "-";

	if (load_programs() < 0)
		return -1;
	list_each (program, &programs) {
		if (list_programs) {
			answer("%s\n", program->name);
			continue;
		}
		if (!same_noun(program->name, noun))
			answer("%s%.*s\n", program == programs.item ? "" : "\n", (int)noun_length(program->name),
			       program->name);
		noun = program->name;
		answer("  %-26s %s\n", program->name, program->summary);
	}
	return 0;
}

/* Our name for a program, given that or virsh's, in an old spelling maybe.  NULL when the table has
 * none of them. */
static const struct listed *
find(const char *name)
{
	if (strcmp(name, "nodedev-dettach") == 0)
		name = "nodedev-detach";
	list_each (program, &programs)
		if (strcmp(program->name, name) == 0 || strcmp(program->virsh, name) == 0)
			return program;
	return NULL;
}

static int
start(const char *name, char *const argv[])
{
	auto_free char *directory = installed_directory();
	auto_free char *path = text_format("%s/%s", directory ? directory : "", name);

	execv(path, argv);
	if (errno != ENOENT)
		return fail_errno("run %s", path);
	execvp(name, argv);
	return fail_errno("run %s", name);
}

static bool
is_virsh(void)
{
	return strcmp(program_invocation_short_name, "virsh") == 0;
}

static int
print_version(void)
{
	answer("%s\n", VERSION);
	return 0;
}

/* virsh takes a whole line in one word. */
static int
divide_line(void)
{
	struct strings divided = { 0 };

	if (words.n != 1 || !strchr(words.item[0], ' '))
		return 0;
	if (command_divide(words.item[0], &divided) < 0)
		return -1;
	strings_done(&words);
	words = divided;
	return 0;
}

/* Options given to us are for the program, unless they are ours or only virsh's. */
static bool
is_own(const char *option)
{
	for (const struct option_row *row = options; row->long_name; row++) {
		size_t length = strlen(row->long_name);

		if (strncmp(option + 2, row->long_name, length) == 0 && (!option[2 + length] || option[2 + length] == '='))
			return true;
	}
	return false;
}

static int
run_program(const char *name)
{
	const struct strings *given = command_options();
	auto_strings struct strings argv = { 0 };

	strings_add(&argv, name);
	for (unsigned i = 0; i < given->n; i++)
		if (!is_own(given->item[i]))
			strings_add(&argv, given->item[i]);
	if (escape && strcmp(name, "vm-console") == 0)
		strings_addf(&argv, "--escape=%s", escape);
	for (unsigned i = 1; i < words.n; i++)
		strings_add(&argv, words.item[i]);
	return start(name, argv.item);
}

static int
run(void)
{
	const struct listed *program;

	if (is_virsh() && divide_line() < 0)
		return -1;
	if (!words.n && is_virsh() && asked.verbose)
		return print_version();
	if (!words.n || (is_virsh() && strcmp(words.item[0], "help") == 0))
		return print_programs();
	if (load_programs() < 0)
		return -1;
	program = find(words.item[0]);
	if (program)
		return run_program(program->name);
	fail(FAULT_USAGE, "no program or virsh command %s", quote(words.item[0]));
	fail_hint("'virtutils' alone lists them");
	return -1;
}

/* The first word that is no option, before the one in question. */
static unsigned
command_index(unsigned index, char **line)
{
	for (unsigned i = 1; i < index; i++)
		if (strcmp(line[i], "-c") == 0 || strcmp(line[i], "--connect") == 0)
			i++;
		else if (line[i][0] != '-')
			return i;
	return index;
}

/* Names first; then the program itself knows what may follow. */
static int
complete(unsigned index, char **line)
{
	unsigned at = command_index(index, line);
	const char *word = line[index] ? line[index] : "";
	const struct listed *program;
	auto_strings struct strings argv = { 0 };

	if (load_programs() < 0)
		return 0;
	if (at >= index) {
		list_each (listed, &programs) {
			if (text_starts(listed->name, word))
				answer("%s\t%s\n", listed->name, listed->summary);
			if (text_starts(listed->virsh, word) && strcmp(listed->virsh, "-") != 0)
				answer("%s\t%s\n", listed->virsh, listed->summary);
		}
		return 0;
	}
	program = find(line[at]);
	if (!program)
		return 0;
	strings_add(&argv, program->name);
	strings_add(&argv, "--complete");
	strings_addf(&argv, "%u", index - at);
	strings_add(&argv, "--");
	for (; line[at]; at++)
		strings_add(&argv, line[at]);
	return start(program->name, argv.item);
}

const struct command command = {
	.name      = "virtutils",
	.summary   = "list the programs of virtutils, or run one by its own name or by virsh's",
	.example   = "virtutils snapshot-list web1",
	.options   = options,
	.arguments = arguments,
	.run       = run,
	.complete  = complete,
	.foreign   = true,
	.here      = true,
};
