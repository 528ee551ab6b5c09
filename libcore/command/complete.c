/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete - candidates for the shells: PROGRAM --complete INDEX -- WORDS...
 *
 * One candidate a line, then a tab and help where there is some.  A line that
 * begins with the tab is for the script: "files" or "directories" are the
 * shell's to offer.  Words come without shell quotes, WORDS[0] is the program. */
#include "command/inside.h"

#include <string.h>

#include "command/objects.h"
#include "driver/vm.h"
#include "state/store.h"

/* What stands before the word in question. */
struct before {
	struct strings words;                    /* that are no options */
	const struct option_row *option;         /* wants this word as its value */
	const struct argument_row *argument;     /* the same, for --domain */
	bool options_over;
	const char *vm;                          /* the guest named so far */
	unsigned given;                          /* argument rows named by option, a bit each */
};

static const struct {
	const char *uri, *help;
} uris[] = {
	{ "qemu:///system",  "QEMU and KVM of this host" },
	{ "qemu:///session", "QEMU and KVM of this user" },
	{ "test:///default", "a simulated hypervisor" },
};

static void
offer(const char *prefix, const char *word, const char *candidate, const char *help)
{
	if (!text_starts(candidate, word) || strpbrk(candidate, "\t\n"))
		return;
	printf("%s%s%s%s\n", prefix, candidate, help ? "\t" : "", help ? help : "");
}

static void
offer_objects(enum value_kind kind, const char *prefix, const char *word, const struct before *before)
{
	auto_strings struct strings names = { 0 };

	if (objects_names(objects_of(kind), false, NULL, &names) < 0)
		return;
	for (unsigned i = 0; i < names.n; i++)
		if (!strings_have(&before->words, names.item[i]))
			offer(prefix, word, names.item[i], NULL);
}

static void
offer_moments(const char *noun, const char *prefix, const char *word, const struct before *before)
{
	auto_vm struct vm *vm = before->vm ? vm_open(before->vm, VM_TO_READ) : NULL;
	auto_free char *folder = vm ? text_format("%s/%s/%s", host_here()->folder, noun, vm->name) : NULL;
	auto_strings struct strings names = { 0 };

	if (!vm || store_names(PLACE_ETC, folder, &names) < 0)
		return;
	for (unsigned i = 0; i < names.n; i++)
		if (!strings_have(&before->words, names.item[i]))
			offer(prefix, word, names.item[i], NULL);
}

/* Is it one of the words of a list, each of which ends with a comma? */
static bool
is_listed(const char *list, size_t length, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; at < list + length; at = strchr(at, ',') + 1)
		if (strncmp(at, word, n) == 0 && at[n] == ',')
			return true;
	return false;
}

/* Of a comma-separated list, the last one is in question. */
static void
offer_words(const char *const *words, bool several, const char *prefix, const char *word)
{
	const char *comma = several ? strrchr(word, ',') : NULL;
	size_t head = comma ? (size_t)(comma - word) + 1 : 0;
	auto_free char *longer = text_format("%s%.*s", prefix, (int)head, word);

	for (; words && *words; words++)
		if (!is_listed(word, head, *words))
			offer(longer, word + head, *words, NULL);
}

static void
offer_columns(const struct column *columns, bool several, const char *prefix, const char *word)
{
	const char *names[COLUMNS_MAX + 1] = { NULL };
	bool added = several && *word == '+';
	auto_free char *longer = text_format("%s%s", prefix, added ? "+" : "");

	for (unsigned n = 0; n < COLUMNS_MAX && columns->name; columns++)
		names[n++] = columns->name;
	offer_words(names, several, longer, word + added);
}

static void
offer_values(enum value_kind kind, const char *const *words, const char *prefix, const char *word,
	     const struct before *before)
{
	if (value_is_object(kind))
		offer_objects(kind, prefix, word, before);
	else if (kind == VALUE_SNAPSHOT || kind == VALUE_CHECKPOINT)
		offer_moments(option_type(kind), prefix, word, before);
	else if (kind == VALUE_WORD || kind == VALUE_WORDS)
		offer_words(words, kind == VALUE_WORDS, prefix, word);
	else if (kind == VALUE_URI)
		for (unsigned i = 0; i < COUNT(uris); i++)
			offer(prefix, word, uris[i].uri, uris[i].help);
	else if (value_is_file(kind))
		printf("\t%s\n", kind == VALUE_FILE ? "files" : "directories");
}

static void
offer_option_value(const struct command *cmd, const struct option_row *row, const char *prefix, const char *word,
		   const struct before *before)
{
	bool names_columns = row->into == &asked.output || row->into == &asked.sort;

	if (names_columns && cmd->columns)
		offer_columns(cmd->columns, row->into == &asked.output, prefix, word);
	else
		offer_values(row->kind, row->words, prefix, word, before);
}

