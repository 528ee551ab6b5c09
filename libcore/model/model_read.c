/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_read - a parsed document taken into objects, row by row */
#include "base/fail.h"
#include "model/kinds.h"
#include "model/model_engine.h"

struct reader {
	enum view view;
	enum model_how how;
	bool again;                      /* the part was there before: what it said then counts */
};

/* Where the path of the last row led: node[i] is the element behind i steps, NULL
 * where there is none.  Rows that share steps are next to each other, so
 * each element is looked for once. */
struct trail {
	const char *path;
	unsigned depth;
	xmlNode *node[PATH_DEPTH];
};

/* ---- finding nodes ---- */

static bool
is_foreign(const xmlNode *node, struct step step)
{
	const char *colon = memchr(step.name, ':', step.length);
	size_t prefix = colon ? colon + 1 - step.name : 0;
	struct step local = { step.name + prefix, step.length - prefix };
	int space = step_space(step);

	return space >= 0 && !strcmp((const char *)node->ns->href, spaces[space].uri) &&
	       step_is(local, (const char *)node->name);
}

static bool
is_named(const xmlNode *node, struct step step)
{
	if (node->type != XML_ELEMENT_NODE)
		return false;
	if (node->ns)
		return is_foreign(node, step);
	return *node->name == (xmlChar)*step.name && step_is(step, (const char *)node->name);
}

static xmlNode *
first_named(xmlNode *node, struct step step)
{
	while (node && !is_named(node, step))
		node = node->next;
	return node;
}

static xmlAttr *
attribute_named(const xmlNode *element, const char *name)
{
	xmlAttr *attribute = element->properties;

	while (attribute && (attribute->ns || *attribute->name != (xmlChar)*name ||
			     strcmp((const char *)attribute->name, name)))
		attribute = attribute->next;
	return attribute;
}

static struct step
step_at(const char *path)
{
	return (struct step) { path, (size_t)(strchrnul(path, '/') - path) };
}

/* Follow all steps of a path but the last, which is left in *ret_last if they lead to an element. */
static xmlNode *
trail_follow(struct trail *trail, const char *path, struct step *ret_last)
{
	const char *name = path, *old = trail->path;
	unsigned depth = 0;

	for (const char *c = path; *c && *c == *old && depth < trail->depth; c++, old++)
		if (*c == '/') {
			depth++;
			name = c + 1;
		}
	for (; trail->node[depth]; name += ret_last->length + 1) {
		xmlNode *next;

		*ret_last = step_at(name);
		if (!name[ret_last->length])
			break;
		next = first_named(trail->node[depth]->children, *ret_last);
		trail->node[++depth] = next;
		if (next)
			model_claim(next);
	}
	trail->path = path;
	trail->depth = depth;
	return trail->node[depth];
}

/* ---- failures ---- */

/* What is wrong with a value: with a size, its number, its unit, or that both together are too much. */
static enum fault
fault_of(const struct row *row, const char *value, const char *beside)
{
	uint64_t number, unit;

	if (row->kind->fault)
		return row->kind->fault;
	if (beside && number_parse(value, 10, UINT64_MAX, &number) == 0) {
		unit = unit_bytes(beside);
		if (!unit || number > INT64_MAX / unit)
			return unit ? FAULT_RANGE : FAULT_VALUE;
	}
	return row->flags & UNSUPPORTED ? FAULT_CONFIG : FAULT_XML;
}

static int
blame_value(const xmlNode *element, const struct row *row, const char *last, const char *value)
{
	const char *name = (const char *)element->name;
	const char *beside = row->kind->sibling ? xml_value(element, row->kind->sibling) : NULL;
	enum fault fault = fault_of(row, value, beside);
	auto_text struct text whole = { 0 }, wanted = { 0 };

	text_addf(&whole, *value && beside ? "%s %s" : "%s%s", value, beside ? beside : "");

	row_add_wanted(row, &wanted);
	if (*last == '@')
		return fail(fault, "%s: %s is not a value of attribute '%s' of '%s' (%s)",
			    xml_place(element), quote(text_get(&whole)), last + 1, name,
			    text_get(&wanted));
	return fail(fault, "%s: %s is not a value of element '%s' (%s)",
		    xml_place(element), quote(text_get(&whole)), name, text_get(&wanted));
}

