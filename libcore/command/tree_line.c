/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree_line - trees on a terminal, as virsh draws them */
#include "command/tree_line.h"

#include "command/command.h"

/* virsh ends some lines with blanks. */
static void
print(const struct text *before, const char *text, const char *name)
{
	auto_text struct text whole = { 0 };
	size_t length;

	text_add_bytes(&whole, text_get(before), before->length);
	text_add(&whole, text);
	text_add(&whole, name);
	for (length = whole.length; length && whole.data[length - 1] == ' '; length--)
		;
	text_cut(&whole, length);
	answer("%s\n", text_get(&whole));
}

size_t
tree_line(struct text *before, const char *name, bool top, bool last, bool has_children)
{
	size_t length = before->length;

	print(before, top ? "" : "+- ", name);
	if (!top)
		text_add(before, last ? "  " : "| ");
	if (has_children)
		print(before, "  |", "");
	else if (last)
		print(before, "", "");
	text_add(before, "  ");
	return length;
}