static void
offer_options(const struct command *cmd, const char *word)
{
	struct options shown;

	options_shown(cmd, &shown);
	for (unsigned i = 0; i < shown.n; i++) {
		const struct option_row *row = shown.item[i];
		auto_free char *name = text_format("--%s%s", row->long_name, option_is_flag(row) ? "" : "=");

		offer("", word, name, row->help);
	}
}

/* Words go to the rows in order; from a row that takes many on, it may be any of the rest. */
static void
offer_arguments(const struct command *cmd, const char *word, const struct before *before)
{
	unsigned n = arguments_count(cmd), at = 0, taken = before->words.n;

	if (cmd->foreign && before->words.n)
		return;
	for (; at < n; at++) {
		const struct argument_row *row = &cmd->arguments[at];
		bool single = row->count == ARG_ONE || row->count == ARG_OPTIONAL;

		if (before->given >> at & 1 || (single && taken && taken--))
			continue;
		offer_values(row->kind, row->words, "", word, before);
		if (single)
			return;
		taken = 0;
	}
}

static const struct argument_row *
argument_named(const struct command *cmd, const char *name, size_t length)
{
	for (unsigned i = 0; i < arguments_count(cmd); i++) {
		const char *long_name = cmd->arguments[i].long_name;

		if (long_name && strncmp(long_name, name, length) == 0 && !long_name[length])
			return &cmd->arguments[i];
	}
	return NULL;
}

/* The value of what wants one. */
static void
read_value(const struct command *cmd, const char *value, struct before *before)
{
	if (before->option && before->option->into == &settings.connect)
		host_choose(value);
	if (before->argument) {
		before->given |= 1u << (before->argument - cmd->arguments);
		if (value_is_object(before->argument->kind) && !before->vm)
			before->vm = value;
	}
	before->option = NULL;
	before->argument = NULL;
}

static void
read_long_option(const struct command *cmd, const struct options *options, const char *name, struct before *before)
{
	size_t length = strcspn(name, "=");
	const struct option_row *row = options_find(options, name, length);

	before->option = row && !option_is_flag(row) ? row : NULL;
	before->argument = row ? NULL : argument_named(cmd, name, length);
	if (name[length])
		read_value(cmd, name + length + 1, before);
}

static void
read_letters(const struct command *cmd, const struct options *options, const char *letter, struct before *before)
{
	for (; *letter && !before->option; letter++) {
		const struct option_row *row = options_letter(options, *letter);

		before->option = row && !option_is_flag(row) ? row : NULL;
	}
	if (before->option && *letter)
		read_value(cmd, letter, before);
}

static void
read_before(const struct command *cmd, const struct options *options, const char *word, struct before *before)
{
	if (before->option || before->argument) {
		read_value(cmd, word, before);
	} else if (!before->options_over && strcmp(word, "--") == 0) {
		before->options_over = true;
	} else if (!before->options_over && word[0] == '-' && word[1] == '-') {
		read_long_option(cmd, options, word + 2, before);
	} else if (!before->options_over && word[0] == '-' && word[1]) {
		read_letters(cmd, options, word + 1, before);
	} else {
		strings_add(&before->words, word);
		if (!before->vm && cmd->arguments && value_is_object(cmd->arguments[0].kind))
			before->vm = word;
	}
}

/* The word in question: "--progress=al" is a value with something before it. */
static void
offer_for(const struct command *cmd, const struct options *options, const char *word, struct before *before)
{
	const char *equals = strchr(word, '=');
	auto_free char *prefix = equals ? xstrndup(word, (size_t)(equals - word) + 1) : xstrdup("");
	bool is_option = !before->options_over && *word == '-' && !before->option && !before->argument;

	if (is_option && !equals) {
		offer_options(cmd, word);
		return;
	}
	if (is_option) {
		size_t length = strlen(prefix) - (word[1] == '-' ? 3 : 1);

		before->option = options_find(options, word + 2, length);
		before->argument = before->option ? NULL : argument_named(cmd, word + 2, length);
		word = equals + 1;
	}
	if (before->option)
		offer_option_value(cmd, before->option, is_option ? prefix : "", word, before);
	else if (before->argument)
		offer_values(before->argument->kind, before->argument->words, is_option ? prefix : "", word, before);
	else if (!is_option)
		offer_arguments(cmd, word, before);
}

int
complete(const struct command *cmd, int argc, char **argv)
{
	struct before before = { 0 };
	struct options options;
	uint64_t index;

	/* INDEX -- WORDS... */
	if (argc < 3 || text_to_u64(argv[0], 10, &index) < 0 || index < 1 || index > (uint64_t)argc - 2)
		return fault_status(FAULT_USAGE);
	argv += 2;
	if (cmd->complete)
		return cmd->complete((unsigned)index, argv);
	options_gather(cmd, &options);
	for (unsigned i = 1; i < index; i++)
		read_before(cmd, &options, argv[i], &before);
	offer_for(cmd, &options, argv[index] ? argv[index] : "", &before);
	strings_done(&before.words);
	/* No candidates is all a shell wants to know of a failure. */
	fail_forget();
	return 0;
}
