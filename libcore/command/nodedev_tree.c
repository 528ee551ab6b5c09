/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_tree - devices below those that they are part of, as virsh draws them */
#include "command/command.h"
#include "command/nodedev_item.h"
#include "command/tree_line.h"

struct tree {
	const struct nodedevs *devices;
	struct strings parents;          /* "" for none, by the index of the device */
	struct text before;              /* in front of every line */
};

/* The number of the next one that is part of a device, from `from` on; n when there is none. */
static unsigned
next_child(const struct tree *tree, const char *parent, unsigned from)
{
	while (from < tree->devices->n && !text_same(tree->parents.item[from], parent))
		from++;
	return from;
}

static void
draw(struct tree *tree, unsigned device, bool top, bool last)
{
	const char *name = tree->devices->item[device]->object.name;
	unsigned n = tree->devices->n, child = next_child(tree, name, 0);
	size_t length = tree_line(&tree->before, name, top, last, child < n);

	while (child < n) {
		unsigned next = next_child(tree, name, child + 1);

		draw(tree, child, false, next == n);
		child = next;
	}
	text_cut(&tree->before, length);
}

int
nodedev_draw(const struct nodedevs *devices)
{
	struct tree tree = { .devices = devices };
	int result = 0;

	for (unsigned i = 0; i < devices->n && result == 0; i++) {
		auto_free char *parent = nodedev_parent(devices->item[i]);

		strings_add(&tree.parents, parent ? parent : "");
		result = !parent && fail_fault() ? -1 : 0;
	}
	for (unsigned i = next_child(&tree, "", 0); result == 0 && i < devices->n; i = next_child(&tree, "", i + 1)) {
		draw(&tree, i, true, true);
		answer("\n");
	}
	strings_done(&tree.parents);
	text_done(&tree.before);
	return result;
}
