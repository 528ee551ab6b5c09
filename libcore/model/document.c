/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* document - the functions that every type with documents of its own has */
#include "model/document.h"

#include "base/fail.h"
#include "base/uuid.h"

void *
document_parse_strict(const struct type *type, const char *xml, size_t size, const char *whence,
		      enum view view, enum model_how how)
{
	auto_xml xmlDoc *doc = xml_parse(xml, size, whence);
	const xmlNode *root = doc ? xml_root(doc) : NULL;
	void *document;

	if (!doc)
		return NULL;
	if (strcmp((const char *)root->name, type->name))
		return fail(FAULT_SCHEMA, "%s: '%s' found where '%s' is wanted", xml_place(root),
			    (const char *)root->name, type->name), NULL;
	document = model_read(type, root, view, how | READ_STRICT);
	if (!document && fail_fault() == FAULT_XML)
		fail_as(FAULT_SCHEMA);
	return document;
}

void
document_identify(char **uuid)
{
	char made[UUID_TEXT];

	if (*uuid)
		return;
	uuid_make(made);
	*uuid = xstrdup(made);
}
