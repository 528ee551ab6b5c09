/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-list - list the snapshots of a virtual machine */
#include "base/when.h"
#include "command/command.h"
#include "command/listing.h"
#include "command/snapshot_drawing.h"
#include "command/snapshot_item.h"
#include "command/snapshot_program.h"

static const char *from, *format;
static bool parent, roots, leaves, no_leaves, metadata, no_metadata, inactive, active, disk_only;
static bool internal, external, as_tree, current, descendants, topological, by_name;
static int64_t older_than_ms = -1;

static const char *const formats[] = { "svg", NULL };

static const struct option_row options[] = {
	OPT_FLAG (0, "parent",      &parent,      "show parents too"),
	OPT_FLAG (0, "roots",       &roots,       "those without a parent"),
	OPT_FLAG (0, "leaves",      &leaves,      "those without children"),
	OPT_FLAG (0, "no-leaves",   &no_leaves,   "those with children"),
	OPT_FLAG (0, "metadata",    &metadata,    "those known beyond the images, which is all"),
	OPT_FLAG (0, "no-metadata", &no_metadata, "those only in the images, which is none"),
	OPT_FLAG (0, "inactive",    &inactive,    "those taken while it was shut off"),
	OPT_FLAG (0, "active",      &active,      "those taken while it was running or paused"),
	OPT_FLAG (0, "disk-only",   &disk_only,   "those of the disks of a running one"),
	OPT_FLAG (0, "internal",    &internal,    "those inside the images"),
	OPT_FLAG (0, "external",    &external,    "those in files of their own"),
	OPT_FLAG (0, "tree",        &as_tree,     "draw what came after what"),
	OPT_WORD (0, "format",      &format, "FORMAT", formats, "a picture of the tree"),
	OPT_FLAG (0, "current",     &current,     "children of the current one"),
	OPT_FLAG (0, "descendants", &descendants, "with --from or --current: not only children"),
	OPT_FLAG (0, "topological", &topological, "parents before their children"),
	OPT_VALUE(0, "older-than", VALUE_DURATION, &older_than_ms, "AGE", "those taken at least so long ago"),
	OPT_FLAG (0, "name",        &by_name,     "names only"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain", VALUE_VM,       ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "from",   VALUE_SNAPSHOT, ARG_OPTIONAL, &from, "only children of this one"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",          CELL_TEXT,   "name",                               false, snapshot_cell_name },
	{ "CREATION-TIME", CELL_TIME,   "when it was taken",                  false, snapshot_cell_time },
	{ "STATE",         CELL_TEXT,   "run state when it was taken",        false, snapshot_cell_state },
	{ "PARENT",        CELL_TEXT,   "the one it was taken after",         true,  snapshot_cell_parent },
	{ "VM",            CELL_TEXT,   "virtual machine it is of",           true,  snapshot_cell_vm },
	{ "SIZE",          CELL_BYTES,  "room its own files take: memory, overlays", true, snapshot_cell_size },
	{ "LOCATION",      CELL_TEXT,   "internal or external to the images", true,  snapshot_cell_location },
	{ "CURRENT",       CELL_YES_NO, "the next one is taken after it",     true,  snapshot_cell_current },
	COLUMNS_END
};

static const struct bare bare[] = { { &by_name, "NAME" }, { &parent, "PARENT", '\t' }, BARE_END };

static bool
is_leaf(const struct snapshot *s)
{
	return !s->first_child;
}

static bool
is_internal(const struct snapshot *s)
{
	return !s->facts.external;
}

static bool
has_metadata(const struct snapshot *s)
{
	(void)s;
	return true;
}

/* Pairs of options: neither or both filter nothing. */
static const struct {
	const bool *yes, *no;
	bool (*holds)(const struct snapshot *s);
} choices[] = {
	{ &leaves,   &no_leaves,   is_leaf },
	{ &internal, &external,    is_internal },
	{ &metadata, &no_metadata, has_metadata },
};

static bool
state_wanted(enum snapshot_state state)
{
	if (!inactive && !active && !disk_only)
		return true;
	switch (state) {
	case SNAPSHOT_SHUTOFF:       return inactive;
	case SNAPSHOT_DISK_SNAPSHOT: return disk_only;
	default:                     return active;
	}
}

static bool
is_below(const struct snapshot *s, const struct snapshot *ancestor)
{
	while ((s = s->parent))
		if (s == ancestor)
			return true;
	return false;
}

/* start: what --from or --current mean, else NULL. */
static bool
wanted(const struct snapshot *s, const struct snapshot *start)
{
	if (start && !(descendants ? is_below(s, start) : s->parent == start))
		return false;
	if (roots && s->parent)
		return false;
	if (older_than_ms >= 0 && s->facts.creation_time > when_now() / 1000000 - older_than_ms / 1000)
		return false;
	for (unsigned i = 0; i < COUNT(choices); i++)
		if (*choices[i].yes != *choices[i].no && choices[i].holds(s) != *choices[i].yes)
			return false;
	return state_wanted(s->facts.state);
}

static int
add(const struct snapshots *of, struct snapshot *s, const struct snapshot *start)
{
	struct snapshot_item item = { .of = of, .snapshot = s };

	return wanted(s, start) ? listing_add(&item) : 0;
}

static int
add_topologically(const struct snapshots *of, struct snapshot *s, const struct snapshot *start)
{
	for (; s; s = s->next_sibling)
		if (add(of, s, start) < 0 || add_topologically(of, s->first_child, start) < 0)
			return -1;
	return 0;
}

static int
add_by_name(const struct snapshots *of, const struct snapshot *start)
{
	for (unsigned i = 0; i < of->tree.n; i++)
		if (add(of, of->tree.item[i], start) < 0)
			return -1;
	return 0;
}

static int
list(const char *name)
{
	auto_snapshots struct snapshots s = { 0 };
	const struct snapshot *start = NULL;

	if (snapshots_open(name, VM_TO_READ, &s) < 0)
		return -1;
	if ((from || current) && !(start = snapshot_chosen(&s, from, current)))
		return -1;
	if (format)
		return snapshot_draw_svg(&s, start);
	if (as_tree)
		return snapshot_draw(&s, start), 0;
	return topological ? add_topologically(&s, s.tree.first_root, start) : add_by_name(&s, start);
}

static int
check_options(void)
{
	bool filters = leaves || no_leaves || inactive || active || disk_only || internal || external ||
		       older_than_ms >= 0;

	if ((as_tree || format) && (by_name || parent || roots || filters || asked.json))
		return fail(FAULT_USAGE, "a tree has all; it goes with --from and --current only");
	if (roots && (parent || from || current))
		return fail(FAULT_USAGE, "--roots excludes --parent, --from and --current");
	if (descendants && !from && !current)
		return fail(FAULT_USAGE, "--descendants needs --from or --current");
	if (from && current)
		return fail(FAULT_USAGE, "--from and --current exclude each other");
	return 0;
}

static int
run(void)
{
	if (check_options() < 0)
		return -1;
	if (as_tree || format)
		return 0;
	return listing_begin(columns, by_name ? bare : NULL, parent ? "+PARENT" : NULL);
}

const struct command command = {
	.name      = "vm-snapshot-list",
	.summary   = "list the snapshots of a virtual machine",
	.virsh     = "snapshot-list",
	.example   = "vm-snapshot-list web1 --tree",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(NO_VM) | CAN(NO_SNAPSHOT),
	.run       = run,
	.each      = list,
	.finish    = listing_end,
};
