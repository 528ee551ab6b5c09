/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fan_out - -c A,B,C: the same program for each URI in turn
 *
 * Each runs in a process of its own.  Lists are asked for as JSON, which the
 * programs of this computer and of other hosts print alike, and become one list
 * with a HOST column; any other output passes through as it comes. */
#include "command/table_rows.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "driver/driver.h"

/* Options that shape the one list we print, not the parts it is made of. */
static const char *const shaping[] = {
	"--connect=", "--output", "--sort=", "--json", "--raw", "--null", "--noheadings", "--bytes",
};
/* With these a list is bare values. */
static const char *const bare[] = { "--name", "--uuid", "--id" };

static const struct column host_column = { .name = "HOST", .kind = CELL_TEXT, .help = "URI it was found at" };

static bool
is_one_of(const char *option, const char *const *names, unsigned n, bool exactly)
{
	for (unsigned i = 0; i < n; i++)
		if (exactly ? strcmp(option, names[i]) == 0 : text_starts(option, names[i]))
			return true;
	return false;
}

/* The next comma that divides URIs: others belong to a path or a query. */
static const char *
next_comma(const char *at)
{
	while ((at = strchr(at, ','))) {
		size_t scheme = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789+");

		if (scheme && text_starts(at + 1 + scheme, "://"))
			return at;
		at++;
	}
	return NULL;
}

bool
fan_out_wanted(const struct command *cmd)
{
	return !cmd->here && next_comma(host_uri());
}

/* Summaries are one list only as JSON. */
static bool
makes_list(const struct command *cmd, const struct line *line)
{
	for (unsigned i = 0; i < line->options.n; i++)
		if (is_one_of(line->options.item[i], bare, COUNT(bare), true))
			return false;
	return cmd->columns && (cmd->bundles & LIST || (cmd->bundles & INFO && asked.json));
}

/* The columns each part must have: those shown, and the one to sort by. */
static char *
column_names(const struct table *table)
{
	auto_text struct text names = { 0 };

	for (unsigned i = 0; i < table->shown.n; i++)
		if (table->shown.item[i] != &host_column)
			text_addf(&names, "%s%s", names.length ? "," : "", table->shown.item[i]->name);
	if (table->sort)
		text_addf(&names, ",%s", table->sort->name);
	return text_take(&names);
}

/* The same call for one URI, shaped as JSON for a list. */
static void
part_words(const struct command *cmd, const struct line *line, const char *uri, const struct table *table,
	   struct strings *ret_words)
{
	auto_free char *names = table ? column_names(table) : NULL;

	strings_add(ret_words, cmd->name);
	strings_addf(ret_words, "--connect=%s", uri);
	for (unsigned i = 0; i < line->options.n; i++)
		if (!is_one_of(line->options.item[i], shaping, table ? COUNT(shaping) : 1, false))
			strings_add(ret_words, line->options.item[i]);
	if (table) {
		strings_add(ret_words, "--json");
		strings_addf(ret_words, "--output=%s", names);
	}
	strings_add(ret_words, "--");
	for (const char **word = line->words; *word; word++)
		strings_add(ret_words, *word);
}

/* Run it with `output` as standard output (-1: ours); its exit status. */
static int
run_part(char *const words[], int output)
{
	int wait = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (output >= 0)
			dup2(output, STDOUT_FILENO);
		execv("/proc/self/exe", words);
		_exit(127);
	}
	if (pid < 0) {
		fail_errno("start %s", words[0]);
		return message_failure();
	}
	while (waitpid(pid, &wait, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(wait) ? 128 + WTERMSIG(wait) : WEXITSTATUS(wait);
}

static void
cell_from_json(const struct column *column, struct json_object *item, struct cell *ret_cell)
{
	auto_free char *key = xstrdup(column->name);
	struct json_object *value;

	for (char *at = key; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	value = json_member(item, key);
	if (json_object_is_type(value, json_type_string))
		cell_text(ret_cell, json_object_get_string(value));
	else if (value)
		*ret_cell = (struct cell) { .kind = column->kind, .number = json_object_get_int64(value) };
}

static void
add_item(struct table *table, struct json_object *item, const char *uri)
{
	struct row *row = table_row_new(table, -1);

	for (unsigned i = 0; i < table->shown.n; i++)
		if (table->shown.item[i] == &host_column)
			cell_text(&row->cell[i], uri);
		else
			cell_from_json(table->shown.item[i], item, &row->cell[i]);
	if (table->sort)
		cell_from_json(table->sort, item, &row->cell[table->shown.n]);
}

static int
add_list(struct table *table, int output, const char *uri)
{
	auto_free char *path = text_format("/proc/self/fd/%d", output);
	auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_json struct json_object *list = text && *text ? json_parse(text, strlen(text), uri) : NULL;

	if (!list)
		return text && !*text ? 0 : -1;
	if (!json_object_is_type(list, json_type_array))
		return fail(FAULT_XML, "what it says is no list");
	for (size_t i = 0; i < json_length(list); i++)
		add_item(table, json_object_array_get_idx(list, i), uri);
	return 0;
}

static int
run_uri(const struct command *cmd, const struct line *line, const char *uri, struct table *table)
{
	auto_strings struct strings words = { 0 };
	auto_close int output = table ? memfd_create("list", MFD_CLOEXEC) : -1;
	int status;

	part_words(cmd, line, uri, table, &words);
	status = run_part(words.item, output);
	message_target(uri);
	if (table && add_list(table, output, uri) < 0)
		status = message_failure();
	message_target(NULL);
	return status;
}

/* The table they all go to, with HOST before the other columns. */
static struct table *
common_table(const struct command *cmd)
{
	struct table *table = table_new(cmd->columns);

	if (!table || table_has(table, host_column.name) || table->shown.n == COLUMNS_MAX)
		return table;
	memmove(table->shown.item + 1, table->shown.item, table->shown.n++ * sizeof *table->shown.item);
	table->shown.item[0] = &host_column;
	return table;
}

static int
run_all(const struct command *cmd, const struct line *line, struct table *table)
{
	struct tally tally = { 0 };
	const char *start = host_uri();

	while (start) {
		const char *comma = next_comma(start);
		auto_free char *uri = comma ? xstrndup(start, (size_t)(comma - start)) : xstrdup(start);

		tally_add(&tally, run_uri(cmd, line, uri, table));
		start = comma && !(tally.failed && asked.fail_fast) ? comma + 1 : NULL;
	}
	if (table && table_print(table) < 0)
		tally_add(&tally, message_failure());
	return tally_status(&tally);
}

static bool
uses_input(const struct line *line)
{
	for (const char **word = line->words; *word; word++)
		if (strcmp(*word, "-") == 0)
			return true;
	return settings.names_from && strcmp(settings.names_from, "-") == 0;
}

int
fan_out_run(const struct command *cmd, const struct line *line)
{
	struct table *table = NULL;
	int status;

	if (uses_input(line)) {
		fail(FAULT_USAGE, "standard input cannot be used for several hosts");
		return message_failure();
	}
	if (makes_list(cmd, line)) {
		table = common_table(cmd);
		if (!table)
			return message_failure();
	}
	status = run_all(cmd, line, table);
	table_free(table);
	return status;
}
