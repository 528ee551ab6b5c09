/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe_man - the manual page: made from the rows, with prose where there is a file of it
 *
 * The file holds sections in man(7)'s own language, each begun by its .SH line:
 * DESCRIPTION stands instead of the summary, the others behind what is made here. */
#include "command/inside.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>

#include "base/file.h"

static const struct {
	unsigned bundles;            /* 0: every program */
	const char *name, *meaning;
} environment[] = {
	{ 0, "VIRTUTILS_URI, LIBVIRT_DEFAULT_URI, VIRSH_DEFAULT_CONNECT_URI", "what -c means when it is not given; the first that is set" },
	{ 0, "VIRTUTILS_ROOT", "a directory that holds all state, for tests and chroots" },
	{ CHANGES, "VIRTUTILS_LOCK_TIMEOUT", "as --lock-timeout" },
	{ LIST | INFO | EVENTS, "VIRTUTILS_JSON", "1: as --json" },
	{ LIST, "NO_COLOR, CLICOLOR_FORCE", "no colour, or colour also where there is no terminal" },
	{ EDIT, "VISUAL, EDITOR", "the editor; vi when neither is set" },
};

static void
roff(const char *text, FILE *out)
{
	auto_text struct text line = { 0 };

	text_add_roff(&line, text);
	fputs(text_get(&line), out);
}

static void
font(const char *letter, const char *text, FILE *out)
{
	fprintf(out, "\\f%s", letter);
	roff(text, out);
	fputs("\\fP", out);
}

static void
sentence(const char *text, FILE *out)
{
	roff(text, out);
	fputs(text_ends(text, ".") ? "\n" : ".\n", out);
}

/* The text of a section of the prose, or NULL.  Caller frees. */
static char *
section(const char *prose, const char *title)
{
	auto_free char *heading = text_format(".SH %s\n", title);
	const char *start = prose, *end;

	while (start && !text_starts(start, heading)) {
		start = strstr(start, "\n.SH ");
		start += start != NULL;
	}
	if (!start)
		return NULL;
	start += strlen(heading);
	end = text_starts(start, ".SH ") ? start : strstr(start, "\n.SH ");
	return end ? xstrndup(start, (size_t)(end - start) + (end > start)) : xstrdup(start);
}

/* The prose of a section behind what is made of it; true when there was some. */
static bool
add_prose(const char *prose, const char *title, bool heading, FILE *out)
{
	auto_free char *text = section(prose, title);

	if (!text)
		return false;
	if (heading)
		fprintf(out, ".SH %s\n", title);
	fputs(text, out);
	if (!text_ends(text, "\n"))
		fputc('\n', out);
	return true;
}

static void
synopsis(const struct command *cmd, FILE *out)
{
	fputs(".SH SYNOPSIS\n", out);
	font("B", cmd->name, out);
	describe_synopsis(cmd, out);
	fputc('\n', out);
}

static void
option_item(const struct option_row *row, FILE *out)
{
	const char letter[] = { '-', row->short_name, '\0' };
	auto_free char *name = text_format("--%s", row->long_name);

	fputs(".TP\n", out);
	if (row->short_name) {
		font("B", letter, out);
		fputs(", ", out);
	}
	font("B", name, out);
	if (row->metavar) {
		fputc('=', out);
		font("I", row->metavar, out);
	}
	fputc('\n', out);
	sentence(row->help, out);
}

static void
options(const struct command *cmd, FILE *out)
{
	struct options shown;

	options_shown(cmd, &shown);
	if (arguments_count(cmd))
		fputs(".SH ARGUMENTS\n", out);
	for (unsigned i = 0; i < arguments_count(cmd); i++) {
		fputs(".TP\n", out);
		font("I", cmd->arguments[i].metavar, out);
		fputc('\n', out);
		sentence(cmd->arguments[i].help, out);
	}
	fputs(".SH OPTIONS\n", out);
	for (int common = 0; common <= 1; common++)
		for (unsigned i = 0; i < shown.n; i++)
			if (option_is_common(shown.item[i]) == common)
				option_item(shown.item[i], out);
}

