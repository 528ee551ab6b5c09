/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe - what a program says of itself; the forms of it are in describe_*.c */
#include "command/inside.h"

#include <string.h>

static const struct {
	const char *type;
	bool repeats;
} kinds[] = {
	[VALUE_NONE]        = { "flag" },
	[VALUE_TEXT]        = { "text" },
	[VALUE_TEXTS]       = { "text", true },
	[VALUE_WORD]        = { "word" },
	[VALUE_WORDS]       = { "words" },
	[VALUE_UINT]        = { "unsigned" },
	[VALUE_INT]         = { "integer" },
	[VALUE_SIZE]        = { "size" },
	[VALUE_BYTES]       = { "bytes" },
	[VALUE_DURATION]    = { "duration" },
	[VALUE_FILE]        = { "file" },
	[VALUE_DIRECTORY]   = { "directory" },
	[VALUE_URI]         = { "uri" },
	[VALUE_VM]          = { "vm" },
	[VALUE_VM_ACTIVE]   = { "vm-active" },
	[VALUE_VM_INACTIVE] = { "vm-inactive" },
	[VALUE_SNAPSHOT]    = { "snapshot" },
	[VALUE_CHECKPOINT]  = { "checkpoint" },
	[VALUE_NETWORK]     = { "network" },
	[VALUE_NETWORK_ACTIVE]   = { "network-active" },
	[VALUE_NETWORK_INACTIVE] = { "network-inactive" },
	[VALUE_NODEDEV]          = { "nodedev" },
	[VALUE_NODEDEV_ACTIVE]   = { "nodedev-active" },
	[VALUE_NODEDEV_INACTIVE] = { "nodedev-inactive" },
	[VALUE_INTERFACE]          = { "interface" },
	[VALUE_INTERFACE_ACTIVE]   = { "interface-active" },
	[VALUE_INTERFACE_INACTIVE] = { "interface-inactive" },
	[VALUE_POOL]        = { "pool" },
	[VALUE_POOL_ACTIVE]   = { "pool-active" },
	[VALUE_POOL_INACTIVE] = { "pool-inactive" },
	[VALUE_SECRET]      = { "secret" },
	[VALUE_NWFILTER]    = { "nwfilter" },
	[VALUE_NWFILTER_BINDING] = { "nwfilter-binding" },
	[VALUE_COUNT]       = { "flag", true },
};

const char *
option_type(enum value_kind kind)
{
	return kinds[kind].type;
}

bool
option_repeats(enum value_kind kind)
{
	return kinds[kind].repeats;
}

bool
option_is_common(const struct option_row *row)
{
	const struct option_row *common = options_common;

	while (common->long_name && common != row)
		common++;
	return common == row;
}

const char *
describe_status(const struct command *cmd, int status)
{
	static const char *const verdicts[] = { "all are fine", "not all are fine", "wrong command line, or trouble" };

	if (cmd->compares)
		return status < (int)COUNT(verdicts) ? verdicts[status] : NULL;
	if (status == 0)
		return "done";
	if (status == fault_status(FAULT_PARTLY))
		return cmd->each ? fault_meaning(FAULT_PARTLY) : NULL;
	for (enum fault fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
		bool always = fault_status(fault) <= fault_status(FAULT_USAGE);

		if (fault_status(fault) == status && (always || cmd->faults >> fault & 1))
			return fault_meaning(fault);
	}
	return NULL;
}

void
describe_synopsis(const struct command *cmd, FILE *out)
{
	static const struct {
		const char *before, *after;
	} forms[] = {
		[ARG_ONE] = { "", "" }, [ARG_OPTIONAL] = { "[", "]" }, [ARG_MANY] = { "", "..." }, [ARG_ANY] = { "[", "...]" }, [ARG_ALL] = { "[", "...]" },
	};

	fputs(" [OPTION...]", out);
	for (unsigned i = 0; i < arguments_count(cmd); i++) {
		const struct argument_row *row = &cmd->arguments[i];

		fprintf(out, " %s%s%s", forms[row->count].before, row->metavar, forms[row->count].after);
	}
}

void
describe_version(const struct command *cmd, FILE *out)
{
	fprintf(out, "%s (virtutils) %s\nwrites the XML of libvirt 9.0.0\n", cmd->name, VERSION);
}

/* One line of programs.tsv. */
static void
describe_row(const struct command *cmd, FILE *out)
{
	fprintf(out, "%s\t%s\t%s\n", cmd->name, cmd->virsh ? cmd->virsh : "-", cmd->summary);
}

static void
describe_options(const struct command *cmd, FILE *out)
{
	struct options options;

	options_shown(cmd, &options);
	for (unsigned i = 0; i < options.n; i++)
		fprintf(out, "--%s\n", options.item[i]->long_name);
}

int
describe(const struct command *cmd, const char *form, const char *prose)
{
	static const struct {
		const char *form;
		void (*print)(const struct command *cmd, FILE *out);
	} forms[] = {
		{ "help", describe_help }, { "usage", describe_usage }, { "version", describe_version },
		{ "json", describe_json }, { "row", describe_row }, { "options", describe_options },
	};

	if (strcmp(form, "man") == 0)
		return describe_man(cmd, prose, stdout);
	for (unsigned i = 0; i < COUNT(forms); i++)
		if (strcmp(form, forms[i].form) == 0) {
			forms[i].print(cmd, stdout);
			return 0;
		}
	return fail(FAULT_USAGE, "--describe: %s is not one of help, usage, version, json, man, row, options", quote(form));
}
