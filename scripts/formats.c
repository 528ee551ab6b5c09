/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* formats - what is printed from the tables of the documents
 *
 *	formats schema|man NAME
 *
 * schema prints RELAX NG, man the manual page NAME.xml(5). */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/documents.h"

/* A line of model_describe(): an element with a table of its own, or a value. */
struct entry {
	char *path, *wanted, *help;
	const struct entry *section;     /* that it is told in; NULL for the outermost element */
	const struct document *page;     /* that tells what is in it, when it is a document itself */
};
LIST_OF(entry);

static void
add_entries(struct entry_list *entries, char *lines)
{
	for (char *line = lines, *end; *line; line = end) {
		char *wanted = strchr(line, '\t') + 1, *help = strchr(wanted, '\t') + 1;

		end = strchr(help, '\n') + 1;
		wanted[-1] = help[-1] = end[-1] = '\0';
		*list_add(entries) = (struct entry) { line, wanted, help, NULL, NULL };
	}
}

static bool
is_section(const struct entry *entry)
{
	return text_starts(entry->wanted, "element");
}

/* Documents stand in others as elements of their own. */
static const struct document *
page_of(const struct document *document, const char *path)
{
	const struct row *row = document->type->rows;

	while (row->path && (row->kind != &kind_group || strcmp(row->path, path)))
		row++;
	for (unsigned i = 0; row->path && i < documents_count; i++)
		if (documents[i].type == row->type)
			return &documents[i];
	return NULL;
}

/* The innermost element around a value that is a section. */
static const struct entry *
section_of(const struct entry_list *entries, const struct entry *entry)
{
	const struct entry *section = NULL;

	list_each(one, entries) {
		size_t length = strlen(one->path);

		if (is_section(one) && text_starts(entry->path, one->path) && strchr("/", entry->path[length]) &&
		    !(section && section->page) && (!section || length > strlen(section->path)))
			section = one;
	}
	return section;
}

static void
add_font(struct text *out, char font, const char *text)
{
	text_addf(out, "\\f%c", font);
	text_add_roff(out, text);
	text_add(out, "\\fP");
}

static void
add_sentence(struct text *out, const char *text)
{
	text_add_char(out, (char)toupper((unsigned char)*text));
	text_add_roff(out, text + 1);
	text_add(out, ".\n");
}

static void
add_values(struct text *out, const struct entry_list *entries, const struct entry *section)
{
	size_t above = section ? strlen(section->path) : 0;

	list_each(entry, entries) {
		const char *below = entry->path + above;

		if (is_section(entry) || entry->section != section)
			continue;
		text_add(out, ".TP\n");
		add_font(out, 'B', *below ? below + 1 : "(text)");
		text_add(out, " (");
		text_add_roff(out, entry->wanted);
		text_add(out, ")\n");
		add_sentence(out, entry->help);
	}
}

static void
add_page(struct text *out, const struct document *document, const struct entry_list *entries)
{
	auto_free char *title = xstrdup(document->name);

	for (char *c = title; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	text_addf(out, ".\\\" Made by scripts/formats from the tables of libcore/model\n"
		  ".TH %s.XML 5 \"\" \"virtutils %s\" \"virtutils\"\n.ad l\n.nh\n"
		  ".SH NAME\n%s.xml \\- the document of ", title, VERSION, document->name);
	text_add_roff(out, document->summary);
	text_addf(out, "\n.SH DESCRIPTION\nThe outermost element is\n.BR <%s> .\n"
		  "Paths below are those of its elements, and of its attributes with a @ in front.\n"
		  "Elements may stand in any order.\n.SH FORMAT\n", document->type->name);
	add_values(out, entries, NULL);
	list_each(entry, entries) {
		if (!is_section(entry) || (entry->section != entry && entry->section->page))
			continue;
		text_add(out, ".SS ");
		text_add_roff(out, entry->path + 1);
		text_add(out, "\n");
		add_sentence(out, entry->help);
		if (entry->page)
			text_addf(out, ".PP\nAs in\n.BR %s.xml (5).\n", entry->page->name);
		else
			add_values(out, entries, entry);
	}
	text_add(out, ".SH SEE ALSO\n.BR xml\\-validate (1),\n.BR virtutils (7)\n");
}

static void
print_man(const struct document *document, struct text *out)
{
	auto_text struct text lines = { 0 };
	struct entry_list entries = { 0 };

	model_describe(document->type, "", &lines);
	add_entries(&entries, lines.data);
	list_each(entry, &entries)
		entry->page = page_of(document, entry->path + 1);
	list_each(entry, &entries)
		entry->section = section_of(&entries, entry);
	add_page(out, document, &entries);
	free(entries.item);
}

int
main(int argc, char **argv)
{
	const struct document *document = argc == 3 ? document_find(argv[2]) : NULL;
	auto_text struct text out = { 0 };

	if (document && !strcmp(argv[1], "schema"))
		model_schema(document->type, &out);
	else if (document && !strcmp(argv[1], "man"))
		print_man(document, &out);
	else
		return 2;
	return fputs(text_get(&out), stdout) < 0 || fflush(stdout);
}
