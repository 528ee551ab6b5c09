/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_query - documents printed, selected from, changed and transformed */
#include "base/xml.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/xml_library.h"

void
xml_print(const xmlNode *node, unsigned level, struct text *out)
{
	const struct xml_library *library = xml_library();
	/* The copy declares the namespaces that the original gets from above. */
	xmlNode *copy = library->xmlDocCopyNode((xmlNode *)node, node->doc, 1);
	xmlBuffer *buffer = library->xmlBufferCreate();
	const char *tree;

	library->xmlNodeDump(buffer, node->doc, copy, (int)level, 1);
	tree = (const char *)library->xmlBufferContent(buffer);
	text_addf(out, "%*s%s\n", (int)(2 * level), "", tree + strspn(tree, " \n"));
	library->xmlBufferFree(buffer);
	library->xmlFreeNode(copy);
}

/* What an expression found, and in what. */
struct query {
	xmlDoc *doc;
	xmlXPathContext *context;
	xmlXPathObject *found;
};

static void
query_done(struct query *query)
{
	const struct xml_library *library = query->doc ? xml_library() : NULL;

	if (query->found)
		library->xmlXPathFreeObject(query->found);
	if (query->context)
		library->xmlXPathFreeContext(query->context);
	xml_free(query->doc);
}
#define auto_query __attribute__((cleanup(query_done)))

/* The prefixes that the root declares are known to expressions. */
static int
query(struct query *query, const char *document, const char *expression)
{
	const struct xml_library *library;

	query->doc = xml_parse(document, strlen(document), NULL);
	if (!query->doc)
		return -1;
	library = xml_library();
	query->context = library->xmlXPathNewContext(query->doc);
	for (const xmlNs *space = xml_root(query->doc)->nsDef; space; space = space->next)
		if (space->prefix)
			library->xmlXPathRegisterNs(query->context, space->prefix, space->href);
	xml_complaint_forget();
	query->found = library->xmlXPathEval((const xmlChar *)expression, query->context);
	if (!query->found)
		return fail(FAULT_USAGE, "expression %s: %s", quote(expression),
			    xml_complaint_line());
	return 0;
}

/* A namespace node is a struct of another shape. */
static void
print_selected(const xmlNode *node, unsigned level, struct text *out)
{
	if (node->type == XML_NAMESPACE_DECL)
		text_addf(out, "%s\n", (const char *)((const xmlNs *)node)->href);
	else if (node->type == XML_DOCUMENT_NODE)
		xml_print(xml_root(node->doc), level, out);
	else
		xml_print(node, level, out);
}

/* A number, a truth or a string. */
static void
print_value(xmlXPathObject *value, struct text *out)
{
	const struct xml_library *library = xml_library();
	xmlChar *text = library->xmlXPathCastToString(value);

	text_addf(out, "%s\n", (const char *)text);
	(*library->xmlFree)(text);
}

static int
none_selected(const char *expression)
{
	return fail(FAULT_MISSING, "nothing matches %s", quote(expression));
}

int
xml_select(const char *document, const char *expression, bool wrap, struct text *out)
{
	auto_query struct query q = { 0 };
	const xmlNodeSet *nodes;

	if (query(&q, document, expression) < 0)
		return -1;
	if (q.found->type != XPATH_NODESET) {
		print_value(q.found, out);
		return 0;
	}
	nodes = q.found->nodesetval;
	if (!nodes || !nodes->nodeNr)
		return none_selected(expression);
	if (wrap)
		text_add(out, "<nodes>\n");
	for (int i = 0; i < nodes->nodeNr; i++)
		print_selected(nodes->nodeTab[i], wrap, out);
	if (wrap)
		text_add(out, "</nodes>\n");
	return 0;
}

static int
not_assignable(const char *expression)
{
	return fail(FAULT_USAGE, "%s is no element and no attribute", quote(expression));
}

static int
assign(xmlNode *node, const char *expression, const char *value)
{
	const struct xml_library *library = xml_library();
	const xmlChar *text = (const xmlChar *)value;

	switch ((int)node->type) {
	case XML_ATTRIBUTE_NODE:
		library->xmlSetNsProp(node->parent, node->ns, node->name, text);
		return 0;
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		library->xmlNodeSetContent(node, text);
		return 0;
	case XML_ELEMENT_NODE:
		if (xml_child(node, NULL))
			return fail(FAULT_USAGE, "%s has elements inside, which a value would replace",
				    quote(expression));
		/* Set alone would read the value as XML. */
		library->xmlNodeSetContent(node, NULL);
		library->xmlNodeAddContent(node, text);
		return 0;
	default:
		return not_assignable(expression);
	}
}

/* Comments may stand around the root. */
static void
print_document(const xmlDoc *doc, struct text *out)
{
	for (const xmlNode *node = doc->children; node; node = node->next)
		xml_print(node, 0, out);
}

int
xml_assign(const char *document, const char *expression, const char *value, struct text *out)
{
	auto_query struct query q = { 0 };
	const xmlNodeSet *nodes;

	if (query(&q, document, expression) < 0)
		return -1;
	if (q.found->type != XPATH_NODESET)
		return not_assignable(expression);
	nodes = q.found->nodesetval;
	if (!nodes || !nodes->nodeNr)
		return none_selected(expression);
	for (int i = 0; i < nodes->nodeNr; i++)
		if (assign(nodes->nodeTab[i], expression, value) < 0)
			return -1;
	print_document(q.doc, out);
	return 0;
}
