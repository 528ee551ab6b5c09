/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_tree - devices below those that they are part of, as virsh draws them */
#include "command/command.h"
#include "command/nodedev_item.h"

struct tree {
	const struct nodedevs *devices;
	struct strings parents;          /* "" for none, by the index of the device */
	struct text before;              /* in front of every line */
};

/* virsh ends some lines with blanks. */
static void
line(const struct tree *tree, const char *text, const char *name)
{
	auto_text struct text whole = { 0 };
	size_t length;

	text_addf(&whole, "%s%s%s", text_get(&tree->before), text, name);
	for (length = whole.length; length && whole.data[length - 1] == ' '; length--)
		;
	text_cut(&whole, length);
	answer("%s\n", text_get(&whole));
}

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
	size_t length = tree->before.length;

	line(tree, top ? "" : "+- ", name);
	if (!top)
		text_add(&tree->before, last ? "  " : "| ");
	if (child < n)
		line(tree, "  |", "");
	else if (last)
		line(tree, "", "");
	text_add(&tree->before, "  ");
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
