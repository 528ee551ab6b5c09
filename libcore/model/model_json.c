/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_json - objects to JSON and back */
#include "base/fail.h"
#include "model/model_engine.h"

/* ---- where a row's value is ---- */

/* Is the element something in itself, and something with other rows inside? */
static bool
has_inside(const struct type *type, const char *element)
{
	EACH_ROW(row, type)
		if (path_below(row->path, element))
			return true;
	return false;
}

/* Does something else of the same element have the attribute's name as its key:
 * a child element, or for "value" the element's text? */
static bool
has_namesake(const struct type *type, const char *path, const char *attribute)
{
	bool own = attribute == path;
	auto_free char *element = own ? xstrdup(".") : xstrndup(path, attribute - path - 1);
	auto_free char *child = text_format("%.*s%s", (int)(attribute - path), path, attribute + 1);
	bool text_too = !strcmp(attribute, "@value");

	EACH_ROW(row, type)
		if (path_is_in(row->path, child) || (text_too && !strcmp(row->path, element)))
			return true;
	return false;
}

/* The member of that name in an object; made when it is not there, on request. */
static struct json_object *
enter(struct json_object *object, const char *key, bool make)
{
	struct json_object *member = json_member(object, key);

	if (!member && make)
		json_object_object_add(object, key, member = json_object_new_object());
	return member;
}

/* The object below top that has the row's value, and the key it has there. */
static struct json_object *
find(const struct type *type, const struct row *row, struct json_object *top, bool make,
     const char **ret_key)
{
	const char *path = row->path;
	const char *slash;

	for (; top && (slash = strchr(path, '/')); path = slash + 1) {
		auto_free char *step = xstrndup(path, slash - path);

		top = enter(top, step, make);
	}
	if (*path == '.') {
		*ret_key = "value";
	} else if (*path == '@') {
		*ret_key = has_namesake(type, row->path, path) ? path : path + 1;
	} else if (!row->kind->count && has_inside(type, row->path)) {
		*ret_key = "value";
		return top ? enter(top, path, make) : NULL;
	} else {
		*ret_key = path;
	}
	return top;
}

/* ---- to JSON ---- */

static struct json_object *
objects_json(const struct row *row, const void *member, enum view view)
{
	const struct kind *kind = row->kind;
	unsigned n = kind->count(member);
	struct json_object *array;

	if (kind != &kind_list && n == 0)
		return json_object_new_object();
	if (kind != &kind_list)
		return model_json(row->type, kind->object(member, row, 0), view);
	array = json_object_new_array();
	for (unsigned i = 0; i < n; i++) {
		const void *object = kind->object(member, row, i);

		struct json_object *item = model_json(row->type, object, view);

		if (row->flags & MIXED)
			json_object_object_add(item, "place", json_object_new_int64(*(const unsigned *)object));
		json_object_array_add(array, item);
	}
	return array;
}

static struct json_object *
value_json(const struct row *row, const void *member, enum view view)
{
	return row->kind->count ? objects_json(row, member, view) : row->kind->json(member, row);
}

static void
json_rows(const struct type *type, const void *object, enum view view, struct json_object *top)
{
	EACH_ROW(row, type) {
		const void *member = row_member(object, row);
		struct json_object *holder;
		const char *key;

		if (!row_is_printed(object, row, view))
			continue;
		if (row_is_part(row) && !strcmp(row->path, ".")) {
			json_rows(row->type, member, view, top);
			continue;
		}
		holder = find(type, row, top, true, &key);
		if (row_is_part(row))
			json_rows(row->type, member, view, enter(holder, key, true));
		else
			json_object_object_add(holder, key, value_json(row, member, view));
	}
}

struct json_object *
model_json(const struct type *type, const void *object, enum view view)
{
	struct json_object *top = json_object_new_object();

	json_rows(type, object, view, top);
	return top;
}

/* ---- from JSON: what rows take is removed, so that the rest is unknown ---- */

static int fill(const struct type *type, void *object, struct json_object *value);
static int fill_rows(const struct type *type, void *object, struct json_object *top);

/* Where an object of a mixed list stands among all. */
static void
take_place(void *object, struct json_object *item)
{
	struct json_object *place = json_member(item, "place");

	if (!place || !json_object_is_type(place, json_type_int))
		return;
	*(unsigned *)object = json_object_get_int(place);
	json_object_object_del(item, "place");
}

