/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* metadata - applications' own XML inside a <metadata> element */
#include "driver/metadata.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "base/xml.h"

#define EACH_ELEMENT(child, parent) \
	for (xmlNode *child = xml_child(parent, NULL); child; child = xml_next(child, NULL))

static bool
is_space(const xmlNs *space, const char *uri)
{
	return space && space->href && strcmp((const char *)space->href, uri) == 0;
}

static xmlNode *
find(const xmlNode *metadata, const char *uri)
{
	EACH_ELEMENT(child, metadata)
		if (is_space(child->ns, uri))
			return child;
	return NULL;
}

/* Take the namespace off an element and all below it.  Its declarations move to
 * the end of *removed. */
static void
strip(xmlNode *element, const char *uri, xmlNs **removed)
{
	if (is_space(element->ns, uri))
		element->ns = NULL;
	for (xmlNs **at = &element->nsDef; *at;) {
		xmlNs *declared = *at;

		if (!is_space(declared, uri)) {
			at = &declared->next;
			continue;
		}
		*at = declared->next;
		declared->next = *removed;
		*removed = declared;
	}
	EACH_ELEMENT(child, element)
		strip(child, uri, removed);
}

/* The document frees what hangs in its tree. */
static void
give_back(xmlNode *element, xmlNs *removed)
{
	xmlNs **end = &element->nsDef;

	while (*end)
		end = &(*end)->next;
	*end = removed;
}

char *
metadata_get(const char *metadata, const char *uri)
{
	auto_xml xmlDoc *doc = metadata ? xml_parse(metadata, strlen(metadata), NULL) : NULL;
	xmlNode *element = doc ? find(xml_root(doc), uri) : NULL;
	struct text out = { 0 };
	xmlNs *removed = NULL;

	if (!element)
		return NULL;
	strip(element, uri, &removed);
	xml_print(element, 0, &out);
	give_back(element, removed);
	return text_take(&out);
}

/* Put the elements that are in namespace `from` into `to`. */
static void
move(xmlNode *element, xmlNs *from, xmlNs *to)
{
	if (element->ns == from)
		element->ns = to;
	EACH_ELEMENT(child, element)
		move(child, from, to);
}

static bool
is_prefix(const char *key)
{
	if (!isalpha((unsigned char)*key) && *key != '_' && !(*key & 0x80))
		return false;
	for (; *key; key++)
		if (!isalnum((unsigned char)*key) && !strchr("_-.", *key) && !(*key & 0x80))
			return false;
	return true;
}

/* Append xml as it is stored: declared once, at its root. */
static int
add(const char *uri, const char *key, const char *xml, struct text *out)
{
	auto_xml xmlDoc *doc = xml_parse(xml, strlen(xml), "metadata");
	xmlNode *element = doc ? xml_root(doc) : NULL;
	xmlNs space = { .type = XML_NAMESPACE_DECL, .href = (const xmlChar *)uri, .prefix = (const xmlChar *)key };
	xmlNs *removed = NULL;

	if (!element)
		return -1;
	if (element->ns && !is_space(element->ns, uri))
		return fail(FAULT_XML, "element '%s' belongs to the namespace %s", element->name,
			    quote((const char *)element->ns->href));
	strip(element, uri, &removed);
	space.next = element->nsDef;
	element->nsDef = &space;
	move(element, NULL, &space);
	xml_print(element, 1, out);
	move(element, &space, NULL);
	element->nsDef = space.next;
	give_back(element, removed);
	return 0;
}

static void
add_others(const xmlNode *metadata, const char *uri, struct text *out)
{
	for (const xmlNode *node = metadata->children; node; node = node->next)
		if (node->type != XML_ELEMENT_NODE || !is_space(node->ns, uri))
			xml_print(node, 1, out);
}

char *
metadata_set(const char *metadata, const char *uri, const char *key, const char *xml)
{
	auto_xml xmlDoc *doc = metadata ? xml_parse(metadata, strlen(metadata), NULL) : NULL;
	auto_text struct text inside = { 0 };

	if (metadata && !doc)
		return NULL;
	if (!*uri)
		return fail(FAULT_USAGE, "the namespace is empty"), NULL;
	if (xml && (!key || !is_prefix(key)))
		return fail(FAULT_USAGE, "%s is no namespace prefix", key ? quote(key) : "nothing"), NULL;
	if (doc)
		add_others(xml_root(doc), uri, &inside);
	if (xml && add(uri, key, xml, &inside) < 0)
		return NULL;
	return inside.length ? text_format("<metadata>\n%s</metadata>\n", text_get(&inside)) : xstrdup("");
}
