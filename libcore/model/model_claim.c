/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_claim - which parts of a document the rows have taken, and which nobody */
#include "base/fail.h"
#include "model/model_engine.h"

/* What _private of a claimed node points to. */
static char claimed, claimed_with_text, claimed_with_all;

void
model_claim(const xmlNode *node)
{
	if (!node->_private)
		((xmlNode *)node)->_private = &claimed;
}

void
claim_text(const xmlNode *element)
{
	((xmlNode *)element)->_private = &claimed_with_text;
}

void
claim_tree(const xmlNode *element)
{
	((xmlNode *)element)->_private = &claimed_with_all;
}

/* Told once: later readers of the same tree find it claimed. */
static int
report(xmlNode *node, enum model_how how, const char *what, const char *preposition)
{
	const xmlNode *element = node->type == XML_ELEMENT_NODE ? node : node->parent;
	const char *prefix = node->ns ? (const char *)node->ns->prefix : NULL;
	auto_free char *story = text_format("%s: unknown %s '%s%s%s' %s '%s'",
					    xml_place(element), what,
					    prefix ? prefix : "", prefix ? ":" : "",
					    (const char *)node->name, preposition,
					    (const char *)node->parent->name);

	claim_tree(node);
	if (how & READ_STRICT)
		return fail(FAULT_XML, "%s", story);
	warn("%s", story);
	return 0;
}

/* ---- what is known, and says nothing ---- */

static int
ignore(xmlNode *node, const struct type *type, const char *path, enum model_how how)
{
	const xmlNode *element = node->type == XML_ELEMENT_NODE ? node : node->parent;

	if (node->_private || !type_ignores(type, path))
		return 0;
	claim_tree(node);
	if (how & READ_STRICT)
		return fail(FAULT_XML, "%s: '%s' says nothing in '%s'", xml_place(element), path, type->name);
	if (!(how & READ_SILENT))
		warn("%s: '%s' says nothing in '%s'", xml_place(element), path, type->name);
	return 0;
}

static int
ignore_below(xmlNode *element, const struct type *type, const char *above, enum model_how how)
{
	for (xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
		auto_free char *path = text_format("%s@%s", above, (const char *)attribute->name);

		if (ignore((xmlNode *)attribute, type, path, how) < 0)
			return -1;
	}
	for (xmlNode *child = element->children; child; child = child->next) {
		auto_free char *path = text_format("%s%s", above, (const char *)child->name);
		auto_free char *inside = text_format("%s/", path);

		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (ignore(child, type, path, how) < 0)
			return -1;
		if (child->_private != &claimed_with_all && ignore_below(child, type, inside, how) < 0)
			return -1;
	}
	return 0;
}

int
report_ignored(xmlNode *element, const struct type *type, enum model_how how)
{
	return ignore_below(element, type, "", how);
}

/* ---- what is unknown ---- */

/* Of elements of one name the first is looked at. */
static bool
is_stranger(const xmlNode *child)
{
	const xmlNode *first = xml_child(child->parent, NULL);

	while (first->ns != child->ns || strcmp((const char *)first->name, (const char *)child->name))
		first = xml_next(first, NULL);
	return !first->_private;
}

int
refuse_strangers(const xmlNode *element)
{
	for (const xmlNode *child = xml_child(element, NULL); child; child = xml_next(child, NULL))
		if (is_stranger(child))
			return fail(FAULT_CONFIG, "%s: unknown element '%s' in '%s'", xml_place(child),
				    (const char *)child->name, (const char *)element->name);
	return 0;
}

static int
report_text(const xmlNode *element, enum model_how how)
{
	const char *place = xml_place(element), *name = (const char *)element->name;

	if (how & READ_STRICT)
		return fail(FAULT_XML, "%s: text in '%s'", place, name);
	warn("%s: text in '%s'", place, name);
	return 0;
}

static bool
is_blank(const xmlNode *text)
{
	const char *content = (const char *)text->content;

	return !content || !content[strspn(content, " \t\r\n")];
}

int
report_strangers(xmlNode *element, enum model_how how)
{
	bool takes_text = element->_private == &claimed_with_text;

	for (xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
		if (!attribute->_private &&
		    report((xmlNode *)attribute, how, "attribute", "of") < 0)
			return -1;
	for (xmlNode *child = element->children; child; child = child->next) {
		int result = 0;

		if (child->type == XML_ELEMENT_NODE && !child->_private)
			result = report(child, how, "element", "in");
		else if (child->type == XML_ELEMENT_NODE && child->_private != &claimed_with_all)
			result = report_strangers(child, how);
		else if (child->type == XML_TEXT_NODE && !takes_text && !is_blank(child))
			result = report_text(element, how);
		if (result < 0)
			return -1;
	}
	return 0;
}
