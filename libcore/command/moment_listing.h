/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_listing - lists and trees of snapshots and checkpoints (spec/snapshots.md 4.2, 4.3) */
#ifndef COMMAND_MOMENT_LISTING_H
#define COMMAND_MOMENT_LISTING_H

#include "command/command.h"
#include "command/moment_item.h"
#include "command/table.h"

/* What the options that all these lists have said, and what a list adds to them. */
struct moment_listing {
	const struct moment_kind *kind;
	const char *from;
	bool parent, roots, leaves, no_leaves, tree, descendants, topological, by_name;
	bool current, picture;           /* only of snapshots */
	bool size;                       /* only of checkpoints */
	bool (*wanted)(const struct moment *moment);     /* NULL: all are */
};
#define MOMENT_LIST_OPTIONS(l)                                                                       \
	OPT_FLAG(0, "parent",      &(l).parent,      "show parents too"),                            \
	OPT_FLAG(0, "roots",       &(l).roots,       "those without a parent"),                      \
	OPT_FLAG(0, "leaves",      &(l).leaves,      "those without children"),                      \
	OPT_FLAG(0, "no-leaves",   &(l).no_leaves,   "those with children"),                         \
	OPT_FLAG(0, "tree",        &(l).tree,        "draw what came after what"),                   \
	OPT_FLAG(0, "descendants", &(l).descendants, "with --from: not only children"),              \
	OPT_FLAG(0, "topological", &(l).topological, "parents before their children"),               \
	OPT_FLAG(0, "name",        &(l).by_name,     "names only")

/* For run(): refuse what does not go together, and begin.  filtered: the program's own filters were used. */
int moment_list_begin(const struct moment_listing *listing, const struct column *columns, bool filtered);
/* For each(). */
int moment_list(const struct moment_listing *listing, const char *vm);

#endif
