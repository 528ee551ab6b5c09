/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xml_json - a document mapped to JSON without knowing what it says
 *
 * Attributes are "@name", text is "#text", an element that comes several times
 * is an array.  An element with text only is that text, an empty one null. */
#include "command/inside.h"

#include <string.h>

#include "base/json.h"
#include "base/xml.h"

static char *
full_name(const xmlNs *space, const xmlChar *name)
{
	if (space && space->prefix)
		return text_format("%s:%s", (const char *)space->prefix, (const char *)name);
	return xstrdup((const char *)name);
}

/* A second value of the same key makes an array. */
static void
add(struct json_object *object, const char *key, struct json_object *value)
{
	struct json_object *before = NULL, *array;

	if (!json_object_object_get_ex(object, key, &before)) {
		json_object_object_add(object, key, value);
		return;
	}
	array = before;
	if (!json_object_is_type(before, json_type_array)) {
		array = json_object_new_array();
		json_object_array_add(array, json_object_get(before));
		json_object_object_add(object, key, array);
	}
	json_object_array_add(array, value);
}

/* The text among these nodes, put together. */
static char *
text_among(const xmlNode *nodes)
{
	struct text text = { 0 };

	text_add(&text, "");
	for (const xmlNode *node = nodes; node; node = node->next)
		if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
			text_add(&text, (const char *)node->content);
	return text_take(&text);
}

static void
add_attributes(struct json_object *object, const xmlNode *element)
{
	for (const xmlNs *space = element->nsDef; space; space = space->next) {
		auto_free char *key = space->prefix
			? text_format("@xmlns:%s", (const char *)space->prefix) : xstrdup("@xmlns");

		add(object, key, json_object_new_string((const char *)space->href));
	}
	for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
		auto_free char *name = full_name(attribute->ns, attribute->name);
		auto_free char *key = text_format("@%s", name);
		auto_free char *value = text_among(attribute->children);

		add(object, key, json_object_new_string(value));
	}
}

/* The element's own text; next to child elements, and where it is nothing else, without the blanks
 * that only lay it out.  NULL when it has none. */
static char *
own_text(const xmlNode *element, bool has_children)
{
	static const char blanks[] = " \t\r\n";
	auto_free char *text = text_among(element->children);
	char *start = text + strspn(text, blanks);
	size_t length = strlen(start);

	if (!length)
		return NULL;
	if (!has_children)
		return steal(text);
	while (strchr(blanks, start[length - 1]))
		length--;
	return xstrndup(start, length);
}

static struct json_object *
map_element(const xmlNode *element)
{
	struct json_object *object;
	auto_free char *text = own_text(element, xml_child(element, NULL));

	if (!xml_child(element, NULL) && !element->properties && !element->nsDef)
		return text ? json_object_new_string(text) : NULL;
	object = json_object_new_object();
	add_attributes(object, element);
	if (text)
		add(object, "#text", json_object_new_string(text));
	for (const xmlNode *child = xml_child(element, NULL); child; child = xml_next(child, NULL)) {
		auto_free char *name = full_name(child->ns, child->name);

		add(object, name, map_element(child));
	}
	return object;
}

struct json_object *
xml_to_json(const char *document)
{
	auto_xml xmlDoc *doc = xml_parse(document, strlen(document), NULL);
	auto_free char *name = NULL;
	struct json_object *object;

	if (!doc)
		return NULL;
	name = full_name(xml_root(doc)->ns, xml_root(doc)->name);
	object = json_object_new_object();
	json_object_object_add(object, name, map_element(xml_root(doc)));
	return object;
}
