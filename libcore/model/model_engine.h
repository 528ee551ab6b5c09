/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_engine - what the walks over the tables share; nobody else includes it */
#ifndef MODEL_ENGINE_H
#define MODEL_ENGINE_H

#include "model/model.h"

/* Elements between an object and the deepest path of its rows, embedded parts
 * included; model_lint() refuses a deeper table. */
enum { PATH_DEPTH = 16 };

/* Rows that can share one order; model_lint() refuses more. */
enum { MIXED_ROWS = 4 };

#define EACH_ROW(row, type)  for (const struct row *row = (type)->rows; row->path; row++)

static inline void *
row_member(const void *object, const struct row *row)
{
	return (char *)object + row->offset;
}

static inline const struct row_more *
row_more(const struct row *row)
{
	static const struct row_more nothing;

	return row->more ? row->more : &nothing;
}

/* Does the deciding enumeration, if any, have a value that this row is for? */
static inline bool
row_applies(const void *object, const struct row *row)
{
	const struct row_more *more = row_more(row);
	const unsigned *decides = (const void *)((const char *)object + more->only_offset);

	return !more->only || (*decides < 64 && more->only >> *decides & 1);
}

/* The row applies and its member has a value worth a word. */
bool row_is_said(const void *object, const struct row *row);
bool row_is_printed(const void *object, const struct row *row, enum view view);

static inline bool
row_is_part(const struct row *row)
{
	return row->kind == &kind_part;
}

/* The member of the row as text, "" when unset.  Caller frees. */
char *row_text(const void *object, const struct row *row);

/* Does a value just read say anything, if the row requires it? */
bool row_is_answered(const void *member, const struct row *row);

/* Take DEFAULT() into an object of which nothing was said. */
void row_init(void *object, const struct row *row);

/* Add what a value of this row looks like: "one of a, b", "number". */
void row_add_wanted(const struct row *row, struct text *out);

/* done and copy for what is embedded: the struct itself stays. */
void rows_done(const struct type *type, void *object);
void rows_copy(const struct type *type, void *copy, const void *object);
bool rows_are_set(const struct type *type, const void *object);

/* A path is steps with a slash between them; the last one may be "@name" or ".". */
struct step {
	const char *name;
	size_t length;
};

/* Take the first step off a path; *path becomes NULL behind the last one. */
struct step path_step(const char **path);

static inline bool
step_is(struct step step, const char *name)
{
	return !strncmp(step.name, name, step.length) && !name[step.length];
}

/* Is path the element itself or in it?  Everything is in "". */
bool path_is_in(const char *path, const char *element);

/* What follows the steps of `above` in path, NULL when path is not below it;
 * everything is below ".". */
const char *path_below(const char *path, const char *above);

/* The namespaces of rows whose step has a prefix. */
struct space {
	const char *prefix, *uri;
};
extern const struct space spaces[];
extern const unsigned spaces_count;

/* The namespace of a step's prefix, by number; -1 when it has none. */
int step_space(struct step step);

/* The rows of a type with those of its embedded parts, each with its whole path
 * below the object's element: for walks over a table without an object. */
struct flat {
	char *path;
	const struct row *row;
	size_t base;                     /* where the row's struct begins in the object */
	int part;                        /* index of the part it is in, or -1 */
};
LIST_OF(flat);
void flat_add(struct flat_list *flat, const struct type *type);
void flat_done(struct flat_list *flat);
#define auto_flat __attribute__((cleanup(flat_done)))

/* The path of the element that has the row's attribute or text, or is the row's:
 * "" for the object's own.  Caller frees. */
char *flat_element(const struct flat *one);

/* Is the row printed as a whole element, from its start to its end? */
bool flat_is_whole(const struct flat *one);

/* Is the row's value character data? */
bool flat_is_text(const struct flat *one);

/* Can both rows have a value in one object? */
bool flat_together(const struct flat_list *flat, const struct flat *a, const struct flat *b);

/* Types that a walk came across, each once. */
struct types {
	const struct type **item;
	unsigned n;
};
/* Its index; a new one is added at the end. */
unsigned types_find(struct types *types, const struct type *type);

/* Claims on nodes while a document is read, kept in their _private.  A tree is
 * claimed with all that is in it. */
void claim_text(const xmlNode *element);
void claim_tree(const xmlNode *element);

/* Does model_schema() allow the document?  0, or -1 after fail(). */
int schema_holds(const struct type *type, const char *xml, size_t size, const char *whence);

/* Report and claim what below the element only type->ignored knows. */
int report_ignored(xmlNode *element, const struct type *type, enum model_how how);

/* Does type->ignored know this path below the object's element? */
bool type_ignores(const struct type *type, const char *path);

/* Is there an element in this one that nobody claimed?  -1 after fail(). */
int refuse_strangers(const xmlNode *element);

/* Report what below the claimed element nobody claimed. */
int report_strangers(xmlNode *element, enum model_how how);

#endif
