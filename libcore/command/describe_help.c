/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe_help - --help and --usage */
#include "command/inside.h"

#include <string.h>

enum { LEFT = 28 };

static void
two_columns(const char *left, const char *right, FILE *out)
{
	if (strlen(left) > LEFT - 1)
		fprintf(out, "  %s\n  %*s %s\n", left, LEFT, "", right);
	else
		fprintf(out, "  %-*s %s\n", LEFT, left, right);
}

static void
option_line(const struct option_row *row, FILE *out)
{
	auto_text struct text left = { 0 };

	if (row->short_name)
		text_addf(&left, "-%c, ", row->short_name);
	else
		text_add(&left, "    ");
	text_addf(&left, "--%s%s%s", row->long_name, row->metavar ? "=" : "", row->metavar ? row->metavar : "");
	two_columns(text_get(&left), row->help, out);
}

static void
option_lines(const struct options *options, bool common, FILE *out)
{
	for (unsigned i = 0; i < options->n; i++)
		if (option_is_common(options->item[i]) == common)
			option_line(options->item[i], out);
}

void
describe_usage(const struct command *cmd, FILE *out)
{
	fprintf(out, "Usage: %s", cmd->name);
	describe_synopsis(cmd, out);
	fputc('\n', out);
}

void
describe_help(const struct command *cmd, FILE *out)
{
	struct options options;

	options_shown(cmd, &options);
	describe_usage(cmd, out);
	fprintf(out, "%s: %s.\n", cmd->name, cmd->summary);
	if (arguments_count(cmd))
		fputs("\nArguments:\n", out);
	for (unsigned i = 0; i < arguments_count(cmd); i++)
		two_columns(cmd->arguments[i].metavar, cmd->arguments[i].help, out);
	fputs("\nOptions:\n", out);
	option_lines(&options, false, out);
	option_lines(&options, true, out);
	fputs("\nExit status:\n", out);
	for (int status = 0; status <= STATUS_MAX; status++)
		if (describe_status(cmd, status))
			fprintf(out, "  %-4d %s\n", status, describe_status(cmd, status));
	if (cmd->virsh)
		fprintf(out, "\nIn virsh: %s\n", cmd->virsh);
	if (cmd->example)
		fprintf(out, "%sExample: %s\n", cmd->virsh ? "" : "\n", cmd->example);
}
