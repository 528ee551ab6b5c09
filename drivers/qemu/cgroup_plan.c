/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup_plan - where the control groups of a guest would be */
#include "cgroup.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "state/place.h"

#define ROOT "/sys/fs/cgroup"

/* The unified hierarchy is one tree; before it, each controller was one: those that limits are set in. */
static const char *const old_trees[] = { "cpu", "memory", "blkio" };

bool
cgroup_unified(void)
{
	static int unified = -1;

	if (unified < 0)
		unified = access(ROOT "/cgroup.controllers", F_OK) == 0;
	return unified;
}

static void
add(struct text *text, const char *tree, const char *slice, const char *name, int id)
{
	auto_free char *parent = text_format(ROOT "%s", tree);

	if (access(parent, W_OK) == 0)
		text_addf(text, "%s%s%s/qemu-%d-%d-%s", text->length ? ":" : "", parent, slice,
			  id, (int)getpid(), name);
}

/* Two trees of files (VIRTUTILS_ROOT) may have guests of one name and number: our
 * pid tells them apart. */
char *
cgroup_plan(const char *name, int id)
{
	auto_text struct text text = { 0 };

	if (place_is_session() || strchr(name, ':'))
		return NULL;
	if (cgroup_unified())
		add(&text, "", "/virtutils.slice", name, id);
	for (unsigned i = 0; !cgroup_unified() && i < COUNT(old_trees); i++) {
		auto_free char *tree = text_format("/%s", old_trees[i]);

		add(&text, tree, "/virtutils", name, id);
	}
	return text.length ? text_take(&text) : NULL;
}
