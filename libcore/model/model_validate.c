/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_validate - documents held against the schema that is printed from their table
 *
 * The schema is printed anew and not read from where it is installed: it cannot be another
 * one than the table's, and is there when nothing is installed. */
#include "model/model_engine.h"

/* Several documents of one type follow each other. */
static const struct xml_schema *
schema_of(const struct type *type)
{
	static const struct type *known;
	static struct xml_schema *schema;
	auto_text struct text text = { 0 };

	if (known == type)
		return schema;
	xml_schema_free(schema);
	model_schema(type, &text);
	schema = xml_schema_read(&text);
	known = schema ? type : NULL;
	return schema;
}

int
schema_holds(const struct type *type, const char *xml, size_t size, const char *whence)
{
	const struct xml_schema *schema = schema_of(type);
	auto_xml xmlDoc *doc = schema ? xml_parse(xml, size, whence) : NULL;

	return doc ? xml_schema_allows(schema, doc, whence) : -1;
}