static int
blame_missing(const xmlNode *at, const struct row *row)
{
	const char *path = row->path, *name = (const char *)at->name;
	enum fault fault = row->flags & UNTOLD ? FAULT_CONFIG : FAULT_XML;
	struct step last = path_step(&path), holder = { name, strlen(name) };

	while (path) {
		holder = last;
		last = path_step(&path);
	}
	if (*last.name == '@')
		return fail(fault, "%s: missing attribute '%s' of '%.*s'", xml_place(at),
			    last.name + 1, (int)holder.length, holder.name);
	if (*last.name == '.')
		return fail(fault, "%s: missing text in '%s'", xml_place(at), name);
	return fail(fault, "%s: missing element '%s' in '%.*s'", xml_place(at), last.name,
		    (int)holder.length, holder.name);
}

/* ---- rows: each returns 1 when the document says it, 0 when not, -1 after a failure ---- */

static int read_object(const struct reader *reader, const struct type *type, void *object,
		       xmlNode *at);

static int
read_value(const struct reader *reader, void *member, const struct row *row, xmlNode *element,
	   const char *last, const char *value)
{
	if (reader->again && row->kind->is_set(member, row))
		return 1;
	if (row->kind->read(member, value, row, element) < 0 || !row_is_answered(member, row))
		return blame_value(element, row, last, value);
	return 1;
}

static int
read_attribute(const struct reader *reader, void *member, const struct row *row, xmlNode *element,
	       const char *last)
{
	xmlAttr *attribute = attribute_named(element, last + 1);
	const xmlNode *text = attribute ? attribute->children : NULL;

	if (!attribute)
		return 0;
	model_claim((const xmlNode *)attribute);
	if (row->flags & STATUS && !(reader->view & VIEW_STATUS))
		return 0;
	if (text && text->next)
		return read_value(reader, member, row, element, last, xml_value(element, last + 1));
	return read_value(reader, member, row, element, last, text ? (const char *)text->content : "");
}

/* libvirt takes an element without text as not there, and all text in it for its own; blanks around that
 * only set it apart from child elements. */
static int
read_text(const struct reader *reader, void *member, const struct row *row, xmlNode *element,
	  const char *last)
{
	auto_free char *mixed = xml_child(element, NULL) ? text_trimmed(xml_text(element)) : NULL;
	const char *value = mixed ? mixed : xml_text(element);

	claim_text(element);
	return *value ? read_value(reader, member, row, element, last, value) : 0;
}

static unsigned
steps_between(const xmlNode *node, const xmlNode *other)
{
	unsigned steps = 0;

	for (; node != other; node = node->next)
		steps++;
	return steps;
}

static int
read_objects(const struct reader *reader, void *member, const struct row *row, xmlNode *node,
	     struct step step)
{
	struct reader next = { reader->view, reader->how, reader->again && row_is_part(row) };
	const xmlNode *before = node->parent->children;
	unsigned place = 1;
	void *object = NULL;

	for (; node; node = first_named(node->next, step)) {
		object = row->flags & MERGED && row->kind->count(member) ? row->kind->object(member, row, 0)
									 : row->kind->add(member, row);
		if (!object)
			break;
		if (row->flags & MIXED) {
			place += steps_between(before, node);
			*(unsigned *)object = place;
			before = node;
		}
		model_claim(node);
		if (read_object(&next, row->type, object, node) < 0)
			return -1;
		if (*step.name == '.' || row->flags & LEADING)
			break;
		next.again |= row_is_part(row);
	}
	return 1;
}

/* What is only true of a running guest is no news in a definition. */
static int
skip_status(xmlNode *element, struct step step)
{
	if (step_is(step, "."))
		claim_text(element);
	else
		for (; element; element = first_named(element->next, step))
			claim_tree(element);
	return 0;
}

/* Its form matters to who asked for strictness. */
static int
check_status(const struct reader *reader, const struct row *row, xmlNode *element, struct step step)
{
	const struct reader live = { .view = reader->view | VIEW_STATUS, .how = reader->how };
	void *object = NULL;
	int read = read_objects(&live, &object, row, element, step);

	model_free(row->type, object);
	return read < 0 ? -1 : 0;
}

