/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-list - list the snapshots of a virtual machine */
#include "base/when.h"
#include "command/listing.h"
#include "command/moment_listing.h"

static bool is_wanted(const struct moment *s);

static struct moment_listing listing = { .kind = &snapshot_moments, .wanted = is_wanted };
static const char *format;
static bool metadata, no_metadata, inactive, active, disk_only, internal, external;
static int64_t older_than_ms = -1;

static const char *const formats[] = { "svg", NULL };

static const struct option_row options[] = {
	MOMENT_LIST_OPTIONS(listing),
	OPT_FLAG (0, "current",     &listing.current, "children of the current one"),
	OPT_FLAG (0, "metadata",    &metadata,        "those known beyond the images, which is all"),
	OPT_FLAG (0, "no-metadata", &no_metadata,     "those only in the images, which is none"),
	OPT_FLAG (0, "inactive",    &inactive,        "those taken while it was shut off"),
	OPT_FLAG (0, "active",      &active,          "those taken while it was running or paused"),
	OPT_FLAG (0, "disk-only",   &disk_only,       "those of the disks of a running one"),
	OPT_FLAG (0, "internal",    &internal,        "those inside the images"),
	OPT_FLAG (0, "external",    &external,        "those in files of their own"),
	OPT_WORD (0, "format",      &format, "FORMAT", formats, "a picture of the tree"),
	OPT_VALUE(0, "older-than", VALUE_DURATION, &older_than_ms, "AGE", "those taken at least so long ago"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain", VALUE_VM,       ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "from",   VALUE_SNAPSHOT, ARG_OPTIONAL, &listing.from, "only children of this one"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",          CELL_TEXT,   "name",                               false, moment_cell_name },
	{ "CREATION-TIME", CELL_TIME,   "when it was taken",                  false, moment_cell_time },
	{ "STATE",         CELL_TEXT,   "run state when it was taken",        false, moment_cell_state },
	{ "PARENT",        CELL_TEXT,   "the one it was taken after",         true,  moment_cell_parent },
	{ "VM",            CELL_TEXT,   "virtual machine it is of",           true,  moment_cell_vm },
	{ "SIZE",          CELL_BYTES,  "room its own files take: memory, overlays", true, moment_cell_size },
	{ "LOCATION",      CELL_TEXT,   "internal or external to the images", true,  moment_cell_location },
	{ "CURRENT",       CELL_YES_NO, "the next one is taken after it",     true,  moment_cell_current },
	COLUMNS_END
};

/* An option of a pair: neither or both filter nothing. */
static bool
passes(bool holds, bool yes, bool no)
{
	return yes == no || holds == yes;
}

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

/* What has no metadata is not known to us at all. */
static bool
is_wanted(const struct moment *s)
{
	if (older_than_ms >= 0 && s->facts.creation_time > when_now() / 1000000 - older_than_ms / 1000)
		return false;
	return passes(s->facts.external, external, internal) && passes(true, metadata, no_metadata) &&
	       state_wanted(s->facts.state);
}

static int
list(const char *name)
{
	return moment_list(&listing, name);
}

static int
run(void)
{
	listing.picture = format;
	return moment_list_begin(&listing, columns, inactive || active || disk_only || internal || external ||
						    older_than_ms >= 0);
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
