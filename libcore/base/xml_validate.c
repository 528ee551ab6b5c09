/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_validate - documents held against RELAX NG schemas */
#include "base/xml.h"

#include "base/fail.h"
#include "base/xml_library.h"

struct xml_schema {
	xmlRelaxNG *grammar;
};

struct xml_schema *
xml_schema_read(const struct text *text)
{
	const struct xml_library *library = xml_library();
	xmlRelaxNGParserCtxt *parser;
	xmlRelaxNG *grammar;
	struct xml_schema *schema;

	if (!library)
		return NULL;
	xml_complaint_forget();
	parser = library->xmlRelaxNGNewMemParserCtxt(text_get(text), (int)text->length);
	grammar = library->xmlRelaxNGParse(parser);
	library->xmlRelaxNGFreeParserCtxt(parser);
	if (!grammar)
		return xml_blame(FAULT_INTERNAL, "schema"), NULL;
	schema = xcalloc(1, sizeof *schema);
	schema->grammar = grammar;
	return schema;
}

void
xml_schema_free(struct xml_schema *schema)
{
	if (!schema)
		return;
	xml_library()->xmlRelaxNGFree(schema->grammar);
	free(schema);
}

int
xml_schema_allows(const struct xml_schema *schema, xmlDoc *doc, const char *whence)
{
	const struct xml_library *library = xml_library();
	xmlRelaxNGValidCtxt *validator = library->xmlRelaxNGNewValidCtxt(schema->grammar);
	int result;

	xml_complaint_forget();
	result = library->xmlRelaxNGValidateDoc(validator, doc);
	library->xmlRelaxNGFreeValidCtxt(validator);
	return result == 0 ? 0 : xml_blame(FAULT_SCHEMA, whence);
}
