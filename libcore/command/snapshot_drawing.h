/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_drawing - trees of snapshots for the eye */
#ifndef COMMAND_SNAPSHOT_DRAWING_H
#define COMMAND_SNAPSHOT_DRAWING_H

#include "command/snapshot_program.h"

/* What grew from one snapshot, or with top NULL every tree; an empty line after each
 * (spec/snapshots.md 4.3). */
void snapshot_draw(const struct snapshots *snapshots, const struct snapshot *top);

/* The same as a picture: the tree as a document, through share/virtutils/snapshot-tree.xsl. */
int snapshot_draw_svg(const struct snapshots *snapshots, const struct snapshot *top);

#endif
