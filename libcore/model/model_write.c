/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_write - objects printed as libvirt prints them, row by row */
#include "model/model_engine.h"

/* What the innermost open element has so far. */
enum inside { TAG, TEXT, CHILDREN };

/* One object being printed.  Elements are opened when the first row below them
 * has something to say, and stay open for the rows that follow. */
struct writer {
	struct text *out;
	enum view view;
	const struct type *type;
	const void *object;
	unsigned level;                  /* of the object's own element */
	unsigned spaces;                 /* bits of the namespaces declared further out */
	enum inside inside;
	unsigned depth;                  /* steps open */
	struct step step[PATH_DEPTH];
};

static void write_object(const struct type *type, const void *object, struct step element,
			 unsigned level, unsigned declared, enum view view, struct text *out);

/* ---- elements ---- */

static void
indent(const struct writer *writer)
{
	for (unsigned i = 0; i < writer->level + writer->depth; i++)
		text_add_bytes(writer->out, "  ", 2);
}

static unsigned
row_spaces(const struct row *row)
{
	unsigned spaces_used = 0;

	for (const char *path = row->path; path; ) {
		int space = step_space(path_step(&path));

		if (space >= 0)
			spaces_used |= 1U << space;
	}
	return spaces_used;
}

/* The namespaces that rows to be printed need, unless they are declared further out.  Few rows
 * have one, and whether a row is printed takes longer to tell. */
static unsigned
spaces_wanted(const struct type *type, const void *object, const struct writer *writer)
{
	unsigned wanted = 0;

	EACH_ROW(row, type) {
		if ((!row_is_part(row) && !strchr(row->path, ':')) || !row_is_printed(object, row, writer->view))
			continue;
		wanted |= row_spaces(row);
		if (row_is_part(row))
			wanted |= spaces_wanted(row->type, row_member(object, row), writer);
	}
	return wanted & ~writer->spaces;
}

/* The object's own element is where prefixes are declared, behind its attributes. */
static void
end_tag(struct writer *writer, const char *end)
{
	unsigned wanted = 0;

	if (writer->depth == 1)
		wanted = spaces_wanted(writer->type, writer->object, writer);
	for (unsigned i = 0; wanted >> i; i++)
		if (wanted >> i & 1)
			text_addf(writer->out, " xmlns:%s='%s'", spaces[i].prefix, spaces[i].uri);
	writer->spaces |= wanted;
	text_add(writer->out, end);
}

static void
open_children(struct writer *writer)
{
	if (writer->inside == TAG)
		end_tag(writer, ">\n");
	else if (writer->inside == TEXT)
		text_add_char(writer->out, '\n');
	writer->inside = CHILDREN;
}

static void
open_element(struct writer *writer, struct step step)
{
	if (writer->depth)
		open_children(writer);
	indent(writer);
	text_add_char(writer->out, '<');
	text_add_bytes(writer->out, step.name, step.length);
	writer->step[writer->depth++] = step;
	writer->inside = TAG;
}

static void
close_element(struct writer *writer)
{
	struct step step = writer->step[writer->depth - 1];

	if (writer->inside == TAG)
		end_tag(writer, "/>\n");
	writer->depth--;
	if (writer->inside == CHILDREN)
		indent(writer);
	if (writer->inside != TAG) {
		text_add_bytes(writer->out, "</", 2);
		text_add_bytes(writer->out, step.name, step.length);
		text_add_bytes(writer->out, ">\n", 2);
	}
	writer->inside = CHILDREN;
}

/* ---- places ---- */

/* The elements a row's value goes into, outermost first. */
struct place {
	unsigned depth;
	struct step step[PATH_DEPTH];
};

/* Go down all steps of a path that name elements; returns what is left:
 * "@name", "." or NULL. */
static const char *
place_enter(struct place *place, const char *path)
{
	while (path && *path != '@' && *path != '.')
		place->step[place->depth++] = path_step(&path);
	return path;
}

static bool
same_step(struct step a, struct step b)
{
	return a.length == b.length && !memcmp(a.name, b.name, a.length);
}

/* Close what is open beside the place, and open what is not. */
static void
go_to(struct writer *writer, const struct place *place)
{
	unsigned shared = 0;

	while (shared < writer->depth && shared < place->depth &&
	       same_step(writer->step[shared], place->step[shared]))
		shared++;
	while (writer->depth > shared)
		close_element(writer);
	while (writer->depth < place->depth)
		open_element(writer, place->step[writer->depth]);
}

/* ---- rows ---- */

static void write_rows(struct writer *writer, const struct place *place, const struct type *type,
		       const void *object);

