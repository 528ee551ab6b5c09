/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml - documents read with care, and their trees walked */
#include "base/xml.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/xml_library.h"

enum { XML_DEPTH = 256 };

/* What we keep with a document, at doc->_private. */
struct companion {
	char *whence;                /* or NULL */
	struct strings texts;        /* that xml_text() and xml_value() put together */
};

static void
companion_free(struct companion *companion)
{
	if (!companion)
		return;
	free(companion->whence);
	strings_done(&companion->texts);
	free(companion);
}

/* libxml2's own way to begin an element, which ours calls. */
static startElementNsSAX2Func begin_element;

static void
on_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
	   int n_spaces, const xmlChar **spaces, int n_attributes, int n_defaulted,
	   const xmlChar **attributes)
{
	xmlParserCtxt *parser = context;

	if (parser->nodeNr < XML_DEPTH) {
		begin_element(context, name, prefix, space, n_spaces, spaces, n_attributes,
			      n_defaulted, attributes);
		return;
	}
	xml_complain(parser->input->line, "elements are nested too deeply");
	xml_library()->xmlStopParser(parser);
}

/* A document type is where entities come from.  Nobody needs one here. */
static void
on_document_type(void *context, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
	xmlParserCtxt *parser = context;

	(void)name, (void)public, (void)system;
	xml_complain(parser->input->line, "a document type is not accepted");
	xml_library()->xmlStopParser(parser);
}

/* Blank text between elements is dropped, as libvirt does for what it prints
 * again: that is why xml_print() can indent. */
static xmlDoc *
read_document(const struct xml_library *library, const char *data, int size, const char *whence)
{
	int options = XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS |
		      XML_PARSE_BIG_LINES;
	xmlParserCtxt *parser = library->xmlNewParserCtxt();
	xmlDoc *doc;

	begin_element = parser->sax->startElementNs;
	parser->sax->startElementNs = on_element;
	parser->sax->internalSubset = on_document_type;
	doc = library->xmlCtxtReadMemory(parser, data, size, whence, NULL, options);
	library->xmlFreeParserCtxt(parser);
	return doc;
}

/* "web.xml:12", or "line 12" of a document without a name. */
static char *
place(const char *whence, long line)
{
	return whence ? text_format("%s:%ld", whence, line) : text_format("line %ld", line);
}

int
xml_blame(enum fault fault, const char *whence)
{
	auto_free char *at = place(whence, xml_complaint()->line);

	return fail(fault, "%s: %s", at, xml_complaint_line());
}

/* After xmlStopParser() there may be half a document. */
static bool
well_read(const xmlDoc *doc)
{
	return doc && xml_complaint()->level < XML_ERR_FATAL;
}

xmlDoc *
xml_parse(const char *data, size_t size, const char *whence)
{
	const struct xml_library *library = xml_library();
	struct companion *companion;
	xmlDoc *doc;

	if (!library)
		return NULL;
	if (size > FILE_LIMIT)
		return fail(FAULT_XML, "%s: larger than %d bytes", whence ? whence : "document",
			    FILE_LIMIT), NULL;
	xml_complaint_forget();
	doc = read_document(library, data, (int)size, whence);
	if (!well_read(doc)) {
		library->xmlFreeDoc(doc);
		return xml_blame(FAULT_XML, whence), NULL;
	}
	companion = xcalloc(1, sizeof *companion);
	companion->whence = xstrdup(whence);
	doc->_private = companion;
	return doc;
}

void
xml_hand_over(xmlDoc *doc)
{
	companion_free(doc->_private);
	doc->_private = NULL;
}

void
xml_free(xmlDoc *doc)
{
	if (!doc)
		return;
	xml_hand_over(doc);
	xml_library()->xmlFreeDoc(doc);
}

void
xml_remove(xmlNode *node)
{
	xml_library()->xmlUnlinkNode(node);
	xml_library()->xmlFreeNode(node);
}

static xmlNode *
first_element(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
xml_root(const xmlDoc *doc)
{
	return first_element(doc->children);
}

const char *
xml_place(const xmlNode *node)
{
	static char *ring[4];
	static unsigned turn;
	char **slot = &ring[turn++ % COUNT(ring)];
	const struct companion *companion = node->doc->_private;

	free(*slot);
	*slot = place(companion ? companion->whence : NULL, xml_library()->xmlGetLineNo(node));
	return *slot;
}

static xmlNode *
first_named(xmlNode *node, const char *name)
{
	node = first_element(node);
	while (node && name && (node->ns || strcmp((const char *)node->name, name) != 0))
		node = first_element(node->next);
	return node;
}

xmlNode *
xml_child(const xmlNode *parent, const char *name)
{
	return first_named(parent->children, name);
}

xmlNode *
xml_next(const xmlNode *element, const char *name)
{
	return first_named(element->next, name);
}

xmlAttr *
xml_attribute(const xmlNode *element, const char *name)
{
	xmlAttr *attribute = element->properties;

	while (attribute && (attribute->ns || strcmp((const char *)attribute->name, name) != 0))
		attribute = attribute->next;
	return attribute;
}

/* The text below a node: nearly always one run, which is borrowed. */
static const char *
content(const xmlNode *node)
{
	const struct xml_library *library = xml_library();
	const xmlNode *only = node->children;
	struct companion *companion = node->doc->_private;
	xmlChar *joined;

	if (!only)
		return "";
	if (!only->next && (only->type == XML_TEXT_NODE || only->type == XML_CDATA_SECTION_NODE))
		return (const char *)only->content;
	joined = library->xmlNodeGetContent(node);
	strings_add(&companion->texts, joined ? (const char *)joined : "");
	(*library->xmlFree)(joined);
	return companion->texts.item[companion->texts.n - 1];
}

const char *
xml_value(const xmlNode *element, const char *name)
{
	const xmlAttr *attribute = xml_attribute(element, name);

	/* An attribute begins like any node and holds its value as children. */
	return attribute ? content((const xmlNode *)attribute) : NULL;
}

const char *
xml_text(xmlNode *element)
{
	return content(element);
}
