/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_listing - lists and trees of snapshots and checkpoints (spec/snapshots.md 4.2, 4.3) */
#include "command/moment_listing.h"

#include "command/listing.h"
#include "command/moment_drawing.h"

static bool
is_drawn(const struct moment_listing *l)
{
	return l->tree || l->picture;
}

static int
check_options(const struct moment_listing *l, bool filtered)
{
	bool filters = l->leaves || l->no_leaves || filtered;

	if (is_drawn(l) && (l->by_name || l->parent || l->roots || filters || asked.json))
		return fail(FAULT_USAGE, "a tree has all; it goes with --from and --current only");
	if (l->roots && (l->parent || l->from || l->current))
		return fail(FAULT_USAGE, "--roots excludes --parent, --from and --current");
	if (l->descendants && !l->from && !l->current)
		return fail(FAULT_USAGE, "--descendants needs --from or --current");
	if (l->from && l->current)
		return fail(FAULT_USAGE, "--from and --current exclude each other");
	return 0;
}

static const char *
more_columns(const struct moment_listing *l)
{
	if (l->size)
		return l->parent ? "+PARENT,SIZE" : "+SIZE";
	return l->parent ? "+PARENT" : NULL;
}

int
moment_list_begin(const struct moment_listing *l, const struct column *columns, bool filtered)
{
	static struct bare bare[] = { { NULL, "NAME" }, { NULL, "PARENT", '\t' }, BARE_END };

	if (check_options(l, filtered) < 0)
		return -1;
	if (is_drawn(l))
		return 0;
	bare[0].said = &l->by_name;
	bare[1].said = &l->parent;
	return listing_begin(columns, l->by_name ? bare : NULL, more_columns(l));
}

/* start: what --from or --current mean, else NULL. */
static bool
wanted(const struct moment_listing *l, const struct moment *m, const struct moment *start)
{
	if (start && !(l->descendants ? moment_is_below(m, start) : m->parent == start))
		return false;
	if (l->roots && m->parent)
		return false;
	/* Neither or both filter nothing. */
	if (l->leaves != l->no_leaves && !m->first_child != l->leaves)
		return false;
	return !l->wanted || l->wanted(m);
}

static int
add(const struct moment_listing *l, const struct moments *of, struct moment *m, const struct moment *start)
{
	struct moment_item item = { .of = of, .moment = m };

	return wanted(l, m, start) ? listing_add(&item) : 0;
}

static int
add_topologically(const struct moment_listing *l, const struct moments *of, struct moment *m,
		  const struct moment *start)
{
	for (; m; m = m->next_sibling)
		if (add(l, of, m, start) < 0 || add_topologically(l, of, m->first_child, start) < 0)
			return -1;
	return 0;
}

static int
add_by_name(const struct moment_listing *l, const struct moments *of, const struct moment *start)
{
	for (unsigned i = 0; i < of->tree.n; i++)
		if (add(l, of, of->tree.item[i], start) < 0)
			return -1;
	return 0;
}

int
moment_list(const struct moment_listing *l, const char *vm)
{
	auto_moments struct moments m = { 0 };
	const struct moment *start = NULL;

	if (moments_open(l->kind, vm, VM_TO_READ, &m) < 0)
		return -1;
	if ((l->from || l->current) && !(start = moment_chosen(&m, l->from, l->current)))
		return -1;
	if (l->picture)
		return moment_draw_svg(&m, start);
	if (l->tree)
		return moment_draw(&m, start), 0;
	return l->topological ? add_topologically(l, &m, m.tree.first_root, start) : add_by_name(l, &m, start);
}
