/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml - libxml2, loaded when the first document is read.
 *
 * Loading libxml2 (with ICU behind it) costs more than a whole query, and most
 * queries need no XML.  So nothing links it: base/xml_library.c opens it on
 * first use and only base/xml*.c call it.  Everybody else walks the tree's
 * plain structs and uses the functions below.
 *
 * Documents come from users: no network, no DTD, no external entities, no
 * entity expansion, depth at most 256, size at most FILE_LIMIT. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/text.h"

/* Parse a document.  whence is a file name for messages ("web.xml"), or NULL.
 * NULL after fail(FAULT_XML, "web.xml:12: ...").  Caller frees. */
xmlDoc *xml_parse(const char *data, size_t size, const char *whence);
void xml_free(xmlDoc *doc);

static inline void
xml_free_at(xmlDoc **doc)
{
	xml_free(*doc);
}
#define auto_xml __attribute__((cleanup(xml_free_at)))

xmlNode *xml_root(const xmlDoc *doc);

/* "web.xml:12" of a node.  Borrowed: valid until four more calls. */
const char *xml_place(const xmlNode *node);

/* First or next child element of that name without namespace (any element when
 * NULL). */
xmlNode *xml_child(const xmlNode *parent, const char *name);
xmlNode *xml_next(const xmlNode *element, const char *name);

/* An attribute without namespace; its value or NULL.  Borrowed from the tree. */
xmlAttr *xml_attribute(const xmlNode *element, const char *name);
const char *xml_value(const xmlNode *element, const char *name);

/* The character data of an element, "" when it has none.  Borrowed from the
 * tree when it is one run of text; otherwise kept with the document. */
const char *xml_text(xmlNode *element);

/* Take a subtree out of its document. */
void xml_remove(xmlNode *node);

/* A subtree as libvirt prints raw XML (<metadata>): two blanks per level from
 * `level` on, the namespaces it needs declared, a newline at the end. */
void xml_print(const xmlNode *node, unsigned level, struct text *out);

/* The nodes an XPath expression selects, printed one after the other, each on
 * lines of its own; a number, string or boolean result as its value.  With
 * wrap, in one <nodes> element.  FAULT_MISSING when nothing was selected,
 * FAULT_USAGE for a bad expression. */
int xml_select(const char *document, const char *expression, bool wrap, struct text *out);

/* Set what an XPath selects to a value (element text or attribute), for
 * --set=XPATH=VALUE; prints the whole document to out. */
int xml_assign(const char *document, const char *expression, const char *value, struct text *out);

/* A RELAX NG schema.  Caller frees. */
struct xml_schema;
struct xml_schema *xml_schema_read(const struct text *text);
void xml_schema_free(struct xml_schema *schema);

/* Hold a document against it.  FAULT_SCHEMA when it is refused. */
int xml_schema_allows(const struct xml_schema *schema, xmlDoc *doc, const char *whence);

/* Run the document through a stylesheet file (libxslt, loaded likewise).  The
 * stylesheet may read files, but neither write nor use the network; what its
 * <xsl:message> say becomes a warning. */
int xml_transform(const char *document, const char *stylesheet, struct text *out);

#endif
