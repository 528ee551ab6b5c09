/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_drawing - trees of snapshots and checkpoints for the eye */
#include "command/moment_drawing.h"

#include "base/when.h"
#include "base/xml.h"
#include "command/command.h"
#include "command/installed.h"
#include "command/tree_line.h"

/* --- as text --- */

static void
draw(const struct moment *s, struct text *before, bool top)
{
	size_t length = tree_line(before, s->facts.name, top, top || !s->next_sibling, s->first_child);

	for (const struct moment *child = s->first_child; child; child = child->next_sibling)
		draw(child, before, false);
	text_cut(before, length);
}

void
moment_draw(const struct moments *moments, const struct moment *top)
{
	auto_text struct text before = { 0 };

	for (const struct moment *s = top ? top : moments->tree.first_root; s; s = top ? NULL : s->next_sibling)
		draw(s, &before, true);
}

/* --- as a picture --- */

static void
add_attribute(struct text *out, const char *name, const char *value)
{
	text_addf(out, " %s='", name);
	text_add_xml(out, value, true);
	text_add_char(out, '\'');
}

/* Lines of the picture: flat, since documents are not read that are as deep as trees get. */
struct picture {
	const struct moments *of;
	struct text lines;
	unsigned n, deepest;
};

static void
add_line(struct picture *p, const struct moment *s, unsigned depth, unsigned parent_line)
{
	auto_free char *time = when_print(s->facts.creation_time * 1000000);

	text_addf(&p->lines, "<snapshot line='%u' depth='%u'", ++p->n, depth);
	if (depth)
		text_addf(&p->lines, " parent-line='%u'", parent_line);
	add_attribute(&p->lines, "name", s->facts.name);
	add_attribute(&p->lines, "time", time);
	add_attribute(&p->lines, "state", words_name(&snapshot_state_words, s->facts.state));
	if (s->facts.external)
		text_add(&p->lines, " external='yes'");
	if (s == p->of->tree.current)
		text_add(&p->lines, " current='yes'");
	text_add(&p->lines, "/>\n");
	if (depth > p->deepest)
		p->deepest = depth;
}

static void
add_lines(struct picture *p, const struct moment *s, unsigned depth, unsigned parent_line)
{
	unsigned line = p->n + 1;

	add_line(p, s, depth, parent_line);
	for (const struct moment *child = s->first_child; child; child = child->next_sibling)
		add_lines(p, child, depth + 1, line);
}

int
moment_draw_svg(const struct moments *moments, const struct moment *top)
{
	auto_free char *stylesheet = installed_share("snapshot-tree.xsl");
	struct picture p = { .of = moments };
	auto_text struct text document = { 0 }, picture = { 0 };
	int result;

	for (const struct moment *s = top ? top : moments->tree.first_root; s; s = top ? NULL : s->next_sibling)
		add_lines(&p, s, 0, 0);
	text_add(&document, "<snapshots");
	add_attribute(&document, "vm", moments->vm->name);
	text_addf(&document, " lines='%u' deepest='%u'>\n%s</snapshots>\n", p.n, p.deepest, text_get(&p.lines));
	text_done(&p.lines);
	result = stylesheet ? xml_transform(text_get(&document), stylesheet, &picture) : -1;
	if (result == 0)
		answer("%s", text_get(&picture));
	return result;
}
