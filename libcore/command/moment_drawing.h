/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_drawing - trees of snapshots and checkpoints for the eye */
#ifndef COMMAND_MOMENT_DRAWING_H
#define COMMAND_MOMENT_DRAWING_H

#include "command/moment_program.h"

/* What grew from one moment, or with top NULL every tree; an empty line after each
 * (spec/snapshots.md 4.3). */
void moment_draw(const struct moments *moments, const struct moment *top);

/* The same of snapshots as a picture: the tree as a document, through share/virtutils/snapshot-tree.xsl. */
int moment_draw_svg(const struct moments *moments, const struct moment *top);

#endif
