/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tree_line - trees on a terminal, as virsh draws them */
#ifndef COMMAND_TREE_LINE_H
#define COMMAND_TREE_LINE_H

#include "base/text.h"

/* An item and the line under it.  Its children come next, with what is in front of their lines then in
 * `before` (empty for a top); after them the caller cuts that to the length which is returned.  last: of
 * its siblings; a top is one by itself. */
size_t tree_line(struct text *before, const char *name, bool top, bool last, bool has_children);

#endif