static int
read_element(const struct reader *reader, void *member, const struct row *row, xmlNode *parent,
	     struct step step)
{
	bool own = *step.name == '.';
	xmlNode *element = own ? parent : first_named(parent->children, step);

	if (!element)
		return 0;
	if (row->flags & STATUS && !(reader->view & VIEW_STATUS))
		return reader->how & READ_STRICT && row->kind == &kind_group
		       ? check_status(reader, row, element, step) : skip_status(element, step);
	if (row->kind->add)
		return read_objects(reader, member, row, element, step);
	if (!row->kind->empty && !row->kind->print)
		return read_text(reader, member, row, element, step.name);
	model_claim(element);
	return read_value(reader, member, row, element, step.name, "");
}

static int
refuse_second(const xmlNode *at, const struct row *row)
{
	const char *path = row->path;
	xmlNode *node = (xmlNode *)at;

	while (path && node) {
		struct step step = path_step(&path);

		if (*step.name == '@' || (!path && row->kind == &kind_list))
			break;
		node = first_named(node->children, step);
		if (node && first_named(node->next, step))
			return fail(FAULT_XML, "%s: '%.*s' is said twice", xml_place(node), (int)step.length, step.name);
	}
	return 0;
}

static int
read_row(const struct reader *reader, struct trail *trail, void *object, const struct row *row)
{
	const xmlNode *at = trail->node[0];
	void *member = row_member(object, row);
	struct step last;
	xmlNode *parent = trail_follow(trail, row->path, &last);
	int said;

	if (!parent)
		return 0;
	if (row->flags & SINGLE && refuse_second(at, row) < 0)
		return -1;
	said = *last.name == '@' ? read_attribute(reader, member, row, parent, last.name) :
				   read_element(reader, member, row, parent, last);
	return said || !(row->flags & NEEDED) || reader->again ? said : blame_missing(parent, row);
}

static int
read_object(const struct reader *reader, const struct type *type, void *object,
	    xmlNode *at)
{
	struct trail trail = { .path = "", .node = { at } };

	EACH_ROW(row, type) {
		int said = row_applies(object, row) ? read_row(reader, &trail, object, row) : 1;

		if (said < 0)
			return -1;
		if (said || reader->again)
			continue;
		if (row->flags & REQUIRED)
			return blame_missing(at, row);
		row_init(object, row);
	}
	if ((type->ignored && report_ignored(at, type, reader->how) < 0) ||
	    (type->closed && refuse_strangers(at) < 0))
		return -1;
	if (type->read_rest && type->read_rest(object, at) < 0)
		return -1;
	return type->check && !(reader->how & READ_UNCHECKED) ? type->check(object, at) : 0;
}

/* ---- documents ---- */

void *
model_read(const struct type *type, const xmlNode *at, enum view view, enum model_how how)
{
	const struct reader reader = { .view = view, .how = how };
	xmlNode *element = (xmlNode *)at;       /* only its claims change */
	void *object = xcalloc(1, type->size);

	model_claim(element);
	if (read_object(&reader, type, object, element) < 0 ||
	    ((how & READ_STRICT || !(how & READ_SILENT)) && report_strangers(element, how) < 0)) {
		model_free(type, object);
		return NULL;
	}
	return object;
}

static void *
read_document(const struct type *type, const char *xml, size_t size, const char *whence,
	      enum view view, enum model_how how)
{
	auto_xml xmlDoc *doc = xml_parse(xml, size, whence);
	const xmlNode *root = doc ? xml_root(doc) : NULL;

	if (!doc)
		return NULL;
	if (root->ns || strcmp((const char *)root->name, type->name))
		return fail(FAULT_XML, "%s: '%s' found where '%s' is wanted", xml_place(root),
			    (const char *)root->name, type->name), NULL;
	return model_read(type, root, view, how);
}

void *
model_parse(const struct type *type, const char *xml, size_t size, const char *whence,
	    enum view view, enum model_how how)
{
	bool held = how & READ_VALIDATE;
	void *object = read_document(type, xml, size, whence, view, how | (held ? READ_STRICT : 0));

	if (!object && held && fail_fault() == FAULT_XML)
		fail_as(FAULT_SCHEMA);
	if (object && held && schema_holds(type, xml, size, whence) < 0) {
		model_free(type, object);
		return NULL;
	}
	return object;
}
