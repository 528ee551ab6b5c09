/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_transform - documents run through stylesheets */
#include "base/xml.h"

#include <fcntl.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/xml_library.h"

static xsltStylesheet *
stylesheet_load(const struct xslt_library *library, const char *path)
{
	size_t size;
	auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, &size);
	auto_xml xmlDoc *doc = text ? xml_parse(text, size, path) : NULL;
	xsltStylesheet *sheet;

	if (!doc)
		return NULL;
	xml_complaint_forget();
	sheet = library->xsltParseStylesheetDoc(doc);
	if (!sheet)
		return fail(FAULT_XML, "%s: %s", path, xml_complaint_line()), NULL;
	xml_hand_over(doc);
	doc = NULL;
	return sheet;
}

static int
save(const struct xslt_library *library, xmlDoc *result, xsltStylesheet *sheet, struct text *out)
{
	xmlChar *text = NULL;
	int length = 0;

	if (library->xsltSaveResultToString(&text, &length, result, sheet) < 0)
		return fail(FAULT_FAILED, "print the result of the stylesheet");
	text_add_bytes(out, (const char *)text, (size_t)length);
	(*xml_library()->xmlFree)(text);
	return 0;
}

static int
transform(const struct xslt_library *library, xmlDoc *doc, xsltStylesheet *sheet,
	  const char *path, struct text *out)
{
	xmlDoc *result;
	int saved;

	xml_complaint_forget();
	result = library->xsltApplyStylesheet(sheet, doc, NULL);
	if (!result)
		return fail(FAULT_XML, "%s: %s", path, xml_complaint_line());
	if (*xml_complaint_line())
		warn("%s: %s", path, xml_complaint_line());    /* what <xsl:message> says */
	saved = save(library, result, sheet, out);
	xml_library()->xmlFreeDoc(result);
	return saved;
}

int
xml_transform(const char *document, const char *stylesheet, struct text *out)
{
	auto_xml xmlDoc *doc = xml_parse(document, strlen(document), NULL);
	const struct xslt_library *library = doc ? xslt_library() : NULL;
	xsltStylesheet *sheet = library ? stylesheet_load(library, stylesheet) : NULL;
	int done;

	if (!sheet)
		return -1;
	done = transform(library, doc, sheet, stylesheet, out);
	library->xsltFreeStylesheet(sheet);
	return done;
}