static void
columns(const struct command *cmd, FILE *out)
{
	if (!cmd->columns)
		return;
	fprintf(out, ".SH %s\n", cmd->bundles & INFO ? "KEYS" : "COLUMNS");
	for (const struct column *column = cmd->columns; column->name; column++) {
		fputs(".TP\n", out);
		font("B", column->name, out);
		fputs(column->extra ? " (on request)\n" : "\n", out);
		sentence(column->help, out);
	}
}

static void
exit_status(const struct command *cmd, FILE *out)
{
	fputs(".SH EXIT STATUS\n", out);
	for (int status = 0; status <= STATUS_MAX; status++)
		if (describe_status(cmd, status)) {
			fprintf(out, ".TP\n%d\n", status);
			sentence(describe_status(cmd, status), out);
		}
}

static void
variables(const struct command *cmd, FILE *out)
{
	fputs(".SH ENVIRONMENT\n", out);
	for (unsigned i = 0; i < COUNT(environment); i++)
		if (!environment[i].bundles || cmd->bundles & environment[i].bundles) {
			fputs(".TP\n", out);
			font("B", environment[i].name, out);
			fputc('\n', out);
			sentence(environment[i].meaning, out);
		}
}

static void
examples(const struct command *cmd, const char *prose, FILE *out)
{
	if (cmd->example) {
		fputs(".SH EXAMPLES\n.nf\n", out);
		roff(cmd->example, out);
		fputs("\n.fi\n", out);
	}
	add_prose(prose, "EXAMPLES", !cmd->example, out);
}

static void
see_also(const struct command *cmd, const char *prose, FILE *out)
{
	fputs(".SH SEE ALSO\n", out);
	add_prose(prose, "SEE ALSO", false, out);
	fputs(".BR virtutils (7)\n", out);
	if (cmd->virsh) {
		fputs(".PP\nIn virsh: ", out);
		font("B", cmd->virsh, out);
		fputs(".\n", out);
	}
}

static void
page(const struct command *cmd, const char *prose, FILE *out)
{
	fputs(".\\\" Made by --describe=man\n.TH ", out);
	for (const char *at = cmd->name; *at; at++)
		fputc(toupper((unsigned char)*at), out);
	fprintf(out, " 1 \"\" \"virtutils %s\" \"virtutils\"\n.ad l\n.nh\n.SH NAME\n", VERSION);
	roff(cmd->name, out);
	fputs(" \\- ", out);
	roff(cmd->summary, out);
	fputc('\n', out);
	synopsis(cmd, out);
	if (!add_prose(prose, "DESCRIPTION", true, out)) {
		fputs(".SH DESCRIPTION\n", out);
		fputc(toupper((unsigned char)cmd->summary[0]), out);
		sentence(cmd->summary + 1, out);
	}
	options(cmd, out);
	columns(cmd, out);
	exit_status(cmd, out);
	add_prose(prose, "EXIT STATUS", false, out);
	variables(cmd, out);
	add_prose(prose, "ENVIRONMENT", false, out);
	examples(cmd, prose, out);
	see_also(cmd, prose, out);
}

/* A section that no place is foreseen for would be lost. */
static int
check(const char *prose, const char *path)
{
	static const char *const titles[] = { "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES", "SEE ALSO" };

	for (const char *at = prose; at; at = strstr(at, "\n.SH "), at += at != NULL) {
		bool known = false;

		for (unsigned i = 0; i < COUNT(titles); i++) {
			auto_free char *heading = text_format(".SH %s\n", titles[i]);

			known |= text_starts(at, heading);
		}
		if (!known)
			return fail(FAULT_CONFIG, "%s: section %.*s has no place in a manual page", path,
				    (int)strcspn(at, "\n"), at);
	}
	return 0;
}

int
describe_man(const struct command *cmd, const char *prose, FILE *out)
{
	auto_free char *text = prose ? file_read(AT_FDCWD, prose, FILE_LIMIT, NULL) : NULL;

	if (prose && (!text || check(text, prose) < 0))
		return -1;
	page(cmd, text, out);
	return 0;
}