static void
write_value(struct writer *writer, const struct row *row, const void *member, const char *last)
{
	auto_text struct text value = { 0 };
	bool attribute = last && *last == '@';

	if (!row->kind->empty)
		row->kind->write(member, row, &value);
	if (attribute) {
		text_add_char(writer->out, ' ');
		text_add(writer->out, last + 1);
		text_add_bytes(writer->out, "='", 2);
		text_add_xml(writer->out, text_get(&value), true);
		text_add_char(writer->out, '\'');
	}
	if (row->kind->beside)
		row->kind->beside(member, row, writer->out);
	if (attribute || !value.length)
		return;
	end_tag(writer, ">");
	text_add_xml(writer->out, text_get(&value), false);
	writer->inside = TEXT;
}

/* Elements with a table of their own, or whole trees. */
static void
write_elements(struct writer *writer, struct place *place, const struct row *row,
	       const void *member)
{
	struct step element = place->step[--place->depth];
	unsigned level = writer->level + place->depth;

	go_to(writer, place);
	open_children(writer);
	if (row->kind->print) {
		row->kind->print(member, row, level, writer->out);
		return;
	}
	for (unsigned i = 0; i < row->kind->count(member); i++)
		write_object(row->type, row->kind->object(member, row, i), element, level,
			     writer->spaces, writer->view, writer->out);
}

static void
write_part(struct writer *writer, const struct place *place, const struct row *row,
	   const void *member)
{
	if (row->flags & ALWAYS)
		go_to(writer, place);
	write_rows(writer, place, row->type, member);
}

static void
write_row(struct writer *writer, struct place place, const struct row *row, const void *object)
{
	const void *member = row_member(object, row);
	const char *last = place_enter(&place, row->path);

	if (row_is_part(row)) {
		write_part(writer, &place, row, member);
	} else if (row->kind->print || (row->kind->count && row->kind->count(member))) {
		write_elements(writer, &place, row, member);
	} else {
		go_to(writer, &place);
		if (!row->kind->count)
			write_value(writer, row, member, last);
	}
}

/* The next of the mixed rows' objects: the row that has it, NULL when none is left. */
static const struct row *
next_mixed(const struct row *rows, unsigned n, const unsigned *done, const void *object)
{
	const struct row *next = NULL;
	unsigned first = 0;

	for (unsigned i = 0; i < n; i++) {
		const void *member = row_member(object, &rows[i]);
		const unsigned *place;

		if (done[i] == rows[i].kind->count(member))
			continue;
		place = rows[i].kind->object(member, &rows[i], done[i]);
		if (next && *place - 1 >= first)        /* 0 becomes the largest */
			continue;
		next = &rows[i];
		first = *place - 1;
	}
	return next;
}

/* Mixed rows stand beside each other; returns the last one. */
static const struct row *
write_mixed(struct writer *writer, const struct place *above, const struct row *rows,
	    const void *object)
{
	unsigned done[MIXED_ROWS] = { 0 }, n = 0;
	const struct row *row;

	while (rows[n].path && rows[n].flags & MIXED)
		n++;
	while ((row = next_mixed(rows, n, done, object))) {
		struct place place = *above;
		const void *one = row->kind->object(row_member(object, row), row, done[row - rows]++);

		place_enter(&place, row->path);
		place.depth--;
		go_to(writer, &place);
		open_children(writer);
		write_object(row->type, one, place.step[place.depth], writer->level + place.depth,
			     writer->spaces, writer->view, writer->out);
	}
	return rows + n - 1;
}

static void
write_rows(struct writer *writer, const struct place *place, const struct type *type,
	   const void *object)
{
	EACH_ROW(row, type)
		if (row->flags & MIXED)
			row = write_mixed(writer, place, row, object);
		else if (row_is_printed(object, row, writer->view))
			write_row(writer, *place, row, object);
}

static void
write_object(const struct type *type, const void *object, struct step element, unsigned level,
	     unsigned declared, enum view view, struct text *out)
{
	struct writer writer = {
		.out = out, .view = view, .type = type, .object = object, .level = level,
		.spaces = declared,
	};
	const struct place place = { 1, { element } };

	go_to(&writer, &place);
	write_rows(&writer, &place, type, object);
	while (writer.depth)
		close_element(&writer);
}

void
model_write(const struct type *type, const void *object, const char *element, unsigned level,
	    enum view view, struct text *out)
{
	write_object(type, object, (struct step) { element, strlen(element) }, level, 0, view, out);
}

char *
model_text(const struct type *type, const void *object, enum view view)
{
	struct text out = { 0 };

	model_write(type, object, type->name, 0, view, &out);
	return text_take(&out);
}
