/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* describe_json - everything a program says of itself, for other programs */
#include "command/inside.h"

#include "base/json.h"

static const char *const counts[] = {
	[ARG_ONE] = "one", [ARG_OPTIONAL] = "optional", [ARG_MANY] = "many", [ARG_ANY] = "any", [ARG_ALL] = "any",
};
static const char *const cell_types[] = {
	[CELL_NOTHING] = "none", [CELL_TEXT] = "text", [CELL_NUMBER] = "number", [CELL_BYTES] = "bytes",
	[CELL_YES_NO] = "boolean", [CELL_TIME] = "time", [CELL_NANOSECONDS] = "nanoseconds",
};

static struct json_object *
words(const char *const *word)
{
	struct json_object *array = word ? json_object_new_array() : NULL;

	for (; word && *word; word++)
		json_object_array_add(array, json_object_new_string(*word));
	return array;
}

static struct json_object *
arguments(const struct command *cmd)
{
	struct json_object *array = json_object_new_array();

	for (unsigned i = 0; i < arguments_count(cmd); i++) {
		const struct argument_row *row = &cmd->arguments[i];

		json_object_array_add(array, json_build(
			"s:name", row->metavar, "s:option", row->long_name, "s:type", option_type(row->kind),
			"s:count", counts[row->count], "o:words", words(row->words), "s:help", row->help, NULL));
	}
	return array;
}

static struct json_object *
options(const struct command *cmd)
{
	struct json_object *array = json_object_new_array();
	struct options shown;

	options_shown(cmd, &shown);
	for (unsigned i = 0; i < shown.n; i++) {
		const struct option_row *row = shown.item[i];
		const char letter[] = { row->short_name, '\0' };

		json_object_array_add(array, json_build(
			"s:long", row->long_name, "s:short", *letter ? letter : NULL,
			"s:type", option_type(row->kind), "b:repeats", option_repeats(row->kind),
			"s:value", row->metavar, "o:words", words(row->words), "s:help", row->help,
			"b:common", option_is_common(row), NULL));
	}
	return array;
}

static struct json_object *
columns(const struct command *cmd)
{
	struct json_object *array = cmd->columns ? json_object_new_array() : NULL;

	for (const struct column *column = cmd->columns; column && column->name; column++)
		json_object_array_add(array, json_build(
			"s:name", column->name, "s:type", cell_types[column->kind],
			"b:usual", !column->extra, "s:help", column->help, NULL));
	return array;
}

static struct json_object *
statuses(const struct command *cmd)
{
	struct json_object *array = json_object_new_array();

	for (int status = 0; status <= STATUS_MAX; status++)
		if (describe_status(cmd, status))
			json_object_array_add(array, json_build(
				"i:status", (int64_t)status, "s:meaning", describe_status(cmd, status), NULL));
	return array;
}

void
describe_json(const struct command *cmd, FILE *out)
{
	auto_json struct json_object *object = json_build(
		"s:name", cmd->name, "s:summary", cmd->summary, "s:virsh", cmd->virsh, "s:example", cmd->example,
		"b:changes", (cmd->bundles & CHANGES) != 0, "o:arguments", arguments(cmd), "o:options", options(cmd),
		"o:columns", columns(cmd), "o:exit", statuses(cmd), NULL);

	fprintf(out, "%s\n", json_pretty(object));
}