/* Each returns 1 when the value says it, 0 when not, -1 after a failure. */
static int
take_objects(const struct row *row, void *member, const char *key, struct json_object *value)
{
	bool many = json_object_is_type(value, json_type_array);
	size_t n = many ? json_length(value) : 1;

	if (many != (row->kind == &kind_list))
		return fail(FAULT_XML, "key '%s' is %san array", key, many ? "" : "not ");
	for (size_t i = 0; i < n; i++) {
		struct json_object *item = many ? json_object_array_get_idx(value, i) : value;
		void *object = row->kind->add(member, row);

		if (!object)
			return 0;
		if (row->flags & MIXED)
			take_place(object, item);
		if (fill(row->type, object, item) < 0)
			return many ? fail_within("%s[%zu]", key, i) : fail_within("%s", key);
	}
	return 1;
}

static int
take_value(const struct row *row, void *member, const char *key, struct json_object *value)
{
	auto_text struct text wanted = { 0 };

	if (row->kind->from_json(member, row, value) == 0 && row_is_answered(member, row))
		return 1;
	row_add_wanted(row, &wanted);
	return fail(FAULT_XML, "%s is not a value of key '%s' (%s)",
		    quote(json_object_get_string(value)), key, text_get(&wanted));
}

/* A part shares its JSON object with the holder's rows of the same path. */
static int
take_part(const struct row *row, void *member, const char *key, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_object))
		return fail(FAULT_XML, "key '%s' is not an object", key);
	return fill_rows(row->type, member, value) < 0 ? -1 : 1;
}

static int
take_row(const struct type *type, void *object, const struct row *row, struct json_object *top)
{
	void *member = row_member(object, row);
	struct json_object *holder, *value;
	const char *key;

	if (row_is_part(row) && !strcmp(row->path, "."))
		return take_part(row, member, row->path, top);
	holder = find(type, row, top, false, &key);
	value = json_member(holder, key);
	if (!value)
		return 0;
	if (row_is_part(row))
		return take_part(row, member, key, value);
	return row->kind->count ? take_objects(row, member, key, value) :
				  take_value(row, member, key, value);
}

/* Only when all rows had their turn: kinds may take turns at one key. */
static void
drop_taken(const struct type *type, const void *object, struct json_object *top)
{
	EACH_ROW(row, type) {
		struct json_object *holder;
		const char *key;

		if (row_is_part(row) || !row_applies(object, row))
			continue;
		holder = find(type, row, top, false, &key);
		if (holder && json_object_is_type(holder, json_type_object))
			json_object_object_del(holder, key);
	}
}

static int
fill_rows(const struct type *type, void *object, struct json_object *top)
{
	EACH_ROW(row, type) {
		int said = row_applies(object, row) ? take_row(type, object, row, top) : 1;

		if (said < 0)
			return -1;
		if (!said && row->flags & REQUIRED)
			return fail(FAULT_XML, "nothing says '%s' of '%s'", row->path, type->name);
		if (!said)
			row_init(object, row);
	}
	drop_taken(type, object, top);
	return type->check ? type->check(object, NULL) : 0;
}

/* Do rows have values inside of the element? */
static bool
is_element(const struct type *type, const char *path)
{
	EACH_ROW(row, type) {
		const char *rest = row_is_part(row) ? path_below(path, row->path) : NULL;

		if (path_is_in(row->path, path) || (rest && is_element(row->type, rest)))
			return true;
	}
	return false;
}

/* Objects that rows have emptied are no rest. */
static int
refuse_rest(const struct type *type, const char *above, struct json_object *object)
{
	json_object_object_foreach(object, key, value) {
		auto_free char *path = text_format("%s%s%s", above, *above ? "/" : "", key);

		if (!value)
			continue;
		if (!json_object_is_type(value, json_type_object) || !is_element(type, path))
			return fail(FAULT_XML, "unknown key %s in '%s'", quote(path), type->name);
		if (refuse_rest(type, path, value) < 0)
			return -1;
	}
	return 0;
}

static int
fill(const struct type *type, void *object, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_object))
		return fail(FAULT_XML, "not a JSON object");
	return fill_rows(type, object, value) < 0 ? -1 : refuse_rest(type, "", value);
}

void *
model_from_json(const struct type *type, struct json_object *value)
{
	auto_json struct json_object *rest = NULL;
	void *object;

	if (json_object_deep_copy(value, &rest, NULL) < 0)
		return fail(FAULT_XML, "not a JSON object"), NULL;
	object = xcalloc(1, type->size);
	if (fill(type, object, rest) < 0) {
		model_free(type, object);
		return NULL;
	}
	return object;
}
