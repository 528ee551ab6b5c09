/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml-validate - check documents against their schemas */
#include "base/json.h"
#include "command/command.h"
#include "model/documents.h"

static const char *schema;
static struct json_object *results;

static const struct option_row options[] = {
	OPT_VALUE(0, "schema", VALUE_TEXT, &schema, "NAME", "domain, network ...; else what the outermost element says"),
	OPT_FLAG ('j', "json", &asked.json, "JSON: an array of objects"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_MANY, NULL, "document to check, - for standard input"),
	ROWS_END
};

static int
prepare(void)
{
	if (schema && !document_find(schema))
		return fail(FAULT_USAGE, "--schema: there is none of the name %s", quote(schema));
	if (asked.json)
		results = json_object_new_array();
	return 0;
}

static void
tell(const char *file, const struct document *document, bool valid)
{
	if (asked.json)
		json_object_array_add(results, json_build("s:file", file, "s:schema", document->name,
							  "b:valid", valid, "s:message", valid ? NULL : fail_story(), NULL));
	else if (!asked.quiet)
		answer("%s %s\n", file, valid ? "validates" : "fails to validate");
}

static int
validate(const char *file)
{
	const char *name = input_name(file);
	size_t size;
	auto_free char *xml = input_read(file, &size);
	const struct document *document = xml ? schema ? document_find(schema) : document_guess(xml, size, name) : NULL;
	bool valid;

	if (!document)
		return -1;
	valid = document_validate(document, xml, size, name) == 0;
	tell(name, document, valid);
	return valid ? 0 : -1;
}

static int
finish(void)
{
	if (asked.json)
		answer("%s\n", json_pretty(results));
	json_object_put(results);
	return 0;
}

const struct command command = {
	.name      = "xml-validate",
	.summary   = "check documents against their schemas",
	.example   = "xml-validate web1.xml default-network.xml",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED),
	.run       = prepare,
	.each      = validate,
	.finish    = finish,
	.here      = true,
	.compares  = true,
};
