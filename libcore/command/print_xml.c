/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* print_xml - documents on standard output: whole, selected, transformed or as JSON */
#include "command/inside.h"

#include <fcntl.h>
#include <string.h>

#include "base/json.h"
#include "base/xml.h"

static bool many;                /* several targets */
static unsigned printed;

/* One root around all documents; bare matches of --xpath have none unless asked for. */
static bool
has_common_root(void)
{
	return many && !asked.json && (!asked.xpath || asked.wrap);
}

void
print_xml_many(void)
{
	many = true;
}

/* Takes what a step made as the text of the next one. */
static int
step(char **text, int result, struct text *made)
{
	if (result < 0) {
		text_done(made);
		return -1;
	}
	free(*text);
	*text = text_take(made);
	return 0;
}

/* Through --stylesheet and --xpath, in this order. */
static char *
viewed(const char *document)
{
	auto_free char *text = xstrdup(document);
	bool own_root = asked.json || (asked.wrap && !many);
	struct text made = { 0 };

	if (asked.stylesheet && step(&text, xml_transform(text, asked.stylesheet, &made), &made) < 0)
		return NULL;
	if (asked.xpath && step(&text, xml_select(text, asked.xpath, own_root, &made), &made) < 0)
		return NULL;
	return steal(text);
}

static int
print_json(const char *text)
{
	auto_json struct json_object *object = xml_to_json(text);

	if (!object)
		return -1;
	if (many)
		fputs(printed ? ",\n" : "[\n", stdout);
	fputs(json_pretty(object), stdout);
	if (!many)
		fputc('\n', stdout);
	return 0;
}

int
print_xml(const char *document)
{
	auto_free char *text = viewed(document);

	if (!text)
		return -1;
	if (asked.json) {
		if (print_json(text) < 0)
			return -1;
	} else {
		if (has_common_root() && !printed)
			fputs("<nodes>\n", stdout);
		fputs(text, stdout);
		if (!text_ends(text, "\n"))
			fputc('\n', stdout);
	}
	printed++;
	return 0;
}

void
print_xml_finish(void)
{
	if (!printed || !many)
		return;
	if (asked.json)
		fputs("\n]\n", stdout);
	else if (has_common_root())
		fputs("</nodes>\n", stdout);
}
